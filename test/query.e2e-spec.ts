import * as fc from 'fast-check';
import pg from 'pg';
import { parseQuery, toPredicate, toSql } from '../src/query/index.js';
import { createDatabase } from './support/database.js';
import { NOW, objects, OBJECTS, organisation, QUERIES, query, SEED, store } from './support/queries.js';

describe(`the query language, with QUERY_SEED=${SEED}`, () => {
  let database: Awaited<ReturnType<typeof createDatabase>>;
  let scanning: pg.Client;
  let indexed: pg.Client;

  beforeAll(async () => {
    database = await createDatabase();
    scanning = new pg.Client(database.url);
    indexed = new pg.Client({ connectionString: database.url, options: '-c enable_seqscan=off' });
    await Promise.all([scanning.connect(), indexed.connect()]);
    await store(scanning);
  });
  afterAll(async () => {
    await Promise.all([scanning.end(), indexed.end()]);
    await database.drop();
  });

  it('means the same in SQL, by scan, by index and row by row, as in memory', async () => {
    let found = 0;
    const same = fc.asyncProperty(query, async (text) => {
      const parsed = parseQuery(text, { now: NOW, organisation });
      const expected = objects.filter(toPredicate(parsed, () => NOW)).map(({ id }) => id);
      const values: unknown[] = [];
      const sql = toSql(parsed, (value) => `$${values.push(value)}`, NOW);
      const chosen = `select o.id from object o where ${sql} order by o.no`;
      expect(await ids(scanning, chosen, values)).toEqual(expected);
      expect(await ids(indexed, chosen, values)).toEqual(expected);
      const judged = `select o.id, (${sql}) as held from object o order by o.no`;
      const { rows } = await scanning.query<{ id: string; held: boolean | null }>(judged, values);
      expect(rows.some(({ held }) => held === null)).toBe(false);
      expect(rows.filter(({ held }) => held).map(({ id }) => id)).toEqual(expected);
      if (expected.length > 0 && expected.length < OBJECTS) found += 1;
    });
    await fc.assert(same, { seed: SEED, numRuns: QUERIES });
    // Were nearly all queries empty or all-embracing, equality would say little.
    expect(found).toBeGreaterThan(QUERIES / 2);
  });
});

async function ids(client: pg.Client, sql: string, values: unknown[]): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(sql, values);
  return rows.map(({ id }) => id);
}
