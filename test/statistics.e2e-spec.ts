import { TLP_MARKING } from '../src/kernel/index.js';
import { identityRef } from '../src/exchange/index.js';
import { Database } from '../src/platform/index.js';
import type { Statistics } from '../src/statistics/bodies.js';
import { miscounted, numbersOf } from './support/counting.js';
import { type Hub, startHub } from './support/hub.js';
import { type Alliance, type Api, rowsOf, seedAlliance } from './support/people.js';
import { stixIndicator, submitStix } from './support/stix.js';
import { until } from './support/until.js';

const ITEMS = '/api/v1/indicators';
const PATH = '/api/v1/statistics';
const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();

const read = async (api: Api, query = ''): Promise<Statistics> => (await api<Statistics>('GET', PATH + query)).body;
const of = ({ members }: Statistics, name: string) => members.find((one) => one.short_name === name)!;
/** The label’s count. */
const labelled = ({ tlp }: Statistics, label: string) => tlp.find((one) => one.tlp === label)?.count;

/** What a STIX file holds, of some days ago, TLP:CLEAR unless told. */
const made = (type: string, days: number, more: object = {}) => ({
  type,
  spec_version: '2.1',
  id: `${type}--${crypto.randomUUID()}`,
  created: daysAgo(days),
  modified: daysAgo(days),
  object_marking_refs: [TLP_MARKING.clear],
  ...more,
});
const technique = (id: string, name: string, ...phases: string[]) =>
  made('attack-pattern', 2_000, {
    name,
    external_references: [{ source_name: 'mitre-attack', external_id: id }],
    kill_chain_phases: phases.map((phase_name) => ({ kill_chain_name: 'mitre-attack', phase_name })),
  });

