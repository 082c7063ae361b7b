import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { account, binaries, reachable, reachableDir, type Account, type Binaries } from './binaries.js';

const run = promisify(execFile);
const USER = 'tocsin';

export interface EmbeddedPostgres {
  readonly port: number;
  readonly pid: number;
  url(database?: string): string;
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Holds `data/` (the cluster) and `password`. */
  readonly dir: string;
  /** A free one when absent. */
  readonly port?: number;
  readonly settings?: Readonly<Record<string, string>>;
  readonly log?: (line: string) => void;
  /** Called when the server ends by itself. */
  readonly onExit?: (why: string) => void;
}

/** Where the embedded server of that port is reached. */
export const urlOf = (port: number, password: string, database = 'postgres'): string =>
  `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;

interface Place {
  readonly bin: Binaries;
  readonly dir: string;
  readonly data: string;
  readonly password: string;
  readonly exec: Account & { env: Record<string, string>; cwd: string };
}

/**
 * Starts a real PostgreSQL of its own in `dir`, making the cluster on the first call. Listens on a free port of
 * 127.0.0.1 with a random password kept in `dir/password`. An orphan of an earlier, killed process is stopped first.
 * Throws when the folder can't be used or the server does not come up; the message holds the server's last words.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const place = await prepare(path.resolve(options.dir));
  if (!fs.existsSync(path.join(place.data, 'PG_VERSION'))) await initdb(place);
  await stopOrphan(place, options.log);
  const port = options.port ?? (await freePort());
  const args = [
    '-D',
    place.data,
    '-p',
    String(port),
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    'unix_socket_directories=',
  ];
  for (const [key, value] of Object.entries(options.settings ?? {})) args.push('-c', `${key}=${value}`);
  const server = spawn(place.bin.postgres, args, { ...place.exec, stdio: ['ignore', 'ignore', 'pipe'] });
  await listening(server, options.log);
  server.once('exit', (code, signal) => options.onExit?.(String(code ?? signal)));
  return {
    port,
    pid: server.pid ?? 0,
    url: (database) => urlOf(port, place.password, database),
    stop: () => stop(server),
  };
}

async function prepare(dir: string): Promise<Place> {
  const as = await account();
  const bin = await reachable(await binaries(), as);
  fs.mkdirSync(dir, { recursive: true });
  if (as.uid !== undefined && as.gid !== undefined) fs.chownSync(dir, as.uid, as.gid);
  if (!(await reachableDir(dir, as))) {
    throw new Error(
      `${dir} is under a folder that only root may enter, and Postgres does not run as root: set TOCSIN_DATA to a folder elsewhere, such as /var/lib/tocsin`,
    );
  }
  const file = path.join(dir, 'password');
  if (!fs.existsSync(file)) fs.writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  const env = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC' };
  return {
    bin,
    dir,
    data: path.join(dir, 'data'),
    password: fs.readFileSync(file, 'utf8'),
    exec: { ...as, env, cwd: dir },
  };
}

async function initdb({ bin, dir, data, password, exec }: Place): Promise<void> {
  const file = path.join(dir, `.pw-${randomBytes(4).toString('hex')}`);
  fs.writeFileSync(file, password, { mode: 0o600 });
  if (exec.uid !== undefined && exec.gid !== undefined) fs.chownSync(file, exec.uid, exec.gid);
  const fresh = `${data}.init`; // renamed when done: an interrupted initdb never looks finished
  fs.rmSync(fresh, { recursive: true, force: true });
  // builtin C.UTF-8: the same on every machine, no OS locale and no ICU needed
  const locale = ['-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  try {
    await run(bin.initdb, ['-D', fresh, '-U', USER, '-A', 'scram-sha-256', `--pwfile=${file}`, ...locale], exec);
  } finally {
    fs.rmSync(file, { force: true });
  }
  fs.renameSync(fresh, data);
}

/** A killed Node leaves its server running, or a pid file that Postgres itself refuses. */
async function stopOrphan({ bin, data, exec }: Place, log?: (line: string) => void): Promise<void> {
  const file = path.join(data, 'postmaster.pid');
  if (!fs.existsSync(file)) return;
  const pid = Number(fs.readFileSync(file, 'utf8').split('\n')[0]);
  let state = pidState(pid, data);
  if (state === 'postmaster') {
    log?.(`stopping an orphan postmaster ${pid}\n`);
    const stopping = run(bin.pg_ctl, ['stop', '-D', data, '-m', 'fast', '-w', '-t', '30'], exec);
    await stopping.catch((error: unknown) => log?.(`${String(error)}\n`));
  }
  for (let i = 0; i < 100 && ['postmaster', 'zombie'].includes((state = pidState(pid, data))); i++) await sleep(100);
  if (state === 'other' || state === 'zombie') fs.rmSync(file, { force: true });
}

type PidState = 'gone' | 'zombie' | 'postmaster' | 'other';

function pidState(pid: number, data: string): PidState {
  try {
    if (process.platform !== 'linux') return process.kill(pid, 0) ? 'postmaster' : 'gone';
    if (fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.startsWith('Z')) return 'zombie';
    const command = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return command.includes('postgres') && command.includes(data) ? 'postmaster' : 'other';
  } catch {
    return 'gone';
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

function listening(server: ChildProcess, log?: (line: string) => void): Promise<void> {
  let tail = '';
  return new Promise((resolve, reject) => {
    const failed = (why: string) => reject(new Error(`postgres ended (${why}): ${tail}`));
    server.stderr?.on('data', (data: Buffer) => {
      log?.(String(data));
      tail = (tail + String(data)).slice(-4000);
      if (tail.includes('ready to accept connections')) resolve();
    });
    server.once('error', reject);
    server.once('exit', (code, signal) => failed(String(code ?? signal)));
  });
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode) return;
  const gone = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGINT'); // fast shutdown
  const impatient = setTimeout(() => server.kill('SIGQUIT'), 15_000);
  await gone;
  clearTimeout(impatient);
}
