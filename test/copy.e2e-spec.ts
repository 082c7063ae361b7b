import { Database } from '../src/platform/index.js';
import { createDatabase } from './support/database.js';

const MOST = 100_000;

describe('a copy', () => {
  let database: Awaited<ReturnType<typeof createDatabase>>;
  let hub: Database;
  beforeAll(async () => {
    database = await createDatabase();
    hub = new Database(database.url);
  });
  afterAll(async () => {
    await hub.onApplicationShutdown();
    await database.drop();
  });

  const rows = (count: number) => `select n::bigint, repeat('x', 1000) from generate_series(1, ${count}) n`;

  const BYTES = 2 + 4 + 8 + 4 + 1_000; // number of fields, and each after its length
  const copied = async (query: string, most = MOST) => {
    const found: Buffer[] = [];
    const whole = await hub.feed.copy(query, most, (row) => found.push(Buffer.from(row)));
    return { whole, rows: found };
  };

  it('is whole when there is room, row by row', async () => {
    const { whole, rows: found } = await copied(rows(10));
    expect(whole).toBe(true);
    expect(found.map((row) => [row.length, Number(row.readBigInt64BE(6)), row.toString('utf8', 18, 20)])).toEqual(
      Array.from({ length: 10 }, (_, i) => [BYTES, i + 1, 'xx']),
    );
    expect(await copied(rows(0))).toEqual({ whole: true, rows: [] });
  });

  it('gives what there is room for, however much there is, and always the first row', async () => {
    const { whole, rows: found } = await copied(rows(1_000_000));
    expect({ whole, rows: found.length }).toEqual({ whole: false, rows: Math.floor(MOST / BYTES) });
    expect(await copied(rows(2), 10)).toMatchObject({ whole: false, rows: [{ length: BYTES }] });
    expect(await copied(rows(1), 10)).toMatchObject({ whole: true, rows: [{ length: BYTES }] });
  });

  it('fails with who takes its rows', async () => {
    const failing = hub.feed.copy(rows(10), MOST, () => {
      throw new Error('no room');
    });
    await expect(failing).rejects.toThrow('no room');
    expect((await copied(rows(10))).whole).toBe(true);
  });

  it('leaves the pool as good as it was, whatever happened', async () => {
    for (let i = 0; i < 6; i++) {
      await copied(rows(1_000_000));
      await expect(copied('select 1 / 0')).rejects.toThrow('division by zero');
    }
    expect((await copied(rows(10))).whole).toBe(true);
    expect(hub.feed.stats.waiting).toBe(0);
  });
});
