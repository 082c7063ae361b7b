import { get } from 'node:http';
import { randomUUID } from 'node:crypto';
import { type Hub, startHub } from './support/hub.js';
import { type Manifest, manifestWith } from './support/misp.js';
import { type Alliance, type Key, rowsOf, seedAlliance } from './support/people.js';
import { stixIndicator } from './support/stix.js';

/** Far more than lies in buffers between the hub and a reader who does not read. */
const LONG = 'x'.repeat(9_000);

/** An answer of which nothing is read yet. `rest`: how many bytes it has, if it comes to its end. */
interface Begun {
  readonly status: number;
  readonly rest: () => Promise<number>;
}

describe('an answer that is read slowly', () => {
  let hub: Hub;
  let alliance: Alliance;

  beforeAll(async () => {
    hub = await startHub();
    alliance = await seedAlliance(hub);
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  const begin = (path: string, who: Key) =>
    new Promise<Begun>((resolve, reject) =>
      get(`${hub.url}${path}`, { headers: { authorization: `Bearer ${who.text}` } }, (response) => {
        const rest = async () => {
          let bytes = 0;
          for await (const chunk of response) bytes += (chunk as Buffer).length;
          return bytes;
        };
        resolve({ status: response.statusCode ?? 0, rest });
      }).on('error', reject),
    );

  /** Whole while nothing happens; broken off once the key is revoked in the middle of it. */
  async function breaksOff(path: string): Promise<void> {
    const [kept, lost] = [await newKey(), await newKey()];
    const [whole, broken] = [await begin(path, kept), await begin(path, lost)];
    expect([whole.status, broken.status]).toEqual([200, 200]);
    const revoked = await alliance.api(alliance.people.adminB)('DELETE', `/api/v1/keys/${lost.id}`);
    expect(revoked.status).toBe(204);
    await expect(broken.rest()).rejects.toThrow(/aborted/);
    expect(await whole.rest()).toBeGreaterThan(1 << 24);
  }

  const newKey = () => alliance.key(alliance.org['cert-b']);

  it('of an object’s surroundings ends where the reader’s right does', async () => {
    const put = alliance.api(alliance.keys.a);
    const centre = stixIndicator('centre.example', {});
    await put('POST', '/api/v1/indicators', [centre]);
    const { created, modified, object_marking_refs } = centre;
    for (let at = 0; at < 3_000; at += 500)
      await put(
        'POST',
        '/api/v1/indicators',
        Array.from({ length: 500 }, () => ({
          type: 'note',
          spec_version: '2.1',
          id: `note--${randomUUID()}`,
          created,
          modified,
          content: LONG,
          object_refs: [centre.id],
          object_marking_refs,
        })),
      );
    await breaksOff(`/api/v1/objects/${centre.id}/bundle`);
  });

  it('of a day of the MISP feed ends there, and so do its hashes', async () => {
    const put = alliance.api(alliance.keys.a);
    for (let at = 0; at < 3_000; at += 500)
      await put('POST', '/api/v1/indicators', {
        tlp: 'amber',
        items: Array.from({ length: 500 }, (_, i) => ({ value: `n${at + i}.example`, description: LONG })),
      });
    const amberOf = (all: Manifest) => Object.keys(all).find((id) => all[id]!.info.includes('AMBER'));
    const manifest = await manifestWith(alliance.api(alliance.keys.b), (all) => amberOf(all) !== undefined);
    await breaksOff(`/misp/feed/${amberOf(manifest)!}.json`);
  });

  it('of an import’s outcomes ends when something in it is TLP:RED, but for whoever handed it in', async () => {
    const [id, key] = [randomUUID(), await newKey()];
    await rowsOf(
      hub,
      `insert into import_job (id, organisation_id, created_by, name, format, options, red, state, ended_at)
       values ($1, $2, $3, 'x', 'list', '{"mapping":{},"defaults":{}}', false, 'done', now())`,
      [id, key.organisationId, `key:${key.id}`],
    );
    await rowsOf(
      hub,
      `insert into import_outcome (job_id, found, lines) select $1, n, repeat('line 1,created,,,' || $2 || E'\\n', 6000) from generate_series(1, 120) n`,
      [id, `indicator--${randomUUID()}`],
    );
    const path = `/api/v1/imports/${id}/outcomes.csv`;
    const [own, colleague] = [await begin(path, key), await begin(path, await newKey())];
    await rowsOf(hub, 'update import_job set red = true where id = $1', [id]);
    await expect(colleague.rest()).rejects.toThrow(/aborted/);
    expect(await own.rest()).toBeGreaterThan(1 << 24);
    await breaksOffFor(path, key);
  });

  async function breaksOffFor(path: string, key: Key): Promise<void> {
    const begun = await begin(path, key);
    await alliance.api(alliance.people.adminB)('DELETE', `/api/v1/keys/${key.id}`);
    await expect(begun.rest()).rejects.toThrow(/aborted/);
  }
});
