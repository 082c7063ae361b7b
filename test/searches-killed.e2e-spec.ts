import { Pool } from 'pg';
import { Watchman } from '../src/searches/watchman.js';
import { startHub } from './support/hub.js';
import { rowsOf, seedAlliance } from './support/people.js';
import { spawnHub } from './support/process.js';
import { bellOf, save, searched, share, valuesIn } from './support/searching.js';
import { until } from './support/until.js';

const SECRET = 'only-for-tests-0123456789-abcdefgh';
const LOCK = 4711;

describe('the log held against saved searches', () => {
  it('tells of each object once when several processes are at it', async () => {
    await using hub = await startHub({ TOCSIN_SECRET: SECRET });
    await using one = await hub.another();
    await using two = await hub.another();
    const { people, keys, api } = await seedAlliance(hub);
    await save(api(people.ana), '');
    await save(api(people.al), '', { bell: true });
    const values = Array.from({ length: 60 }, (_, i) => `t${i}.example`);
    await Promise.all(values.map((value, i) => share(api(keys.b, [hub, one, two][i % 3]), { value })));
    await searched(hub);
    for (const who of [people.ana, people.al])
      expect(valuesIn(await bellOf(api(who), '?limit=200')).toSorted()).toEqual(values.toSorted());
  });

  it('tells who comes later of nothing from before, also when that has not been looked at yet', async () => {
    await using hub = await startHub({ TOCSIN_SECRET: SECRET });
    const { people, keys, api } = await seedAlliance(hub);
    await save(api(people.al), '');
    await hub.app.get(Watchman, { strict: false }).beforeApplicationShutdown();
    await share(api(keys.b), { value: 'before.example' });
    await save(api(people.ana), '');
    await share(api(keys.b), { value: 'after.example' });
    await using other = await hub.another();
    await searched(other);
    expect(valuesIn(await bellOf(api(people.al)))).toEqual(['after.example', 'before.example']);
    expect(valuesIn(await bellOf(api(people.ana)))).toEqual(['after.example']);
  });

  it('is taken up by another process when one is killed in the midst of it: nothing is missed, nothing told twice', async () => {
    await using hub = await startHub({ TOCSIN_SECRET: SECRET });
    await hub.app.get(Watchman, { strict: false }).beforeApplicationShutdown(); // this one only serves
    const { people, keys, api } = await seedAlliance(hub);
    await save(api(people.ana), '');
    const env = { TOCSIN_SECRET: SECRET, DATABASE_URL: hub.databaseUrl };
    const first = await spawnHub(env);
    await rowsOf(
      hub,
      `create function held() returns trigger language plpgsql as
         $$ begin perform pg_advisory_xact_lock(${LOCK}); return new; end $$`,
    );
    await rowsOf(hub, 'create trigger held before insert on search_match for each row execute function held()');
    const pool = new Pool({ connectionString: hub.databaseUrl, max: 1 });
    const values = Array.from({ length: 5 }, (_, i) => `k${i}.example`);
    try {
      await pool.query(`select pg_advisory_lock(${LOCK})`);
      for (const value of values) await share(api(keys.b), { value });
      await until('one to be in the midst of it', async () => {
        const waiting = await rowsOf(hub, `select from pg_locks where locktype = 'advisory' and not granted`);
        return waiting.length > 0;
      });
      await first.kill('SIGKILL');
      await pool.query(`select pg_advisory_unlock(${LOCK})`);
    } finally {
      await pool.end();
    }
    await using second = await spawnHub(env);
    expect(second.ended()).toBeUndefined();
    await searched(hub);
    expect(valuesIn(await bellOf(api(people.ana)))).toEqual(values.toReversed());
  });
});
