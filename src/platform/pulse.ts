import { EventEmitter } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import pg, { type QueryResultRow } from 'pg';
import { Fault } from '../kernel/index.js';
import type { Database, Sql } from './database.js';

/** What the head row says: the last log number, the count of changes of rights, the history's epoch, the oldest number kept. */
export interface Head {
  readonly seq: number;
  readonly authority: number;
  readonly epoch: string;
  readonly floor: number;
}

const CHANNEL = 'tocsin';
/** Without a look at the head row for this long, the process no longer trusts what it knows of rights. */
const LEASE_MS = 2_000;
/** A look that takes longer is given up: the next may fare better. */
const LOOK_MS = 1_000;

/**
 * Watches the head row for this process. Polling makes it right, NOTIFY makes it quick (law F2): every look emits `look`,
 * and whoever follows the log or the rights compares with how far it is itself, so that what failed once is tried again.
 * Emits `lost` once the lease has run out.
 */
export class Pulse extends EventEmitter<{ look: [Head]; lost: [] }> {
  head: Head = { seq: 0, authority: 0, epoch: '', floor: 0 };
  private seenAt = -Infinity;
  /** The database's clock less this process's monotonic one, in milliseconds. */
  private clock = 0;
  private lost = false;
  private looking: Promise<void> | undefined;
  private again = false;
  private timer: NodeJS.Timeout | undefined;
  private listener: pg.Client | undefined;
  private stopped = false;

  constructor(
    private readonly database: Database,
    private readonly pollMs: number,
  ) {
    super();
    this.setMaxListeners(0);
  }

  /** False once Postgres has not answered for the length of the lease: deliver nothing, trust no cached right. */
  get fresh(): boolean {
    return performance.now() - this.seenAt < LEASE_MS;
  }

  /** Looks if the lease has run out; throws `unavailable` when that does not renew it. */
  async renew(): Promise<void> {
    if (!this.fresh) await this.look().catch(() => undefined);
    this.assertFresh();
  }

  /** Throws `unavailable` when the lease has run out. */
  private assertFresh(): void {
    if (!this.fresh) throw new Fault('unavailable', undefined, { headers: { 'retry-after': '2' } });
  }

  /** Milliseconds since the epoch by the database's clock, carried on by one that nobody can set. */
  get now(): number {
    return Math.floor(this.clock + performance.now());
  }

  async start(): Promise<void> {
    await this.firstLook();
    this.timer = setInterval(() => this.tick(), this.pollMs);
    void this.listen();
  }

  /** A database that has just started, or is busy, is given some time. */
  private async firstLook(tries = 10): Promise<void> {
    for (let left = tries; ; left--) {
      try {
        return await this.look();
      } catch (error) {
        if (left === 0) throw error;
        await setTimeout(500);
      }
    }
  }

  private tick(): void {
    // a process that was busy itself, and not the database, missed the answer, and gets its lease by asking again
    void this.look()
      .catch(() => (this.fresh ? undefined : this.look()))
      .catch(() => {
        if (this.fresh || this.lost) return;
        this.lost = true;
        this.emit('lost');
      });
  }

  /** Looks at the head row now; calls during a look lead to exactly one more. */
  look(): Promise<void> {
    if (this.looking) {
      this.again = true;
      return this.looking.then(() => this.looking);
    }
    this.looking = this.read().finally(() => {
      this.looking = undefined;
      if (this.again && !this.stopped) {
        this.again = false;
        void this.look().catch(() => undefined);
      }
    });
    return this.looking;
  }

  private async read(): Promise<void> {
    const asked = performance.now();
    const { rows } = await this.database.pulse.queryWithin<Head & QueryResultRow & { now: number }>(
      LOOK_MS,
      'select seq, authority, epoch, floor, (extract(epoch from clock_timestamp()) * 1000)::float8 as now from head',
    );
    if (!rows[0]) throw new Error('the head row is missing');
    const { now, ...head } = rows[0];
    this.clock = now - asked;
    this.head = head;
    this.seenAt = asked;
    this.lost = false;
    this.emit('look', head);
  }

  private async listen(): Promise<void> {
    while (!this.stopped) {
      const client = new pg.Client({
        connectionString: this.database.url,
        application_name: 'tocsin listen',
        keepAlive: true,
      });
      this.listener = client;
      client.on('notification', () => void this.look().catch(() => undefined));
      const ended = new Promise<void>((resolve) => {
        client.once('end', resolve);
        client.on('error', () => resolve());
      });
      try {
        await client.connect();
        await client.query(`listen ${CHANNEL}`);
        await ended;
      } catch {
        await client.end().catch(() => undefined);
      }
      if (!this.stopped) await setTimeout(500);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.listener?.end().catch(() => undefined);
    await this.looking?.catch(() => undefined);
  }
}

/** Tells all processes to look at the head row once this transaction commits. */
export async function notify(sql: Sql): Promise<void> {
  await sql.query(`select pg_notify('${CHANNEL}', '')`);
}

/**
 * To be called first in every transaction that changes who may do or see what: takes the head row's lock, so that the
 * change falls between two commits of the log, and makes every process resolve its viewers anew. Returns the log's head.
 */
export async function changeRights(sql: Sql): Promise<{ seq: number; authority: number }> {
  const { rows } = await sql.query<{ seq: number; authority: number }>(
    'update head set authority = authority + 1 returning seq, authority',
  );
  await notify(sql);
  const head = rows[0];
  if (!head) throw new Error('the head row is missing');
  return head;
}