describe('statistics', () => {
  let hub: Hub;
  let alliance: Alliance;
  let a: Api;
  let b: Api;
  beforeAll(async () => {
    hub = await startHub({ ANONYMOUS_CLEAR: 'true' });
    alliance = await seedAlliance(hub);
    a = alliance.api(alliance.keys.a);
    b = alliance.api(alliance.keys.b);
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  /** Some of everything, to some of everybody. */
  async function furnish(): Promise<void> {
    const { org, people, keys, api } = alliance;
    const root = api(people.root);
    const group = await root<{ id: string }>('POST', '/api/v1/groups', {
      name: 'late',
      history: 'joining',
      members: [org['cert-a'], org['cert-b']],
    });
    const values = ['203.0.113.7', 'a.evil.example', 'http://evil.example/x', 'CVE-2021-26855', 'd'.repeat(64)];
    for (const [i, tlp] of (['clear', 'green', 'amber', 'amber+strict'] as const).entries())
      await a('POST', ITEMS, { tlp, items: values.slice(0, 2 + i).map((value) => ({ value })) });
    await b('POST', ITEMS, { tlp: 'amber', audience: { group: group.body.id }, value: 'early.group.example' });
    await b('POST', ITEMS, { tlp: 'amber', audience: 'organisation', value: 'own.example' });
    await api(people.bo)('POST', ITEMS, { tlp: 'red', audience: { people: [people.ana.email] }, value: 'red.example' });
    await root('PUT', `/api/v1/groups/${group.body.id}/members/${org['cert-c']}`);
    const { body } = await b('POST', ITEMS, {
      tlp: 'amber',
      audience: { group: group.body.id },
      value: 'late.group.example',
    });
    await api(keys.c)('POST', `${ITEMS}/${String(body['id'])}/sightings`, { count: 3 });
    const days = [0, 0, 1, 2, 2, 5, 40, 400].map((age, i) =>
      stixIndicator(`d${i}.days.example`, {
        created: daysAgo(age),
        modified: daysAgo(age),
        labels: [['attack:T1190', 'attack:T1505.003', 'attack:T1505', 'attack:T11901', 'plain'][i % 5]],
        description: 'Seen with attack:t1505.003 and attack:t1505.004',
      }),
    );
    expect((await a<{ counts: object }>('POST', ITEMS, { items: days })).body.counts).toMatchObject({ created: 8 });
    const file = [
      technique('T1190', 'Exploit Public-Facing Application', 'initial-access'),
      technique('T1505.003', 'Web Shell', 'persistence', 'execution'),
      made('x-acme-thing', 1),
      made('tool', 0, { name: 'w3wp watcher' }),
      made('url', 0, { value: 'http://observable.example/', created: undefined, modified: undefined }),
    ];
    const { outcomes } = await submitStix(hub, keys.c, JSON.stringify({ type: 'bundle', objects: file }), '?tlp=clear');
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(file.map(() => 'created'));
  }

  it('give with every number the search that finds just so many, to whoever asks', async () => {
    await furnish();
    const { people, keys, org, key, api } = alliance;
    const constituent = await key(org['cert-a'], { kind: 'constituent', scopes: ['read'] });
    const [seen, wrong]: [number[], string[]] = [[], []];
    for (const who of [keys.a, keys.b, keys.c, constituent, people.ana, people.root]) {
      const body = await read(api(who), '?days=3');
      const numbers = numbersOf(body);
      wrong.push(...(await miscounted(api(who), numbers)));
      seen.push(body.total.count);
      expect(numbers.filter(([, count]) => count > 0).length).toBeGreaterThan(30);
    }
    expect(wrong).toEqual([]);
    // they do not see the same
    expect(new Set(seen).size).toBeGreaterThanOrEqual(5);
    const weeks = await read(a, '?days=90&step=week');
    expect(weeks.periods).toHaveLength(13);
    expect(await miscounted(a, numbersOf(weeks).slice(0, 60))).toEqual([]);
  });

  it('would show a number that is wrong', async () => {
    const numbers = numbersOf(await read(a, '?days=1'));
    const [q, count] = numbers.find((one) => one[1] > 0)!;
    expect(await miscounted(a, [[q, count + 1]])).toEqual([`${q}: ${count + 1}, and ${count} found`]);
  });

  it('count for each what he sees: a group’s for its members from when they joined, TLP:RED for those who are named', async () => {
    const { people, keys, api } = alliance;
    const [ana, al, keyA, keyC] = await Promise.all(
      [people.ana, people.al, keys.a, keys.c].map((who) => read(api(who), '?days=1')),
    );
    expect([ana, al, keyA].map((body) => labelled(body!, 'red'))).toEqual([1, 0, 0]);
    expect([ana, al, keyA, keyC].map((body) => of(body!, 'cert-b').total.count)).toEqual([3, 2, 2, 1]);
    expect(of(keyC!, 'cert-b').counts).toEqual([1]);
  });

  it('count anew whatever was shared meanwhile, and nothing of what was shared with others', async () => {
    const before = [await read(a), await read(b)];
    await b('POST', ITEMS, { tlp: 'amber', audience: 'organisation', value: 'b-alone.example' });
    const after = await until('the new one to be counted', async () => {
      const own = await read(b);
      return own.total.count > before[1]!.total.count ? own : undefined;
    });
    expect(after.total.count).toBe(before[1]!.total.count + 1);
    expect(await read(a)).toEqual(before[0]);
  });

  it('name techniques as ATT&CK does where it was shared, and count those below each with it', async () => {
    const { techniques } = await read(b, '?days=90');
    const told = techniques.map(({ id, name, tactics, count }) => [id, name, tactics, count]);
    expect(told).toEqual([
      ['T1505', null, [], 7],
      ['T1505.003', 'Web Shell', ['persistence', 'execution'], 7],
      ['T1505.004', null, [], 7],
      ['T1190', 'Exploit Public-Facing Application', ['initial-access'], 3],
    ]);
    expect(
      await miscounted(
        b,
        techniques.map(({ q, count }) => [q, count]),
      ),
    ).toEqual([]);
  });

  it('say when each member was last heard of, and where it is', async () => {
    const { body } = await a('POST', ITEMS, { value: 'fresh.example', tlp: 'green' });
    const [row] = await rowsOf<{ at: Date }>(hub, 'select max(at) as at from entry where id = $1', [body['id']]);
    const mine = await until('it to be counted', async () => {
      const one = of(await read(b), 'cert-a');
      return one.newest === row!.at.toISOString() ? one : undefined;
    });
    expect(mine).toMatchObject({ country: 'AUT', organisation: identityRef(alliance.org['cert-a']) });
    expect(of(await read(b), 'secretariat')).toMatchObject({ newest: null, count: 0, total: { count: 0 } });
  });

  it('tell how soon advisories were answered: each its own answers, authors those of all, constituents none', async () => {
    const { people, keys, org, key, api } = alliance;
    const bo = api(people.bo);
    const draft = { kind: 'alert', title: 'Patch now', tlp: 'green', severity: 'high', body: 'Words.' };
    const { body } = await bo('POST', '/api/v1/advisories', draft);
    const path = `/api/v1/advisories/${String(body['id'])}`;
    expect((await bo('POST', `${path}/publish`, {})).status).toBe(200);
    expect((await a('POST', `${path}/acknowledgements`, { answer: 'acting', note: '' })).status).toBeLessThan(300);
    const [own] = (await read(a)).advisories;
    expect(own).toMatchObject({ id: body['id'], title: 'Patch now', own: false, readers: null });
    expect(Date.parse(own!.answered!)).toBeGreaterThanOrEqual(Date.parse(own!.published));
    expect((await read(b)).advisories).toMatchObject([
      {
        own: true,
        answered: null,
        readers: {
          addressed: 3,
          answered: [own!.answered],
          members: expect.arrayContaining([
            { organisation: identityRef(org['cert-a']), answered: own!.answered },
            { organisation: identityRef(org['cert-c']), answered: null },
          ]) as object[],
        },
      },
    ]);
    expect((await read(api(keys.c))).advisories).toMatchObject([{ own: false, answered: null, readers: null }]);
    const constituent = await key(org['cert-a'], { kind: 'constituent', scopes: ['read'] });
    expect((await read(api(constituent))).advisories).toEqual([]);
    await bo('POST', `${path}/withdraw`, { reason: 'wrong' });
    expect((await read(a)).advisories).toEqual([]);
  });

  it('count what any query matches, and put it on record where reading would be', async () => {
    const { people, api } = alliance;
    const count = async (who: Api, q: string) =>
      (await who<{ count?: number; code?: string }>('GET', `${PATH}/count?q=${encodeURIComponent(q)}`)).body;
    const ana = api(people.ana);
    expect(await count(ana, 'red.example')).toEqual({ count: 1 });
    const { rows } = await hub.app
      .get(Database)
      .api.query<{ record: string }>('select record from audit_record order by number desc limit 1');
    expect(JSON.parse(rows[0]!.record)).toMatchObject({ action: 'object.read', detail: { count: 1, objects: [] } });
    expect(await count(a, 'red.example')).toEqual({ count: 0 });
    expect((await count(ana, '')).count).toBeGreaterThan(10);
    expect(await count(ana, 'type:nothing:')).toMatchObject({ code: 'query_invalid' });
    const anonymous = await api()('GET', `${PATH}/count?q=tlp:clear`);
    expect([anonymous.status, anonymous.body['code']]).toEqual([401, 'unauthorized']);
  });

  it('are for members who may read, over 1 to 90 days', async () => {
    const { org, key, api } = alliance;
    expect((await api()('GET', PATH)).status).toBe(401);
    const feeder = await key(org['cert-a'], { scopes: ['feed'] });
    expect((await api(feeder)('GET', PATH)).status).toBe(403);
    for (const query of ['days=0', 'days=91', 'days=-1', 'days=1e1', 'step=hour', 'q=x', 'days[]=1'])
      expect([query, (await a('GET', `${PATH}?${query}`)).status]).toEqual([query, 422]);
  });
});
