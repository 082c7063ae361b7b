import { Injectable } from '@nestjs/common';
import { appendAudit, type Deed } from '../audit/index.js';
import { Fault } from '../kernel/index.js';
import { changeRights, Database, Pulse, type Sql } from '../platform/index.js';

/** Changes that may wait for their turn in one process. */
const MOST_WAITING = 64;

/** A change at work: its transaction, the log's last number, and what will be written of it. */
export interface Change {
  readonly sql: Sql;
  /** The log's last number: stands still while the head row is held. */
  readonly seq: number;
  /** Adds to the audit records that are written last. */
  readonly record: (deed: Deed) => void;
}

/**
 * Changes of who may do or see what. Each is one transaction: the head row's lock first, the audit record last. A process
 * makes them one after the other, so that of the pool's connections at most one waits for the head row: the log's writer
 * resolves its viewers through the same pool while it holds that row.
 */
@Injectable()
export class Rights {
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  constructor(
    private readonly database: Database,
    private readonly pulse: Pulse,
  ) {}

  /** Resolves when the change is on disk and this process goes by it; the others do within the second. */
  async change<T>(work: (change: Change) => Promise<T>): Promise<T> {
    if (this.waiting >= MOST_WAITING) throw new Fault('busy', undefined, { headers: { 'retry-after': '1' } });
    this.waiting += 1;
    const made = this.last.then(() => this.transact(work));
    this.last = made.catch(() => undefined);
    try {
      return await made;
    } finally {
      this.waiting -= 1;
    }
  }

  private async transact<T>(work: (change: Change) => Promise<T>): Promise<T> {
    const result = await this.database.auth.transaction(async (sql) => {
      const deeds: Deed[] = [];
      const { seq } = await changeRights(sql);
      const done = await work({ sql, seq, record: (deed) => deeds.push(deed) });
      await appendAudit(sql, deeds);
      return done;
    });
    await this.pulse.look().catch(() => undefined);
    return result;
  }
}
