import fc from 'fast-check';
import { op } from './support/happenings.js';
import { startHub } from './support/hub.js';
import { seedAlliance } from './support/people.js';
import { World } from './support/world.js';

const runs = Number(process.env['ORACLE_RUNS'] ?? 4);
const timeout = 900_000 + runs * 60_000;

describe('every viewer ends with exactly what it may see', () => {
  it(
    'whatever is submitted, relabelled, revoked, joined, left and reconnected',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(op, { minLength: 60, maxLength: 140 }), async (ops) => {
          await using hub = await startHub();
          await using other = await hub.another({ FEED_RING: '16', FEED_PAGE: '7' }); // pages from Postgres, with edges
          const world = new World(hub, other, await seedAlliance(hub));
          try {
            await world.open();
            for (const step of ops) await world.apply(step);
            await world.check();
          } finally {
            world.close();
          }
        }),
        {
          numRuns: runs,
          endOnFailure: true,
          ...(process.env['ORACLE_SEED'] && { seed: Number(process.env['ORACLE_SEED']) }),
        },
      );
    },
    timeout,
  );
});
