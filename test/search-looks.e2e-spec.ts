import { Database } from '../src/platform/index.js';
import { fixedIndicator } from './support/fixed.js';
import { type Hub, startHub } from './support/hub.js';
import { looksOf, type PlanNode } from './support/looks.js';
import { type Alliance, seedAlliance } from './support/people.js';

const VISIBLE = 400;
const HIDDEN = 4_000;
const SEARCHES = [
  '',
  '"example"',
  '"example" type:report',
  'label:zebra',
  'label:stripes confidence>=50',
  'domain:example',
  'domain:nowhere.example',
  'nowhere.example',
  '198.51.100.7',
  'in:198.51.100.0/24',
  '(198.51.100.7 OR domain:nowhere.example)',
  '-domain:example',
];

describe('what a search looks at', () => {
  let hub: Hub;
  let alliance: Alliance;
  let looks: Record<string, number>;

  beforeAll(async () => {
    hub = await startHub();
    alliance = await seedAlliance(hub);
    await submit({ tlp: 'green' }, VISIBLE);
    const pool = hub.app.get(Database).api;
    const query = pool.query.bind(pool);
    Object.assign(pool, {
      async query(text: string, values: unknown[] = []) {
        const explained = `explain (analyze, timing off, format json) ${text}`;
        const { rows } = await query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(explained, values);
        looksOf(rows[0]!['QUERY PLAN'][0].Plan, looks);
        return query(text, values);
      },
    });
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  /** Names and blocks of addresses in turn, all with the same words. */
  async function submit(to: { tlp: string; audience?: string }, count: number): Promise<void> {
    for (let from = 0; from < count; from += 1_000) {
      const items = Array.from({ length: Math.min(1_000, count - from) }, (_, i) => ({
        ...fixedIndicator(`${to.tlp}${from + i}`, to.tlp, `x${from + i}.example`, {
          labels: ['zebra', ...(to.tlp === 'green' ? [] : ['stripes'])],
          confidence: i % 100,
        }),
        ...(i % 2 && to.tlp !== 'green' && { pattern: `[ipv4-addr:value ISSUBSET '198.51.100.0/2${i % 5}']` }),
      }));
      const { body } = await alliance.api(alliance.keys.a)('POST', '/api/v1/indicators', { ...to, items });
      expect(body['counts']).toMatchObject({ created: items.length });
    }
    await hub.app.get(Database).auth.query('vacuum analyze object');
    await hub.app.get(Database).auth.query('vacuum analyze observable');
  }

  async function looked(): Promise<Record<string, Record<string, number>>> {
    const all: Record<string, Record<string, number>> = {};
    const ask = async (name: string, method: string, path: string, body?: unknown) => {
      looks = all[name] = {};
      expect((await alliance.api(alliance.keys.b)(method, path, body)).status).toBe(200);
    };
    for (const search of SEARCHES) await ask(search, 'GET', `/api/v1/search?q=${encodeURIComponent(search)}`);
    const values = Array.from({ length: 200 }, (_, i) => (i % 2 ? `198.51.100.${i}` : `x${i}.example`));
    await ask('look-up', 'POST', '/api/v1/lookup', { values });
    return all;
  }

  it('is nothing that is hidden, however much of it matches', async () => {
    await looked();
    await submit({ tlp: 'amber', audience: 'organisation' }, HIDDEN);
    for (const [search, rows] of Object.entries(await looked())) {
      const most = Math.max(...Object.values(rows));
      expect({ search, rows, visible: most <= 2 * VISIBLE + 2 }).toMatchObject({ visible: true }); // at most twice looked at
    }
  });
});
