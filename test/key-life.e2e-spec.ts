import type { Scope } from '../src/kernel/index.js';
import { type Hub, startHub } from './support/hub.js';
import { client, rowsOf, seedAlliance } from './support/people.js';
import { until } from './support/until.js';

const KEYS = '/api/v1/keys';
const READ = '/api/v1/organisations';
const MINE = { name: 'siem', scopes: ['read'] };

interface Shown {
  id: string;
  key: string;
  ceiling: string;
  scopes: Scope[];
  cidrs: string[];
  expires_at: string | null;
}

const withKey = (hub: Pick<Hub, 'url'>, text: string) => client(hub.url, { id: '', organisationId: '', text });

describe('a key’s life', () => {
  it('B07, P07: stop within a second of being revoked, on every process', async () => {
    await using hub = await startHub();
    await using second = await hub.another();
    const { keys, people, api } = await seedAlliance(hub);
    const there = withKey(second, keys.a.text);
    expect((await there('GET', READ)).status).toBe(200);
    const started = performance.now();
    expect((await api(people.adminA)('DELETE', `${KEYS}/${keys.a.id}`)).status).toBe(204);
    expect((await withKey(hub, keys.a.text)('GET', READ)).status).toBe(401);
    await until('the key to stop', async () => (await there('GET', READ)).status === 401, 1_000);
    expect(performance.now() - started).toBeLessThan(5_000);
    expect((await api(people.adminA)('DELETE', `${KEYS}/${keys.a.id}`)).status).toBe(204);
  });

  it('are rotated with an overlap, once', async () => {
    await using hub = await startHub();
    const { keys, people, api } = await seedAlliance(hub);
    const rotate = (id: string, overlap_hours: number) =>
      api(people.adminA)<Shown>('POST', `${KEYS}/${id}/rotate`, { overlap_hours });
    expect((await rotate(keys.a.id, 169)).status).toBe(422);
    const next = await rotate(keys.a.id, 1);
    expect([next.status, next.body.ceiling, next.body.scopes]).toEqual([
      201,
      'amber+strict',
      ['read', 'feed', 'submit'],
    ]);
    expect((await withKey(hub, keys.a.text)('GET', READ)).status).toBe(200);
    expect((await withKey(hub, next.body.key)('GET', READ)).status).toBe(200);
    expect((await rotate(keys.a.id, 1)).body).toMatchObject({ code: 'conflict' });
    const last = await rotate(next.body.id, 0);
    expect((await withKey(hub, next.body.key)('GET', READ)).status).toBe(401);
    expect((await withKey(hub, last.body.key)('GET', READ)).status).toBe(200);
  });

  it('belong to one organisation: others’ do not exist, nor do malformed ids', async () => {
    await using hub = await startHub();
    const { keys, people, api } = await seedAlliance(hub);
    for (const who of [people.adminB, people.root]) {
      for (const id of [keys.a.id, '0'.repeat(16), 'undefined', 'null', '%00', "1'--"]) {
        const gone = await api(who)('DELETE', `${KEYS}/${id}`);
        expect([id, gone.status, gone.body['code']]).toEqual([id, 404, 'not_found']);
      }
    }
    const listed = await api(people.adminB)<{ items: { id: string }[] }>('GET', KEYS);
    expect(listed.body.items.map(({ id }) => id)).toEqual([keys.b.id]);
    for (const who of [people.ana, people.ray]) expect((await api(who)('GET', KEYS)).status).toBe(403);
  });

  it('C23: of 12 requests for the last free place one gets it', async () => {
    await using hub = await startHub();
    const { people, api, org } = await seedAlliance(hub);
    await rowsOf(
      hub,
      `insert into api_key (id, organisation_id, name, kind, secret_hash, scopes, ceiling)
       select lpad(to_hex(n), 16, '0'), $1, 'filler', 'member', '\\x00', '{read}', 0 from generate_series(1, 98) n`,
      [org['cert-a']],
    );
    const made = await Promise.all(Array.from({ length: 12 }, () => api(people.adminA)('POST', KEYS, MINE)));
    expect(made.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(made.filter(({ status }) => status === 409)).toHaveLength(11);
  });

  it('have a number of requests a minute, over all processes', async () => {
    await using hub = await startHub({ RATE_LIMIT: '40' });
    await using second = await hub.another();
    const { keys } = await seedAlliance(hub);
    const answers = [];
    for (let i = 0; i < 30; i += 1) {
      answers.push(await withKey(hub, keys.a.text)('GET', READ), await withKey(second, keys.a.text)('GET', READ));
    }
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(40);
    const refused = answers.at(-1)!;
    expect([refused.status, refused.body['code']]).toEqual([429, 'rate_limited']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await withKey(hub, keys.b.text)('GET', READ)).status).toBe(200);
  });

  it('have their last use written down, at most once a minute', async () => {
    await using hub = await startHub();
    const { keys } = await seedAlliance(hub);
    const lastUse = async () =>
      (
        await rowsOf<{ at: string | null; xmin: string }>(
          hub,
          'select last_used_at::text as at, xmin::text from api_key where id = $1',
          [keys.a.id],
        )
      )[0];
    await withKey(hub, keys.a.text)('GET', READ);
    const first = await until('the use to be written', async () => ((await lastUse())?.at ? lastUse() : undefined));
    for (let i = 0; i < 5; i += 1) await withKey(hub, keys.a.text)('GET', READ);
    expect(await lastUse()).toEqual(first);
  });
});
