import * as fc from 'fast-check';
import pg from 'pg';
import type { Visible } from '../src/audience/index.js';
import { tlpRank } from '../src/kernel/index.js';
import { Database, type Pool } from '../src/platform/index.js';
import { parseQuery, toPredicate } from '../src/query/index.js';
import { Finder } from '../src/search/finder.js';
import { createDatabase } from './support/database.js';
import { audienceOf, objects, OBJECTS, organisation, QUERIES, query, SEED, seqOf, store } from './support/queries.js';

/** Sees the first audience whole, the second from half of the log on. */
const viewer: Visible = {
  ids: [1, 2],
  late: new Map([[2, OBJECTS / 2]]),
  key: '1,2',
  has: (id, seq) => id === 1 || (id === 2 && seq > OBJECTS / 2),
};

const COMPARISONS: Readonly<Record<string, (times: number, bound: number) => boolean>> = {
  '=': (times, bound) => times === bound,
  '!=': (times, bound) => times !== bound,
  '<': (times, bound) => times < bound,
  '<=': (times, bound) => times <= bound,
  '>': (times, bound) => times > bound,
  '>=': (times, bound) => times >= bound,
};

describe(`finding, with QUERY_SEED=${SEED}`, () => {
  let database: Awaited<ReturnType<typeof createDatabase>>;
  let client: pg.Client;
  let hub: Database;
  let pool: Pool;

  beforeAll(async () => {
    database = await createDatabase();
    client = new pg.Client(database.url);
    await client.connect();
    await store(client);
    hub = new Database(database.url);
    pool = hub.api;
  });
  afterAll(async () => {
    await hub.onApplicationShutdown();
    await client.end();
    await database.drop();
  });

  it('finds the newest of what is visible, before any, among few at first or many', async () => {
    const finders = [new Finder(pool, 1), new Finder(pool, 9, 1), new Finder(pool)];
    const newestFirst = [...objects.entries()].toReversed();
    let cut = 0;
    const asked = fc.record({ text: query, before: fc.option(fc.nat(OBJECTS)), most: fc.constantFrom(1, 5, 51) });
    const same = fc.asyncProperty(asked, async ({ text, before, most }) => {
      const parsed = parseQuery(text, { now: Date.now(), organisation });
      const matches = toPredicate(parsed);
      const expected = newestFirst
        .filter(([no, object]) => viewer.has(audienceOf(no), seqOf(no)) && no < (before ?? OBJECTS) && matches(object))
        .map(([, { id }]) => id);
      if (expected.length > most) cut += 1;
      for (const finder of finders) {
        const found = await finder.find({ seen: viewer, query: parsed, before: before ?? undefined, most });
        expect(found.map(({ body }) => body)).toEqual(expected.slice(0, most));
      }
    });
    await fc.assert(same, { seed: SEED, numRuns: QUERIES / 5 });
    expect(cut).toBeGreaterThan(QUERIES / 50);
  });

  it('counts sightings in all that is visible, and in nothing else', async () => {
    const sighted = objects.map((_, no) => (no % 4 < 2 ? objects[no % 11]!.id : null));
    const times = sighted.map((id, no) => (id === null ? null : no % 5));
    const text =
      'update object o set sighted = t.id, times = t.times from unnest($1::bigint[], $2::text[], $3::int[]) as t(no, id, times) where o.no = t.no';
    await client.query(text, [objects.map((_, no) => no), sighted, times]);
    const isSeen = (no: number) => viewer.has(audienceOf(no), seqOf(no));
    const counts = ({ revoked, tlp }: (typeof objects)[number]) => !revoked && tlpRank(tlp) < tlpRank('amber+strict');
    const totalOf = (id: string) =>
      sighted.reduce((sum, one, no) => sum + (one === id && isSeen(no) && counts(objects[no]!) ? times[no]! : 0), 0);
    const totals = new Map(objects.map(({ id }) => [id, totalOf(id)]));
    expect(new Set(totals.values()).size).toBeGreaterThan(3);
    for (const bound of new Set(totals.values()))
      for (const [operator, holds] of Object.entries(COMPARISONS))
        for (const finder of [new Finder(pool, 1), new Finder(pool, 9, 1), new Finder(pool)]) {
          const parsed = parseQuery(`seen${operator}${bound}`, { now: 0, counts: true, organisation });
          const found = await finder.find({ seen: viewer, query: parsed, before: undefined, most: OBJECTS });
          const expected = objects
            .filter(({ id }, no) => isSeen(no) && holds(totals.get(id)!, bound))
            .map(({ id }) => id);
          expect(found.map(({ id }) => id)).toEqual(expected.toReversed());
        }
  });

  it('finds the same for who is in thousands of audiences', async () => {
    await client.query(
      `insert into audience (ref, key, tlp, kind) select gen_random_uuid(), 'many ' || n, 1, 'all' from generate_series(1, 3000) n`,
    );
    const { rows } = await client.query<{ id: number }>("select id from audience where key like 'many %' order by id");
    const many = { ...viewer, ids: [...viewer.ids, ...rows.map(({ id }) => id)] };
    for (const text of ['', 'type:indicator', 'evil', 'label:hafnium', 'domain:evil.example', '203.0.113.7']) {
      const parsed = parseQuery(text, { now: Date.now(), organisation });
      const wanted = { query: parsed, before: undefined, most: 51 };
      const found = await new Finder(pool).find({ ...wanted, seen: many });
      expect(found).toEqual(await new Finder(pool).find({ ...wanted, seen: viewer }));
    }
  });
});
