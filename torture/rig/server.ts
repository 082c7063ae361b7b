import { chmodSync, mkdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/platform/index.js';
import { freePort } from '../../test/support/process.js';
import { until } from '../../test/support/until.js';
import { childrenOf, gone, signal } from './processes.js';
import { sql } from './sql.js';

/** Durable, as in production. */
const DURABLE = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  max_connections: '120',
  shared_buffers: '64MB',
};

/** A Postgres of the rig's own, that can be killed with all its children and started again where it was. */
export class PostgresServer {
  private ended = false;

  private constructor(
    readonly dir: string,
    readonly port: number,
    private readonly settings: Record<string, string>,
    private running: EmbeddedPostgres,
  ) {}

  static async start(dir: string, settings: Record<string, string> = {}): Promise<PostgresServer> {
    mkdirSync(dir, { recursive: true });
    chmodSync(dir, 0o755);
    const port = await freePort();
    const all = { ...DURABLE, ...settings };
    const server = new PostgresServer(dir, port, all, await startEmbeddedPostgres({ dir, port, settings: all }));
    return server;
  }

  get pid(): number {
    return this.running.pid;
  }

  url(database = 'tocsin', port = this.port): string {
    return this.running.url(database).replace(/:\d+\//, `:${port}/`);
  }

  /** kill -9 of the postmaster and all its children at once: what is not on disk is gone. */
  async kill(): Promise<void> {
    signal([this.pid], 'SIGSTOP'); // so that it makes no more children
    const all = [this.pid, ...childrenOf(this.pid)];
    signal(all, 'SIGKILL');
    await gone(all);
  }

  /** Starts it on the same data and port; tries again while it can't. */
  async restart(): Promise<void> {
    for (let attempt = 1; !this.ended; attempt++) {
      try {
        this.running = await startEmbeddedPostgres({ dir: this.dir, port: this.port, settings: this.settings });
        return;
      } catch (error) {
        if (attempt === 20) throw error;
        await sleep(250);
      }
    }
  }

  /** Stops everything in its tracks for `ms`. */
  async freeze(ms: number): Promise<void> {
    const all = [this.pid, ...childrenOf(this.pid)];
    signal(all, 'SIGSTOP');
    await sleep(ms);
    signal(all, 'SIGCONT');
  }

  /** Resolves when it takes connections: it may be recovering from a crash. */
  async answering(): Promise<void> {
    await until('Postgres to answer', () => sql(this.url('postgres'), 'select 1').catch(() => undefined), 30_000);
  }

  /** Whether the postmaster is there. */
  get alive(): boolean {
    try {
      return process.kill(this.pid, 0);
    } catch {
      return false;
    }
  }

  /** An orderly end. */
  async stop(): Promise<void> {
    this.ended = true;
    await this.running.stop();
  }

  async close(): Promise<void> {
    this.ended = true;
    signal([this.pid, ...childrenOf(this.pid)], 'SIGCONT');
    await this.kill();
  }
}
