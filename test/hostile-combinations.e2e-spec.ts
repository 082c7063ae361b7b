import * as fc from 'fast-check';
import pg from 'pg';
import { randomUUID } from 'node:crypto';
import { changeRights, Database, Pulse } from '../src/platform/index.js';
import { expectProblem } from './support/control.js';
import { Follower } from './support/follower.js';
import { auditWhole } from './support/control.js';
import { type Hub, startHub } from './support/hub.js';
import { type Alliance, type Key, seedAlliance } from './support/people.js';
import { until } from './support/until.js';

const RUNS = 1_000;
const ABREAST = 16;
/** Members besides the author, with what REL TO knows them by. */
const MEMBERS = [
  { name: 'secretariat', country: 'ZZZ', blocs: [] },
  { name: 'cert-b', country: 'BEL', blocs: ['EU'] },
  { name: 'cert-c', country: 'CZE', blocs: ['EU'] },
  { name: 'cert-n', country: 'NOR', blocs: ['NORDIC'] },
  { name: 'cert-o', country: 'FIN', blocs: ['EU', 'NORDIC'] },
  { name: 'cert-s', country: 'SWE', blocs: ['EU', 'NORDIC'], suspended: true },
];
const AUTHOR = { name: 'cert-a', country: 'AUT', blocs: ['EU'] };
const IN_GROUP = ['cert-a', 'cert-b', 'cert-n', 'cert-s'];

interface Ask {
  readonly group: boolean;
  readonly rel_to?: string[];
  readonly organisations?: string[];
  readonly except?: string[];
}

/** The same rule said otherwise: who is left when every restriction has been taken off; the author always is. */
function effective({ group, rel_to, organisations, except }: Ask): string[] {
  const all = [AUTHOR, ...MEMBERS].filter((member) => !('suspended' in member));
  const left = all
    .filter(({ name }) => !group || IN_GROUP.includes(name))
    .filter(({ name, country, blocs }) => {
      if (!rel_to && !organisations) return true;
      return (
        (organisations ?? []).includes(name) || (rel_to ?? []).some((code) => code === country || blocs.includes(code))
      );
    })
    .filter(({ name }) => !(except ?? []).includes(name));
  return left.map(({ name }) => name);
}

const codes = fc.subarray(['BEL', 'CZE', 'NOR', 'FIN', 'SWE', 'AUT', 'EU', 'NORDIC'], { minLength: 1, maxLength: 3 });
const names = fc.subarray(
  [AUTHOR, ...MEMBERS].map(({ name }) => name),
  { minLength: 1, maxLength: 3 },
);
const ask: fc.Arbitrary<Ask> = fc
  .record({ group: fc.boolean(), rel_to: codes, organisations: names, except: names }, { requiredKeys: ['group'] })
  .filter(({ group, rel_to, organisations, except }) => group || !!rel_to || !!organisations || !!except);

