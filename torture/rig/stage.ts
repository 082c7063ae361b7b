import { execFile } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { migrate } from '../../src/platform/index.js';
import { eventsDoor, linesDoor, socketDoor } from '../clients/doors.js';
import { Publisher, type Pace } from '../clients/publisher.js';
import { Reader } from '../clients/reader.js';
import { Ledger, type Mark, now, type Published, type Read } from '../clients/records.js';
import { seeded } from '../random.js';
import { type Alliance, foundAlliance, type Member, MEMBERS } from './alliance.js';
import { HubUnit } from './hub.js';
import { PostgresServer } from './server.js';
import { sql } from './sql.js';

export interface StageOptions {
  readonly dist: string;
  readonly hubs: number;
  readonly seed: number;
  readonly pace: Pace;
  readonly settings?: Record<string, string>;
  readonly hubEnv?: Record<string, string>;
  /** SQL run on the migrated database before anything starts. */
  readonly sql?: string;
  /** Readers keep their cursor too early. */
  readonly careless?: boolean;
  /** Where the data is to be; a folder of its own under the temporary one when absent. */
  readonly dir?: string;
  readonly readers?: 'all' | 'few';
}

/** Who publishes. */
export const PUBLISHERS: readonly Member[] = ['cert-a', 'cert-b', 'cert-d'];

/** A Postgres, hub processes, publishers and readers, and the ledgers that they keep. */
export class Stage {
  readonly hubs: HubUnit[] = [];
  readonly readers: Reader[] = [];
  readonly publishers: Publisher[] = [];
  readonly marks: Ledger<Mark>;
  private readonly ledgers: { close(): void; path: string }[] = [];

  private constructor(
    readonly dir: string,
    readonly options: StageOptions,
    readonly postgres: PostgresServer,
    readonly alliance: Alliance,
  ) {
    this.marks = this.ledger<Mark>('marks');
  }

  static async open(options: StageOptions): Promise<Stage> {
    const dir = mkdtempSync(join(tmpdir(), 'tocsin-torture-'));
    folders.add(dir);
    chmodSync(dir, 0o755);
    mkdirSync(join(dir, 'ledgers'));
    const data = options.dir ?? join(dir, 'postgres');
    const alliance = await settled(data);
    const postgres = await PostgresServer.start(data, options.settings);
    servers.add(postgres);
    if (options.sql !== undefined) await sql(postgres.url(), options.sql);
    const stage = new Stage(dir, options, postgres, alliance);
    for (let i = 0; i < options.hubs; i++) {
      const name = `hub-${i + 1}`;
      const { dist, hubEnv = {} } = options;
      stage.hubs.push(await HubUnit.create({ name, dist, dir: join(dir, name), postgres, env: hubEnv }));
    }
    units.push(...stage.hubs);
    stage.cast();
    return stage;
  }

  /** Starts everything. */
  async start(): Promise<void> {
    for (const hub of this.hubs) hub.start();
    await Promise.all(this.hubs.map((hub) => hub.ready()));
    for (const reader of this.readers) reader.start();
    for (const publisher of this.publishers) publisher.start();
  }

  private cast(): void {
    const { seed, careless = false, pace } = this.options;
    let clients = 0;
    const random = () => seeded(seed + ++clients * 7_919);
    const reader = (name: string, org: Member, door = socketDoor, minConfidence?: number) => {
      const filter = minConfidence === undefined ? {} : { minConfidence };
      const cursorFile = join(this.dir, `${name}.cursor`);
      const token = this.alliance.keys[org];
      const ledger = this.ledger<Read>(`reader ${name}`);
      this.readers.push(
        new Reader({
          name,
          org,
          token,
          door,
          ...filter,
          hubs: this.hubs,
          ledger,
          cursorFile,
          random: random(),
          careless,
        }),
      );
    };
    for (const org of MEMBERS) reader(`${org} by socket.io`, org);
    reader('cert-b by lines', 'cert-b', linesDoor);
    if (this.options.readers !== 'few') {
      reader('cert-c by events', 'cert-c', eventsDoor);
      reader('cert-a filtered', 'cert-a', socketDoor, 60);
      reader('cert-e filtered by lines', 'cert-e', linesDoor, 40);
    }
    for (const by of PUBLISHERS) {
      const ledger = this.ledger<Published>(`publisher ${by}`);
      this.publishers.push(new Publisher(by, this.alliance, this.hubs, ledger, random(), pace));
    }
  }

  private ledger<T>(name: string): Ledger<T> {
    const ledger = new Ledger<T>(join(this.dir, 'ledgers', `${name}.jsonl`));
    this.ledgers.push(ledger);
    return ledger;
  }

  ledgerFile(name: string): string {
    return join(this.dir, 'ledgers', `${name}.jsonl`);
  }

  mark(what: Mark['do']): void {
    this.marks.write({ do: what, at: now() });
  }

  get acknowledged(): number {
    return this.publishers.reduce((sum, publisher) => sum + publisher.acknowledged, 0);
  }

  /** Copies all that clients wrote down to where it outlives the run; answers where that is. */
  keepLedgers(): string {
    const kept = mkdtempSync(join(tmpdir(), `torture-ledgers-${this.options.seed}-`));
    cpSync(join(this.dir, 'ledgers'), kept, { recursive: true });
    return kept;
  }

  /** Ends every process and removes every file. */
  async close(): Promise<void> {
    await Promise.all([...this.publishers.map((p) => p.stop(0)), ...this.readers.map((r) => r.stop())]);
    await Promise.all(this.hubs.map((hub) => hub.close()));
    await this.postgres.close();
    for (const ledger of this.ledgers) ledger.close();
    servers.delete(this.postgres);
    units.splice(0, units.length, ...units.filter((unit) => !this.hubs.includes(unit)));
    rmSync(this.dir, { recursive: true, force: true });
    folders.delete(this.dir);
  }
}

let first: Promise<{ dir: string; alliance: Alliance }> | undefined;

/** Puts the data of a Postgres with a migrated database and the alliance in it into `dir`; made once, then copied. */
async function settled(dir: string): Promise<Alliance> {
  first ??= settle();
  const made = await first;
  await run('cp', ['-a', made.dir, dir]);
  return made.alliance;
}

async function settle(): Promise<{ dir: string; alliance: Alliance }> {
  const parent = mkdtempSync(join(tmpdir(), 'tocsin-torture-'));
  folders.add(parent);
  chmodSync(parent, 0o755);
  const dir = join(parent, 'postgres');
  const postgres = await PostgresServer.start(dir);
  servers.add(postgres);
  await sql(postgres.url('postgres'), 'create database tocsin');
  await migrate(postgres.url());
  const alliance = await foundAlliance(postgres.url());
  await postgres.stop();
  servers.delete(postgres);
  return { dir, alliance };
}

const run = promisify(execFile);
const folders = new Set<string>();
const servers = new Set<PostgresServer>();
const units: HubUnit[] = [];

/** Ends what is left of all stages: after a failure or a signal. */
export async function closeAll(): Promise<void> {
  await Promise.allSettled(units.map((unit) => unit.close()));
  await Promise.allSettled([...servers].map((server) => server.close()));
  for (const dir of folders) rmSync(dir, { recursive: true, force: true });
}
