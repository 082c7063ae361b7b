import { Database } from '../src/platform/index.js';
import { type Hub, startHub } from './support/hub.js';
import { type Joint, seedJoint } from './support/joint.js';
import { rowsOf } from './support/people.js';
import { type PlanNode, looksOf } from './support/looks.js';
import { EVERYTHING, collectionsOf, indicator, object, ROOT, type Taxii, taxii } from './support/taxii.js';

const OBJECTS = 800;
const LIMIT = 10;
/** Rows that a page may come upon in any table: some for each entry that it gives. */
const MOST = 20 * LIMIT;
const ALL = `${ROOT}/collections/${EVERYTHING}`;
const AUTHOR = ['', 'match[version]=all'];
const READER = [
  '',
  'match[type]=indicator',
  'match[type]=malware',
  'match[type]=indicator,malware',
  'match[version]=all',
  'match[version]=first',
  'match[version]=first,last',
  'match[version]=2021-03-02T10:00:00.000Z',
  'added_after=2999-01-01T00:00:00Z',
];

interface Client {
  on(event: 'notice', told: (notice: { message?: string }) => void): void;
}
interface Clients {
  readonly [internal: string]: unknown;
  on(event: 'connect', heard: (client: Client) => void): void;
}

describe('what a page of TAXII looks at', () => {
  let hub: Hub;
  let watched: Hub;
  let joint: Joint;
  let looks: Record<string, number> = {};

  beforeAll(async () => {
    hub = await startHub();
    joint = await seedJoint(hub);
    const a = taxii(hub, joint.token['cert-a']);
    const names = Array.from({ length: OBJECTS }, (_, i) => `n${i}`);
    for (let from = 0; from < OBJECTS; from += 200) {
      const objects = names.slice(from, from + 200).map((name) => indicator(name));
      const { body } = await a(`${ALL}/objects/`, {
        body: { objects: [...objects, object('malware', `m${from}`, { is_family: false })] },
      });
      expect(body).toMatchObject({ failure_count: 0 });
    }
    for (const name of names.slice(-3))
      expect((await a(`${ALL}/objects/${String(indicator(name)['id'])}/`, { method: 'DELETE' })).status).toBe(200);
    // what was done goes to whoever asked
    const settings = {
      session_preload_libraries: 'auto_explain',
      'auto_explain.log_min_duration': '0',
      'auto_explain.log_analyze': 'on',
      'auto_explain.log_timing': 'off',
      'auto_explain.log_format': 'json',
      'auto_explain.log_level': 'notice',
    };
    const name = new URL(hub.databaseUrl).pathname.slice(1);
    await rowsOf(hub, 'vacuum analyze');
    for (const [setting, value] of Object.entries(settings))
      await rowsOf(hub, `alter database ${name} set ${setting} = '${value}'`);
    watched = await hub.another();
    const { pool } = watched.app.get(Database).pages as unknown as { pool: Clients };
    const hear = (client: Client) => client.on('notice', ({ message = '' }) => note(message));
    (pool['_clients'] as Client[]).forEach(hear); // some were opened while it started
    pool.on('connect', hear);
  });
  afterAll(async () => {
    await watched[Symbol.asyncDispose]();
    await hub[Symbol.asyncDispose]();
  });

  function note(message: string): void {
    const plan = message.indexOf('{');
    if (plan === -1 || !message.includes('picked as materialized')) return;
    looksOf((JSON.parse(message.slice(plan)) as { Plan: PlanNode }).Plan, looks);
  }

  async function look(ask: Taxii, path: string): Promise<void> {
    looks = {};
    const { status, text } = await ask(path);
    expect({ path, status, text: status === 200 ? '' : text }).toEqual({ path, status: 200, text: '' });
    const most = Math.max(-1, ...Object.values(looks));
    expect({ path, looks, few: most >= 0 && most <= MOST }).toMatchObject({ few: true });
  }

  it.each(['objects', 'manifest'])(
    'is some rows for each entry that it gives, of %s, whatever is asked and however much there is',
    async (shape) => {
      const [a, b] = [taxii(watched, joint.token['cert-a']), taxii(watched, joint.token['cert-b'])];
      const green = `${ROOT}/collections/${(await collectionsOf(b))['TLP:GREEN for all members']}`;
      const { headers } = await b(`${green}/objects/?limit=400`);
      const deep = `added_after=${headers.get('x-taxii-date-added-last')}`;
      for (const collection of [green, ALL])
        for (const asked of READER)
          for (const from of asked.startsWith('added') ? [''] : ['', deep])
            await look(b, `${collection}/${shape}/?limit=${LIMIT}&${asked}&${from}`);
      for (const asked of AUTHOR)
        for (const from of ['', deep]) await look(a, `${ALL}/${shape}/?limit=${LIMIT}&${asked}&${from}`);
    },
    60_000,
  );

  it('is planned once for a connection, not for each page', async () => {
    const { rows } = await watched.app
      .get(Database)
      .pages.query<{ once: boolean; anew: boolean }>(
        'select bool_or(generic_plans > 0) as once, bool_or(custom_plans > 0) as anew from pg_prepared_statements',
      );
    expect(rows).toEqual([{ once: true, anew: false }]);
  });
});