describe('several rules at once', () => {
  let hub: Hub;
  let alliance: Alliance;
  let group: string;
  const keys = new Map<string, Key>();
  beforeAll(async () => {
    hub = await startHub();
    alliance = await seedAlliance(hub);
    const ids = new Map(Object.entries(alliance.org));
    await hub.app.get(Database).api.transaction(async (sql) => {
      await changeRights(sql);
      for (const { name, country, blocs } of MEMBERS) {
        if (ids.has(name)) continue;
        ids.set(name, randomUUID());
        await sql.query(
          `insert into organisation (id, name, short_name, country, blocs, status) values ($1, $2, $2, $3, $4, 'active')`,
          [ids.get(name), name, country, blocs],
        );
      }
    });
    await hub.app.get(Pulse).look();
    for (const [name, id] of ids) keys.set(name, await alliance.key(id));
    const root = alliance.api(alliance.people.root);
    const members = IN_GROUP.map((name) => ids.get(name));
    group = String((await root('POST', '/api/v1/groups', { name: 'some', members })).body['id']);
    const suspended = await root('POST', `/api/v1/organisations/${ids.get('cert-s')}/suspend`, { reason: 'a test' });
    expect(suspended.status).toBe(200);
  });
  afterAll(async () => {
    await auditWhole(alliance);
    await hub[Symbol.asyncDispose]();
  });

  it(`D40: ${RUNS} combinations of group, REL TO, names and exclusions reach whom all of them leave`, async () => {
    const asks = fc.sample(ask, { numRuns: RUNS, seed: Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31) });
    const api = alliance.api(keys.get('cert-a'));
    const wrong: unknown[] = [];
    const made: { value: string; to: string[]; ask: Ask }[] = [];
    const one = async ({ group: inGroup, ...rest }: Ask, i: number) => {
      const to = effective({ group: inGroup, ...rest });
      const value = `n${i}.combined.example`;
      const audience = { ...rest, ...(inGroup && { group }) };
      const { status, body } = await api('POST', '/api/v1/indicators', { value, tlp: 'amber', audience });
      const alone = !to.some((name) => name !== 'cert-a');
      // an audience of nobody else is refused, unless the author named himself and nobody besides
      if (status === 422 && body['code'] === 'empty_audience' && alone) return;
      if (status === 201) made.push({ value, to: [...new Set([...to, 'cert-a'])], ask: asks[i]! });
      else wrong.push({ ask: asks[i], to, status, body });
    };
    for (let i = 0; i < RUNS; i += ABREAST)
      await Promise.all(asks.slice(i, i + ABREAST).map((each, j) => one(each, i + j)));
    expect(wrong).toEqual([]);
    expect(made.length).toBeGreaterThan(RUNS / 2);
    for (const { name } of [AUTHOR, ...MEMBERS].filter((member) => !('suspended' in member))) {
      const values = made.map(({ value }) => value);
      const { body } = await alliance.api(keys.get(name))<{ results: { value: string; known: boolean }[] }>(
        'POST',
        '/api/v1/lookup',
        { values },
      );
      const seen = body.results.filter(({ known }) => known).map(({ value }) => value);
      const due = made.filter(({ to }) => to.includes(name)).map(({ value }) => value);
      expect({ name, seen }).toEqual({ name, seen: due });
      using follower = await Follower.open(hub.url, keys.get(name)!.text, { after: 'beginning' });
      await until('at the head', () => follower.live);
      expect({ name, followed: follower.values.toSorted() }).toEqual({ name, followed: due.toSorted() });
    }
    expect((await alliance.api(keys.get('cert-s'))('GET', '/api/v1/search')).status).toBe(401);
  });

  it('C13: membership that ends between the request and its commit: nothing is published', async () => {
    const lock = new pg.Client(hub.databaseUrl);
    await lock.connect();
    try {
      await lock.query('begin');
      await lock.query('update head set authority = authority + 1');
      const value = 'too-late.combined.example';
      const api = alliance.api(keys.get('cert-b'));
      const asked = api('POST', '/api/v1/indicators', { value, tlp: 'amber', audience: { group } });
      await until('it waits for the lock', async () => {
        const waiting = `select 1 from pg_stat_activity where wait_event_type = 'Lock' and application_name = 'tocsin writer'`;
        return ((await hub.app.get(Database).api.query(waiting)).rowCount ?? 0) > 0;
      });
      await lock.query('delete from sharing_group_member where group_id = $1 and organisation_id = $2', [
        group,
        alliance.org['cert-b'],
      ]);
      await lock.query('commit');
      const answer = await asked;
      expectProblem(answer, 422, 'audience_unknown');
      const never = await api('POST', '/api/v1/indicators', { value, tlp: 'amber', audience: { group: randomUUID() } });
      expect({ ...answer.body, requestId: '' }).toEqual({ ...never.body, requestId: '' });
      const found = await alliance.api(keys.get('cert-n'))('GET', `/api/v1/search?q=value:${value}`);
      expect(found.body).toEqual({ objects: [] });
    } finally {
      await lock.end();
    }
  });
});
