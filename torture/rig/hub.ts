import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../test/support/process.js';
import { until } from '../../test/support/until.js';
import { Proxy } from './proxy.js';
import type { PostgresServer } from './server.js';

const SECRET = 'a secret that all processes of the torture rig share';

export interface HubOptions {
  readonly name: string;
  /** The compiled hub: `dist`, or a copy with a bug planted in it. */
  readonly dist: string;
  readonly dir: string;
  readonly postgres: PostgresServer;
  readonly env?: Record<string, string>;
}

/** A hub process with a proxy before it and another between it and Postgres; started again whenever it ends. */
export class HubUnit {
  private child: ChildProcess | undefined;
  private wanted = false;
  private killed = false;
  private output = '';
  /** How it ended when nobody had killed it. */
  readonly crashes: string[] = [];

  private constructor(
    private readonly options: HubOptions,
    private readonly port: number,
    /** What clients connect to. */
    readonly door: Proxy,
    /** What the hub reaches Postgres by. */
    readonly wire: Proxy,
  ) {}

  static async create(options: HubOptions): Promise<HubUnit> {
    const port = await freePort();
    mkdirSync(options.dir, { recursive: true });
    const [door, wire] = [await Proxy.listen(port), await Proxy.listen(options.postgres.port)];
    const unit = new HubUnit(options, port, door, wire);
    writeFileSync(unit.clock, '0');
    return unit;
  }

  get name(): string {
    return this.options.name;
  }

  /** Through the proxy. */
  get url(): string {
    return `http://127.0.0.1:${this.door.port}`;
  }

  /** Past the proxy. */
  get direct(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  private get clock(): string {
    return join(this.options.dir, 'clock');
  }

  get pid(): number | undefined {
    return this.child && this.child.exitCode === null && this.child.signalCode === null ? this.child.pid : undefined;
  }

  start(): void {
    this.wanted = true;
    if (this.pid === undefined) this.launch();
  }

  private launch(): void {
    const { dist, dir, postgres, env } = this.options;
    this.killed = false;
    this.output = '';
    let ready = false;
    const preload = new URL('./clock.js', import.meta.url).href;
    const child = spawn(process.execPath, ['--expose-gc', '--import', preload, join(dist, 'src/main.js')], {
      env: {
        PATH: process.env['PATH'],
        LOG_LEVEL: 'error',
        HOST: '127.0.0.1',
        PORT: String(this.port),
        TOCSIN_DATA: dir,
        TOCSIN_SECRET: SECRET,
        TORTURE_CLOCK: this.clock,
        DATABASE_URL: postgres.url('tocsin', this.wire.port),
        RATE_LIMIT: '1000000000',
        ORGANISATION_ITEM_LIMIT: '1000000000',
        FEED_HEARTBEAT_MS: '1000',
        FEED_ACK_TIMEOUT_MS: '10000',
        FEED_PAGE: '200',
        FEED_RING: '2000', // so that readers fall out of memory and on Postgres
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (this.output = (this.output + String(chunk)).slice(-4_000)));
    }
    void this.ready().then(
      () => (ready = child.exitCode === null),
      () => undefined,
    );
    child.once('exit', (code, signal) => {
      if (ready && !this.killed) this.crashes.push(`${this.name} ended with ${signal ?? code}: ${this.output}`);
      if (this.wanted) setTimeout(() => this.wanted && this.pid === undefined && this.launch(), 300).unref();
    });
  }

  /** Resolves when it says that it is able to serve. */
  ready(ms = 60_000): Promise<boolean> {
    const { child } = this;
    return until(
      `${this.name} to be ready`,
      async () => {
        if (this.child !== child) return Promise.reject(new Error('started anew'));
        await sleep(100);
        const answer = await fetch(`${this.direct}/health/ready`, { signal: AbortSignal.timeout(2_000) }).catch(
          () => undefined,
        );
        return answer?.ok;
      },
      ms,
    ).catch((error: unknown) => {
      throw new Error(`${String(error)}: ${this.output}`, { cause: error });
    });
  }

  /** kill -9; with `stay` it is not started again before {@link start}. */
  async kill(stay = false): Promise<void> {
    if (stay) this.wanted = false;
    const { child } = this;
    if (!child || this.pid === undefined) return;
    this.killed = true;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  signal(name: NodeJS.Signals): void {
    if (this.pid !== undefined) this.child?.kill(name);
  }

  /** Sets its wall clock so far off, and has it collect its garbage. */
  jump(ms: number): void {
    writeFileSync(this.clock, String(ms));
    this.signal('SIGUSR2');
  }

  async close(): Promise<void> {
    this.signal('SIGCONT');
    await this.kill(true);
    await Promise.all([this.door.close(), this.wire.close()]);
  }
}
