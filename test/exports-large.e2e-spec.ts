import { get } from 'node:http';
import { Database } from '../src/platform/index.js';
import { type Hub, startHub } from './support/hub.js';
import { type Alliance, seedAlliance } from './support/people.js';
import { until } from './support/until.js';

const COUNT = 30_000;

describe('exports of much', () => {
  let hub: Hub;
  let alliance: Alliance;
  beforeAll(async () => {
    hub = await startHub();
    alliance = await seedAlliance(hub);
    const put = alliance.api(alliance.keys.a);
    for (let at = 0; at < COUNT; at += 5_000) {
      const items = Array.from({ length: 5_000 }, (_, i) => ({
        value: `n${at + i}.example`,
        description: 'x'.repeat(1_000),
      }));
      const { status } = await put('POST', '/api/v1/indicators', { tlp: 'green', items });
      expect([200, 201]).toContain(status);
    }
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  const begin = (who: { text: string }, format = 'ndjson') =>
    new Promise<{ status: number; text: () => Promise<string>; destroy: () => void }>((resolve, reject) =>
      get(
        `${hub.url}/api/v1/export?format=${format}`,
        { headers: { authorization: `Bearer ${who.text}` } },
        (response) => {
          const text = async () => {
            let all = '';
            for await (const chunk of response) all += String(chunk);
            return all;
          };
          resolve({ status: response.statusCode ?? 0, text, destroy: () => response.destroy() });
        },
      ).on('error', reject),
    );
  const underWay = async () => {
    const { api } = hub.app.get(Database);
    const { rows } = await api.query(
      `select from pg_stat_activity where application_name = 'tocsin exports' and xact_start is not null and datname = current_database()`,
    );
    return rows.length;
  };

  it('are two at a time for an organisation, and leave room when their readers go', async () => {
    const [one, two] = [await begin(alliance.keys.b), await begin(alliance.keys.b)]; // and read no more than fits
    expect([one.status, two.status]).toEqual([200, 200]);
    expect((await begin(alliance.keys.b)).status).toBe(429);
    expect((await begin(alliance.keys.c, 'stix')).status).toBe(200); // another’s
    one.destroy();
    await until('its place to be free', async () => {
      const next = await begin(alliance.keys.b);
      next.destroy();
      return next.status === 200;
    });
    two.destroy();
  });

  it('end when the reader goes, and when the key is revoked', async () => {
    const key = await alliance.key(alliance.org['cert-b']);
    const revoked = await begin(key);
    const { api } = hub.app.get(Database);
    const admin = alliance.api(alliance.people.adminB);
    expect((await admin('DELETE', `/api/v1/keys/${key.id}`)).status).toBe(204);
    await expect(revoked.text()).rejects.toThrow(/aborted/); // broken off, and never taken for a whole one
    const gone = await begin(await alliance.key(alliance.org['cert-b']));
    gone.destroy();
    await until('nothing to be under way', async () => (await underWay()) <= 1); // the other’s above
    expect(api.stats.waiting).toBe(0);
  });

  it('are of one moment, each object once, in little memory', async () => {
    const before = process.memoryUsage().rss;
    const list = await begin(await alliance.key(alliance.org['cert-b']), 'txt');
    const put = alliance.api(alliance.keys.a);
    await put('POST', '/api/v1/indicators', { value: 'later.example', tlp: 'green' });
    const text = await list.text();
    expect(text.endsWith(`# end: ${COUNT} values\n`)).toBe(true);
    expect(text).not.toContain('later.example');
    expect(new Set(text.split('\n').filter((line) => /^n\d+\.example$/.test(line))).size).toBe(COUNT);
    expect(process.memoryUsage().rss - before).toBeLessThan(200 << 20);
  });
});
