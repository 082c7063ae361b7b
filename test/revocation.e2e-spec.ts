import { monitorEventLoopDelay } from 'node:perf_hooks';
import { changeRights, Database } from '../src/platform/index.js';
import { type Hub, startHub } from './support/hub.js';
import { type Alliance, seedAlliance } from './support/people.js';
import { isLive } from './support/recorder.js';
import { type HubProcess, spawnHub } from './support/process.js';
import { KINDS, type Kind, LAST_WORDS, takeAway, type Victim, victimOf } from './support/revocations.js';
import { until } from './support/until.js';

/** How long after the commit anything may still arrive. */
const BOUND_MS = 1_000;
const TIMES = Number(process.env['REVOCATIONS'] ?? 30);
const AT_ONCE = 5;

describe('what is taken away', () => {
  let hub: Hub;
  let processes: HubProcess[];
  let alliance: Alliance;
  let group: string;
  const end = new AbortController();
  let published = 0;
  const publishers: Promise<void>[] = [];

  /** Publishes to all members and to the group, one after the other, as long as the test runs. */
  async function publish(number: number): Promise<void> {
    const api = alliance.api(alliance.keys.a, processes[number % processes.length]);
    while (!end.signal.aborted) {
      const items = ['all', { group }].map((audience, i) => ({
        value: `p${number}-${published++}.load.example`,
        tlp: 'amber',
        audience,
        labels: [i === 0 ? 'for-all' : 'for-the-group'],
      }));
      const { status } = await api('POST', '/api/v1/indicators', items);
      expect(status).toBe(201);
    }
  }

  beforeAll(async () => {
    const env = { TOCSIN_SECRET: 'only-for-tests-0123456789-abcdefgh', SOCKETS_PER_ORGANISATION: '5000' };
    hub = await startHub(env); // makes the members; readers and publishers are at processes of their own
    alliance = await seedAlliance(hub);
    processes = [];
    for (let i = 0; i < 2; i++) {
      processes.push(await spawnHub({ ...env, ALLOWED_ORIGINS: 'http://localhost:0', DATABASE_URL: hub.databaseUrl }));
    }
    const made = await alliance.api(alliance.people.root)('POST', '/api/v1/groups', {
      name: 'g',
      members: [alliance.org['cert-a']],
    });
    group = made.body['id'] as string;
    for (const number of [0, 1, 2]) publishers.push(publish(number));
  });
  afterAll(async () => {
    end.abort();
    await Promise.all(publishers);
    for (const process of processes) await process[Symbol.asyncDispose]();
    await hub[Symbol.asyncDispose]();
  });

  /** Some victims at once; what each got too late, and how many of its readers were not told. */
  async function round(kinds: readonly Kind[]): Promise<string[]> {
    const victims: Victim[] = [];
    const held = monitorEventLoopDelay({ resolution: 10 });
    held.enable();
    for (const kind of kinds) victims.push(await victimOf(kind, hub, alliance, processes, group));
    for (const victim of victims) victim.start();
    await until(
      'every reader to be at the head and fed',
      () =>
        victims.every(
          ({ readers, reads }) =>
            reads.length > 0 && readers.every((reader) => isLive(reader) && reader.chunks.length > 3),
        ),
      30_000,
    );
    const wrong: string[] = [];
    await Promise.all(
      victims.map(async (victim) => {
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 300)); // at any moment of the load
        const gone = await takeAway(hub, victim);
        const before = published;
        await until(
          'the bound to be over, and more to have been published',
          () => Date.now() > gone + 2 * BOUND_MS && published > before + 6,
          30_000,
        );
        const mine = held.max / 1e6; // what holds up this process, which only measures, is not the hub’s
        wrong.push(...victim.after(gone + BOUND_MS + mine, victim.kind === 'group' ? 'for-the-group' : undefined));
        if (LAST_WORDS[victim.kind] === undefined) {
          if (victim.after(gone, 'for-all').length === 0) wrong.push('group: what is for all came no more');
        } else wrong.push(...victim.unended);
      }),
    );
    await Promise.all(victims.map((victim) => victim.stop()));
    return wrong;
  }

  it(
    `brings not a byte later than ${BOUND_MS} ms, by any door, from any process: ${TIMES} times`,
    async () => {
      const kinds = Array.from({ length: TIMES }, (_, i) => KINDS[i % KINDS.length]!);
      for (let i = 0; i < kinds.length; i += AT_ONCE) expect(await round(kinds.slice(i, i + AT_ONCE))).toEqual([]);
      expect(published).toBeGreaterThan(TIMES);
    },
    60_000 + TIMES * 5_000,
  );

  it('would be seen if a process did not notice', async () => {
    const victim = await victimOf('key', hub, alliance, processes, group);
    victim.start();
    await until('the readers to be at the head', () => victim.readers.every(isLive));
    // a right taken away without telling the processes, as a forgotten changeRights would
    await hub.app.get(Database).api.query('update api_key set revoked_at = now() where id = $1', [victim.who.id]);
    const gone = Date.now();
    await until('content after the bound', () => victim.after(gone + BOUND_MS).length > 0);
    expect(victim.unended).toHaveLength(victim.readers.length);
    await hub.app.get(Database).api.transaction((sql) => changeRights(sql));
    await until('all to be ended', () => victim.unended.length === 0);
    await victim.stop();
  });
});
