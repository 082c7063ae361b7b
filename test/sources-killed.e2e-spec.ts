import { Client } from 'pg';
import { certificate } from './support/certificate.js';
import { startHub } from './support/hub.js';
import { rowsOf, seedAlliance } from './support/people.js';
import { spawnHub } from './support/process.js';
import { Remote } from './support/remote.js';
import { Admin, envFor } from './support/sources.js';
import { indicator } from './support/taxii.js';
import { TaxiiRemote } from './support/taxii-remote.js';
import { until } from './support/until.js';

const good = certificate();
const PAGE = 40;
const ALL = 200;

describe('a hub that dies while it pulls', () => {
  it('is gone on for by another where what is on disk ends: nothing is passed over, and nothing is taken twice', async () => {
    await using server = await Remote.start(good);
    const remote = new TaxiiRemote(server);
    remote.page = PAGE;
    for (let i = 0; i < ALL; i += 1)
      remote.add(
        `2026-01-01T00:${String(Math.floor(i / 60)).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}.000001Z`,
        indicator(`k${i}`),
      );
    const secret = 'only-for-tests-0123456789-abcdefgh';
    await using quiet = await startHub({ TOCSIN_SECRET: secret }); // it pulls nothing
    const { people, api } = await seedAlliance(quiet);
    const env = envFor([server], good, { TOCSIN_SECRET: secret, DATABASE_URL: quiet.databaseUrl });
    const first = await spawnHub(env);
    const lock = new Client(quiet.databaseUrl);
    await lock.connect();
    // two pages are on disk; the third is held up between its answer and its commit
    let release: (() => Promise<unknown>) | undefined;
    remote.before = ({ next }, response) => {
      if (next !== `n${2 * PAGE}` || release) return false;
      release = () => lock.query('rollback');
      void lock
        .query('begin')
        .then(() => lock.query('select from head for update'))
        .then(() => {
          remote.before = () => false;
          return remote.give({ next }, response);
        });
      return true;
    };
    const { id } = await new Admin(api(people.adminA, first)).add({ url: remote.url });
    await until(
      'two pages and the third in the hub’s hands',
      async () => {
        const [waiting] = await rowsOf(
          quiet,
          `select from pg_stat_activity where query like '%from head for update%' and wait_event_type = 'Lock' and datname = current_database()`,
        );
        return waiting !== undefined;
      },
      30_000,
    );
    await first.kill('SIGKILL');
    await release!();
    await lock.end();
    const taken = async () =>
      (await rowsOf<{ count: number }>(quiet, 'select count(*)::int as count from object'))[0]!.count;
    const kept = await taken();
    const asked = remote.asked.length;
    const [row] = await rowsOf<{ position: string; created: number }>(
      quiet,
      'select position, created from source where id = $1',
      [id],
    );
    expect([kept, row!.created, JSON.parse(row!.position)]).toEqual([
      2 * PAGE,
      2 * PAGE,
      expect.objectContaining({ next: `n${2 * PAGE}` }),
    ]);
    await rowsOf(quiet, 'update source set claimed_until = now()'); // else its lease is waited for
    await using second = await spawnHub(env);
    const admin = new Admin(api(people.adminA, second));
    const done = await admin.settled(id);
    expect(done.objects).toEqual({ created: ALL, updated: 0, known: 0, refused: 0, warned: 0 });
    expect(remote.asked.slice(asked).map(({ next }) => next)).toEqual([`n${2 * PAGE}`, `n${3 * PAGE}`, `n${4 * PAGE}`]);
    expect(await taken()).toBe(ALL);
    const [log] = await rowsOf<{ entries: number; objects: number }>(
      quiet,
      'select count(*)::int as entries, count(distinct object_no)::int as objects from entry',
    );
    expect(log).toEqual({ entries: ALL, objects: ALL });
  });
});
