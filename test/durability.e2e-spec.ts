import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/platform/index.js';
import { Follower } from './support/follower.js';
import { type Hub, startHub } from './support/hub.js';
import { type Alliance, seedAlliance } from './support/people.js';
import { freePort, spawnHub } from './support/process.js';
import { childrenOf, withTracer } from './support/tools.js';
import { until } from './support/until.js';

const SECRET = 'a secret that all processes of this test share';

/** A Postgres of this file's own, durable as in production, that can be killed. */
describe('nothing acknowledged is lost', () => {
  let dir: string;
  let port: number;
  let postgres: EmbeddedPostgres;
  let hub: Hub;
  let alliance: Alliance;
  const start = () =>
    startEmbeddedPostgres({ dir, port, settings: { fsync: 'on', synchronous_commit: 'on', max_connections: '100' } });

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'tocsin-durable-'));
    chmodSync(dir, 0o755);
    port = await freePort();
    postgres = await start();
    process.env['E2E_PG_URL'] = postgres.url();
    hub = await startHub({ TOCSIN_SECRET: SECRET });
    alliance = await seedAlliance(hub);
  });
  afterAll(async () => {
    await hub[Symbol.asyncDispose]();
    await postgres.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  const spawn = (env: Record<string, string> = {}) =>
    spawnHub({ DATABASE_URL: hub.databaseUrl, TOCSIN_SECRET: SECRET, ...env });

  /** Submits one by one until told to stop; the ids that were acknowledged. */
  function submitting(at: { url: string }, name: string) {
    const acknowledged: string[] = [];
    const run = { stop: false };
    const post = alliance.api(alliance.keys.a, at);
    const worker = async (w: number) => {
      for (let i = 0; !run.stop; i++) {
        const item = { type: 'domain-name', value: `w${w}-${i}.${name}.example`, tlp: 'green' };
        const answer = await post('POST', '/api/v1/indicators', item, { 'idempotency-key': `${name} ${w} ${i}` }).catch(
          () => undefined,
        );
        if (answer?.status === 201) acknowledged.push(answer.body['id'] as string);
        else await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    const done = Promise.all(Array.from({ length: 8 }, (_, w) => worker(w)));
    return {
      acknowledged,
      async stop() {
        run.stop = true;
        await done;
      },
    };
  }

  const replay = async (url: string, after = 'beginning') => {
    using follower = await Follower.open(url, alliance.keys.b.text, { after });
    await until('at the head', () => follower.live);
    return follower;
  };

  it('resume after a hub restart', async () => {
    const first = await spawn();
    using bo = await Follower.open(first.url, alliance.keys.b.text);
    await until('at the head', () => bo.live);
    const load = submitting(first, 'restart');
    await until('some are acknowledged', () => load.acknowledged.length > 50);
    const gone = first.kill('SIGTERM');
    await until('bye', () => bo.byes.length > 0);
    await gone;
    await load.stop();
    expect(bo.byes[0]?.code).toBe('server_restart');
    await using second = await spawn();
    const rest = await replay(second.url, bo.cursor);
    const got = new Set([...bo.entries, ...rest.entries].map((e) => e.object.id));
    expect(load.acknowledged.filter((id) => !got.has(id))).toEqual([]);
  });

  it('M01: resume after kill -9 of the hub', async () => {
    const first = await spawn();
    using bo = await Follower.open(first.url, alliance.keys.b.text);
    await until('at the head', () => bo.live);
    const load = submitting(first, 'killed');
    await until('some are acknowledged', () => load.acknowledged.length > 50);
    await first.kill('SIGKILL');
    await load.stop();
    await using second = await spawn();
    const rest = await replay(second.url, bo.cursor);
    const got = new Set([...bo.entries, ...rest.entries].map((e) => e.object.id));
    expect(load.acknowledged.filter((id) => !got.has(id))).toEqual([]);
    expect(bo.entries.length + rest.entries.length).toBe(got.size);
  });

  it('M04: resume after kill -9 of Postgres, without a restart of the hub', async () => {
    await using process = await spawn();
    using bo = await Follower.open(process.url, alliance.keys.b.text);
    await until('at the head', () => bo.live);
    const load = submitting(process, 'database');
    await until('some are acknowledged', () => load.acknowledged.length > 50);
    killWithChildren(postgres.pid);
    const ready = () => fetch(`${process.url}/health/ready`).then((r) => r.status);
    await until('the hub says that it is not ready', async () => (await ready()) === 503);
    postgres = await start();
    await until('it recovers by itself', async () => (await ready()) === 200);
    const before = load.acknowledged.length;
    await until('it takes more', () => load.acknowledged.length > before + 20);
    await load.stop();
    const rest = await replay(process.url);
    const got = new Set(rest.entries.map((e) => e.object.id));
    expect(load.acknowledged.filter((id) => !got.has(id))).toEqual([]);
  });

  withTracer('on a disk that refuses to sync', () => {
    it.each(Array.from({ length: Number(process.env['SYNC_FAILURES'] ?? 1) }, (_, i) => i))(
      'M06: Postgres gives up, and comes back by itself with all that was acknowledged: %i',
      async (i) => {
        await using process = await spawn();
        const load = submitting(process, `unsynced${i}`);
        await until('some are acknowledged', () => load.acknowledged.length > 50);
        const backends = childrenOf(postgres.pid);
        const failing = ['-e', 'trace=fdatasync,fsync', '-e', 'inject=fdatasync,fsync:error=EIO:when=3+'];
        const of = backends.flatMap((pid) => ['-p', String(pid)]);
        const tracer = execFile('strace', ['-qq', '-o', '/dev/null', ...failing, ...of], () => undefined);
        const gone = () => !childrenOf(postgres.pid).some((pid) => backends.includes(pid));
        await until('Postgres throws everybody out', gone).finally(() => tracer.kill());
        const ready = () => fetch(`${process.url}/health/ready`).then((r) => r.status);
        await until('the hub recovers by itself', async () => (await ready()) === 200);
        const before = load.acknowledged.length;
        await until('it takes more', () => load.acknowledged.length > before + 20);
        await load.stop();
        const { entries } = await replay(process.url);
        const got = new Set(entries.map((e) => e.object.id));
        expect(load.acknowledged.filter((id) => !got.has(id))).toEqual([]);
        expect(entries).toHaveLength(got.size);
      },
      90_000,
    );
  });

  it('a repeat with the same Idempotency-Key makes nothing twice, at any process', async () => {
    await using other = await spawn();
    const item = { value: 'twice.example', tlp: 'green' };
    const key = { 'idempotency-key': 'once' };
    const [one, two] = await Promise.all(
      [hub, other].map((at) => alliance.api(alliance.keys.a, at)('POST', '/api/v1/indicators', item, key)),
    );
    expect(two?.body).toEqual(one?.body);
    const reused = await alliance.api(alliance.keys.a, other)(
      'POST',
      '/api/v1/indicators',
      { ...item, tlp: 'clear' },
      key,
    );
    expect([reused.status, reused.body['code']]).toEqual([422, 'idempotency_key_reused']);
  });
});

/** Postmaster and children at once: what a crash of the machine's Postgres looks like. */
function killWithChildren(pid: number): void {
  const children = execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)])
    .toString()
    .trim()
    .split(/\s+/)
    .map(Number);
  for (const one of [pid, ...children]) {
    try {
      process.kill(one, 'SIGKILL');
    } catch {
      continue; // ended meanwhile
    }
  }
}
