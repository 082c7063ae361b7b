import { notify, type Sql, together } from '../platform/index.js';
import { type Entry, Stamps, type Stretch, writtenEntries } from './entry.js';
import { advanceHead, type LockedHead, writeLedgerHeads } from './known.js';
import type { Plan } from './plan.js';
import { writeChanges } from './store.js';

/** Sends what a plan has come to, slice by slice, so that Postgres writes one while the next is being decided. */
export class Writing {
  private readonly entries: Entry[] = [];
  private readonly sent: Promise<unknown>[] = [];
  private readonly stamps: Stamps;
  private planned = 0;

  constructor(
    private readonly sql: Sql,
    private readonly plan: Plan,
    private readonly head: LockedHead,
    /** What the wire calls an audience. */
    private readonly refOf: (audienceId: number) => string,
    changes: number,
  ) {
    this.stamps = new Stamps(head.now > head.stamp ? head.now : head.stamp + 1, changes);
  }

  /** What was planned since the last time. Not waited for: {@link end} does, or {@link settled}. */
  send(): void {
    const writes = this.plan.writes.slice(this.planned);
    if (writes.length === 0) return;
    this.planned += writes.length;
    const entries = writtenEntries(writes, this.stamps, this.refOf);
    for (const entry of entries) this.entries.push(entry);
    const written = writeChanges(this.sql, writes, entries, this.stamps);
    written.catch(() => undefined); // told by those who wait
    this.sent.push(written);
  }

  /** The rest, and where the log ends now. Throws what the first statement that failed says, once all have ended. */
  async end(): Promise<Stretch> {
    this.send();
    const { seq: from } = this.head;
    if (this.planned === 0) return { from, to: from, entries: [] };
    const to = this.plan.writes.at(-1)!.seq;
    await together([
      ...this.sent,
      writeLedgerHeads(this.sql, this.plan.ledgers),
      advanceHead(this.sql, to, this.stamps.last),
      notify(this.sql),
    ]);
    return { from, to, entries: this.entries };
  }

  /** Resolves when all that was sent so far is written. Throws what the first statement that failed says, once all have ended. */
  async written(): Promise<void> {
    await together(this.sent);
  }

  /** Resolves when nothing that was sent is under way any more, whatever became of it. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.sent);
  }
}
