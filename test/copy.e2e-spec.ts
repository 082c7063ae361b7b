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

  it('is whole when there is room', async () => {
    const { bytes, whole } = await hub.feed.copy(rows(10), MOST);
    expect({ whole, length: bytes.length }).toEqual({ whole: true, length: 19 + 10 * (2 + 4 + 8 + 4 + 1_000) + 2 });
  });

  it('takes little more than there is room for, however much there is', async () => {
    const { bytes, whole } = await hub.feed.copy(rows(1_000_000), MOST);
    expect(whole).toBe(false);
    expect(bytes.length).toBeGreaterThan(MOST);
    expect(bytes.length).toBeLessThan(MOST + 2 ** 20); // what came in one piece
  });

  it('leaves the pool as good as it was, whatever happened', async () => {
    for (let i = 0; i < 6; i++) {
      await hub.feed.copy(rows(1_000_000), MOST);
      await expect(hub.feed.copy('select 1 / 0', MOST)).rejects.toThrow('division by zero');
    }
    expect((await hub.feed.copy(rows(10), MOST)).whole).toBe(true);
    expect(hub.feed.stats.waiting).toBe(0);
  });
});
