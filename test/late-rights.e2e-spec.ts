import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startHub } from './support/hub.js';
import { seedAlliance } from './support/people.js';

/** For a request to come to where it waits for the lock. */
const ARRIVAL_MS = 300;

it('writes nothing for who lost the right to submit while waiting for the lock', async () => {
  await using hub = await startHub();
  const { people, api } = await seedAlliance(hub);
  const lock = new pg.Client(hub.databaseUrl);
  await lock.connect();
  try {
    await lock.query('begin; select 1 from head for update');
    const demoted = api(people.adminA)('PATCH', `/api/v1/people/${people.ana.id}`, { role: 'reader' });
    await sleep(ARRIVAL_MS);
    const posted = api(people.ana)('POST', '/api/v1/indicators', { value: 'late.example', tlp: 'green' });
    await sleep(ARRIVAL_MS);
    await lock.query('commit');
    expect([(await demoted).status, (await posted).status]).toEqual([200, 403]);
  } finally {
    await lock.end();
  }
});
