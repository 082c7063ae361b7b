import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { account, reachableDir } from './binaries.js';
import { type EmbeddedPostgres, startEmbeddedPostgres, urlOf } from './postgres.js';

/** Bytes that this process may use. */
const memory = Math.min(os.totalmem(), process.constrainedMemory() || Infinity);
/** A quarter, as PostgreSQL's manual advises ("Resource Consumption"); taken only as it is needed. */
const sharedMegabytes = Math.min(4_096, Math.max(128, Math.floor(memory / 4 / 2 ** 20)));

/** What the hub's own Postgres runs with: durable. */
export const EMBEDDED_SETTINGS = {
  fsync: 'on',
  synchronous_commit: 'on',
  max_connections: '60',
  shared_buffers: `${sharedMegabytes}MB`,
  wal_compression: 'on',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
};

/** The embedded server of a data folder, kept running: when it ends by itself it is started again on the same port. */
export class Embedded {
  private stopping = false;

  private constructor(
    private server: EmbeddedPostgres,
    private readonly dir: string,
    private readonly lockFile: string,
    private readonly report: (message: string) => void,
  ) {}

  /** Throws when another hub runs on the folder. */
  static async start(dataDir: string, report: (message: string) => void): Promise<Embedded> {
    fs.mkdirSync(dataDir, { recursive: true });
    const lockFile = path.join(dataDir, 'hub.pid');
    lock(lockFile);
    const dir = await clusterDir(dataDir);
    const exited = { by: (_why: string): void => undefined };
    const server = await startEmbeddedPostgres({ dir, settings: EMBEDDED_SETTINGS, onExit: (why) => exited.by(why) });
    const embedded = new Embedded(server, dir, lockFile, report);
    exited.by = (why) => void embedded.again(why);
    return embedded;
  }

  get url(): string {
    return this.server.url();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.server.stop();
    fs.rmSync(this.lockFile, { force: true });
  }

  private async again(why: string): Promise<void> {
    const { port } = this.server;
    while (!this.stopping) {
      this.report(`the embedded Postgres ended (${why}); starting it again`);
      try {
        this.server = await startEmbeddedPostgres({
          dir: this.dir,
          port,
          settings: EMBEDDED_SETTINGS,
          onExit: (next) => void this.again(next),
        });
        return;
      } catch (error) {
        this.report(String(error));
        await sleep(1_000);
      }
    }
  }
}

/**
 * Where the cluster of a data folder is: in it; or, where only root may enter it (a checkout under /root) and Postgres
 * does not run as root, under /var/lib/tocsin by a name made of the folder's. Once there, it stays there.
 */
async function clusterDir(dataDir: string): Promise<string> {
  const inside = path.resolve(dataDir, 'postgres');
  const as = await account();
  const name = createHash('sha256').update(inside).digest('hex').slice(0, 16);
  const outside = path.join('/var/lib/tocsin', name);
  if (fs.existsSync(path.join(outside, 'data'))) return outside;
  fs.mkdirSync(path.resolve(dataDir), { recursive: true });
  return (await reachableDir(path.resolve(dataDir), as)) ? inside : outside;
}

/** Two hubs on one folder would stop each other's database: the second is told so. */
function lock(file: string): void {
  const holder = fs.existsSync(file) ? Number(fs.readFileSync(file, 'utf8')) : 0;
  if (holder > 0 && holder !== process.pid && running(holder)) {
    throw new Error(
      `another hub (process ${holder}) runs on this data folder; set TOCSIN_DATA to another, or DATABASE_URL to share a database`,
    );
  }
  fs.writeFileSync(file, String(process.pid));
}

function running(pid: number): boolean {
  try {
    if (process.platform !== 'linux') return process.kill(pid, 0);
    const [, state = ''] = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
    return !state.startsWith('Z') && fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('main.js');
  } catch {
    return false;
  }
}

/** The address of the embedded server of a hub that runs on the folder; undefined when none does. */
export async function runningEmbedded(dataDir: string): Promise<string | undefined> {
  const holder = path.join(dataDir, 'hub.pid');
  const dir = await clusterDir(dataDir);
  const postmaster = path.join(dir, 'data', 'postmaster.pid');
  if (!fs.existsSync(holder) || !running(Number(fs.readFileSync(holder, 'utf8'))) || !fs.existsSync(postmaster))
    return undefined;
  const port = Number(fs.readFileSync(postmaster, 'utf8').split('\n')[3]); // postmaster.pid: pid, folder, start, port
  return urlOf(port, fs.readFileSync(path.join(dir, 'password'), 'utf8'));
}
