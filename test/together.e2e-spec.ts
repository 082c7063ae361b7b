import pg from 'pg';
import { Pool } from '../src/platform/database.js';
import { bools, byteas, int2s, int4s, int8s, texts, together } from '../src/platform/index.js';
import { createDatabase } from './support/database.js';

const same = <T>(value: T): T => value;

describe('the writer’s connections', () => {
  let database: Awaited<ReturnType<typeof createDatabase>>;
  let pool: Pool;

  beforeAll(async () => {
    database = await createDatabase();
    pool = new Pool(database.url, 'test', 1, 5_000, 'pipelined');
    await pool.query('create table written (n int)');
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const count = async () => (await pool.query<{ n: number }>('select count(*)::int as n from written')).rows[0]?.n;

  it('roll back all of what was sent together when one part fails, and are whole again after it', async () => {
    for (let i = 0; i < 3; i++) {
      const sent = pool.transaction((sql) =>
        together([
          sql.query('insert into written values (1)'),
          sql.query('select 1 / $1::int', [0]),
          sql.query('insert into written values (2)'),
        ]),
      );
      await expect(sent).rejects.toMatchObject({ code: '22012' });
    }
    expect(await count()).toBe(0);
    await pool.transaction((sql) => together([sql.query('insert into written values (2)'), sql.query('select 1')]));
    expect(await count()).toBe(1);
    await pool.query('truncate written');
  });

  it('write nothing when the transaction never began', async () => {
    const client = pg.Client.prototype as { query: (...of: unknown[]) => unknown };
    const { query } = client;
    // what Postgres says of a `begin` that was cancelled, at a connection that stands
    client.query = function (this: unknown, ...of: unknown[]) {
      return query.apply(this, of[0] === 'begin' ? ['select 1 / 0'] : of);
    };
    let late: Promise<unknown> = Promise.resolve();
    const sent = pool.transaction((sql) => {
      late = (async () => {
        await sql.query('select 1');
        await sql.query('insert into written values (4)');
        await sql.query('insert into written values (5)');
      })();
      return late;
    });
    await expect(sent).rejects.toMatchObject({ code: '22012' });
    client.query = query;
    await Promise.allSettled([late]);
    expect(await count()).toBe(0);
  });

  it('are told lost when the server ends them, as what is neither a yes nor a no', async () => {
    const sent = pool.transaction((sql) =>
      together([
        sql.query('insert into written values (6)'),
        sql.query('select pg_terminate_backend(pg_backend_pid())'),
        sql.query('select pg_sleep(1)'),
      ]),
    );
    await expect(sent).rejects.toMatchObject({ code: 'unavailable' });
    expect(await count()).toBe(0);
  });

  it('take columns as they are: nulls, bounds, signs, any text', async () => {
    const numbers = [0, -1, 1, null, 2 ** 31, -(2 ** 31), 2 ** 32, -(2 ** 32) - 1, 2 ** 53 - 1, 1 - 2 ** 53];
    const words = ['', 'ünï “🦊”', null, 'NULL', '{"a":","}', '\\', "'; drop table written; --", 'x'.repeat(70_000)];
    const bytes = [Buffer.alloc(0), null, Buffer.from([0, 255, 128])];
    const { rows } = await pool.query(
      `select $1::bigint[]::text[] as a, $2::text[] as b, $3::bytea[] as c, $4::int[] as d, $5::smallint[] as e,
         $6::boolean[] as f, $7::bigint[]::text[] as g, $8::text[] as h`,
      [
        int8s(numbers, same),
        texts(words, same),
        byteas(bytes, same),
        int4s([2 ** 31 - 1, null, -(2 ** 31)], same),
        int2s([32_767, -32_768, null], same),
        bools([true, null, false], same),
        int8s([-(2n ** 63n), 2n ** 63n - 1n, null], same),
        texts([], same),
      ],
    );
    expect(rows[0]).toEqual({
      a: numbers.map((n) => (n === null ? null : String(n))),
      b: words,
      c: bytes,
      d: [2 ** 31 - 1, null, -(2 ** 31)],
      e: [32_767, -32_768, null],
      f: [true, null, false],
      g: ['-9223372036854775808', '9223372036854775807', null],
      h: [],
    });
    expect((await pool.query('select $1::text[] as t', [texts(['\ud800'], same)])).rows[0]).toEqual({ t: ['\ufffd'] });
    await expect(pool.query('select $1::text[]', [texts(['a\0b'], same)])).rejects.toMatchObject({ code: '22021' });
  });
});
