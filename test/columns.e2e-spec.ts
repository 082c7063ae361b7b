import pg from 'pg';
import { bools, byteas, int2s, int4s, int8s, texts } from '../src/platform/index.js';
import { createDatabase } from './support/database.js';

const same = <T>(value: T): T => value;

describe('columns in binary', () => {
  let database: Awaited<ReturnType<typeof createDatabase>>;
  let client: pg.Client;
  beforeAll(async () => {
    database = await createDatabase();
    client = new pg.Client(database.url);
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  /** What Postgres makes of the column, as JSON. */
  const read = async (type: string, column: Buffer): Promise<unknown> =>
    (await client.query<{ read: unknown }>(`select to_jsonb($1::${type}[]) as read`, [column])).rows[0]?.read;

  it.each([
    [
      'bigint',
      int8s([0, -1, 1, 2 ** 31, -(2 ** 31), 2 ** 32, -(2 ** 32) - 5, 2 ** 53 - 1, -(2 ** 53) + 1, null], same),
    ],
    ['integer', int4s([0, -1, 2 ** 31 - 1, -(2 ** 31), null], same)],
    ['smallint', int2s([0, -1, 32_767, -32_768, null], same)],
    ['boolean', bools([true, false, null], same)],
    ['text', texts(['', 'a', 'ünï—💥', '"\\{},\n', 'NULL', null, 'x'.repeat(70_000)], same)],
  ] as const)('%s[] arrives as it was', async (type, column) => {
    const expected: Record<string, unknown> = {
      bigint: [0, -1, 1, 2 ** 31, -(2 ** 31), 2 ** 32, -(2 ** 32) - 5, 2 ** 53 - 1, -(2 ** 53) + 1, null],
      integer: [0, -1, 2 ** 31 - 1, -(2 ** 31), null],
      smallint: [0, -1, 32_767, -32_768, null],
      boolean: [true, false, null],
      text: ['', 'a', 'ünï—💥', '"\\{},\n', 'NULL', null, 'x'.repeat(70_000)],
    };
    expect(await read(type, column)).toEqual(expected[type]);
  });

  it('bytea[] arrives as it was, and so does a bigint beyond what a number holds', async () => {
    const bytes = [Buffer.alloc(0), Buffer.from([0, 255, 92, 39]), null];
    expect(await read('bytea', byteas(bytes, same))).toEqual(['\\x', '\\x00ff5c27', null]);
    const { rows } = await client.query<{ read: string[] }>('select $1::bigint[]::text[] as read', [
      int8s([-(2n ** 63n), 2n ** 63n - 1n], same),
    ]);
    expect(rows[0]?.read).toEqual(['-9223372036854775808', '9223372036854775807']);
  });

  it.each([NaN, Infinity, 0.5, 2 ** 53])('%p is no bigint', (value) => {
    expect(() => int8s([value], same)).toThrow(/is no safe integer/);
  });

  it.each([
    ['bigint', int8s([], same)],
    ['text', texts([], same)],
    ['bytea', byteas([], same)],
  ] as const)('an empty %s[] is empty', async (type, column) => {
    expect(await read(type, column)).toEqual([]);
  });
});
