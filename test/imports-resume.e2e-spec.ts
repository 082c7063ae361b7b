import { type Hub, startHub } from './support/hub.js';
import { ended, handIn, imported, type Job, jobOf, outcomesOf } from './support/importing.js';
import { type Alliance, type Key, rowsOf, seedAlliance } from './support/people.js';
import { type HubProcess, spawnHub } from './support/process.js';
import { until } from './support/until.js';

const SECRET = 'a secret that all processes of this test share';
const LINES = 10_000;

/** A list of names that nobody else has. */
const listOf = (name: string, lines = LINES): string =>
  Array.from({ length: lines }, (_, i) => `n${i}.${name}.example\n`).join('');

describe('imports go on', () => {
  let hub: Hub;
  let alliance: Alliance;
  beforeAll(async () => {
    hub = await startHub({ TOCSIN_SECRET: SECRET, IMPORT_READ: 'false' });
    alliance = await seedAlliance(hub);
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  const spawn = (): Promise<HubProcess> =>
    spawnHub({ DATABASE_URL: hub.databaseUrl, TOCSIN_SECRET: SECRET, IMPORT_LEASE_MS: '1000' });

  const stored = async (name: string): Promise<number> => {
    const [row] = await rowsOf<{ count: number }>(
      hub,
      'select count(*)::int as count from object where labels @> array[$1]',
      [name],
    );
    return row!.count;
  };

  const begun = (who: Key, id: string, items: number): Promise<Job> =>
    until(
      'some of it to be read',
      async () => {
        const job = await jobOf(hub, who, id);
        return job.items.read >= items ? job : undefined;
      },
      60_000,
    );

  it('after kill -9, where they stopped: each line once, and each with its outcome', async () => {
    const { a } = alliance.keys;
    const first = await spawn();
    const { body: job } = await handIn(first, a, listOf('killed'), { tlp: 'green', labels: 'killed' });
    await begun(a, job.id, 2_000);
    await first.kill('SIGKILL');
    const amid = await jobOf(hub, a, job.id);
    expect(amid).toMatchObject({ state: 'running' });
    expect(amid.items.read).toBeLessThan(LINES);
    await using second = await spawn();
    const done = await ended(hub, a, job.id, 120_000);
    expect(second.ended()).toBeUndefined();
    expect(done).toMatchObject({ state: 'done', items: { read: LINES, created: LINES, unchanged: 0, rejected: 0 } });
    const places = (await outcomesOf(hub, a, job.id)).map((line) => line.split(',')[0]);
    expect(places).toEqual(Array.from({ length: LINES }, (_, i) => `line ${i + 1}`));
    expect(await stored('killed')).toBe(LINES);
    const again = await imported(hub, a, listOf('killed', 3_000), { tlp: 'green', labels: 'killed' }, 60_000);
    expect(again.items).toMatchObject({ read: 3_000, unchanged: 3_000 });
  });

  it('until they are cancelled: then nothing more of them is submitted', async () => {
    const { a } = alliance.keys;
    await using reader = await spawn();
    const { body: job } = await handIn(reader, a, listOf('cancelled'), { tlp: 'green', labels: 'cancelled' });
    await begun(a, job.id, 1_000);
    const { status, body } = await alliance.api(a)<Job>('POST', `/api/v1/imports/${job.id}/cancel`);
    expect([status, body.state]).toEqual([200, 'cancelled']);
    expect(body.items.read).toBeLessThan(LINES);
    const next = await imported(hub, a, listOf('next', 10), { tlp: 'green' }, 60_000); // read when that was left
    expect(next.state).toBe('done');
    expect((await jobOf(hub, a, job.id)).items).toEqual(body.items);
    expect(await stored('cancelled')).toBe(body.items.created);
    const again = await alliance.api(a)('POST', `/api/v1/imports/${job.id}/cancel`);
    expect([again.status, again.body['code']]).toEqual([409, 'conflict']);
  });

  it.each(['key', 'person'])(
    'until the right of their %s ends',
    async (kind) => {
      const key = await alliance.key(alliance.org['cert-a']);
      const person = await alliance.person('cert-a', 'analyst');
      const who = kind === 'key' ? key : person;
      await using reader = await spawn();
      const { body: job } = await handIn(reader, who, listOf(`revoked-${kind}`), {
        tlp: 'green',
        labels: `revoked-${kind}`,
      });
      await begun(alliance.keys.a, job.id, 1_000);
      const admin = alliance.api(alliance.people.adminA);
      const answer =
        kind === 'key'
          ? await admin('DELETE', `/api/v1/keys/${key.id}`)
          : await admin('PATCH', `/api/v1/people/${person.id}`, { role: 'reader' });
      expect(answer.status).toBeLessThan(300);
      const done = await ended(hub, alliance.keys.a, job.id, 60_000);
      expect(done).toMatchObject({ state: 'failed', code: 'credential_revoked' });
      expect(done.items.read).toBeLessThan(LINES);
      expect(await stored(`revoked-${kind}`)).toBe(done.items.created);
    },
    120_000,
  );
});
