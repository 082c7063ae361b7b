import { Client } from 'pg';
import { certificate } from './support/certificate.js';
import { startHub } from './support/hub.js';
import { rowsOf, seedAlliance } from './support/people.js';
import { Remote } from './support/remote.js';
import { Admin, envFor, SOURCES } from './support/sources.js';
import { indicator } from './support/taxii.js';
import { TaxiiRemote } from './support/taxii-remote.js';
import { until } from './support/until.js';

const good = certificate();

describe('a page that is undone before its commit', () => {
  it('leaves the source where it was, and is taken anew', async () => {
    await using server = await Remote.start(good);
    await using hub = await startHub(envFor([server], good));
    const { api, people } = await seedAlliance(hub);
    const remote = new TaxiiRemote(server);
    remote.add('2026-01-01T00:00:00.000001Z', indicator('one'), indicator('two'));
    const lock = new Client(hub.databaseUrl);
    await lock.connect();
    await lock.query('begin');
    await lock.query('select from head for update');
    const admin = new Admin(api(people.adminA));
    const { id } = await admin.add({ url: remote.url });
    const waiting = `select from pg_stat_activity where query like '%from head for update%' and wait_event_type = 'Lock' and datname = current_database()`;
    await until('the page to be on its way', async () => (await rowsOf(hub, waiting)).length > 0);
    await api(people.adminA)('PATCH', `${SOURCES}/${id}`, { name: 'ours' }); // ends the turn
    expect((await admin.shown(id)).position).toBeNull();
    await lock.query('rollback');
    await lock.end();
    expect((await admin.settled(id)).objects).toEqual({ created: 2, updated: 0, known: 0, refused: 0, warned: 0 });
    expect(remote.asked.map(({ added_after: from }) => from)).toEqual([undefined, undefined]);
  });
});
