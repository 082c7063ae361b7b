import { EventEmitter } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import type { Audiences } from '../audience/index.js';
import type { Database, Log as Logger, Pulse } from '../platform/index.js';
import type { Entry, Stretch } from './entry.js';
import type { LedgerHead } from './ledger.js';
import type { Log } from './log.js';
import { Ring } from './ring.js';

/** Log numbers taken in at once, at most, and the characters of text aimed at: large objects make smaller steps. */
const STEP = 500;
const STEP_CHARACTERS = 8 << 20;

/**
 * Follows the log for this process: every commit of every process, in order, into the ring. Emits `entries` with what
 * is new. Woken by {@link Pulse}, whose polling makes it right.
 */
export class Tail extends EventEmitter<{ entries: [readonly Entry[]] }> {
  ring: Ring;
  /** The end of each audience's ledger at `ring.head`. */
  readonly heads = new Map<number, LedgerHead>();
  private following: Promise<void> | undefined;
  private step = STEP / 5;

  constructor(
    private readonly database: Database,
    private readonly log: Log,
    private readonly pulse: Pulse,
    private readonly audiences: Audiences,
    private readonly logger: Logger,
    ringSize: number,
  ) {
    super();
    this.ring = new Ring(ringSize, 0);
    this.ringSize = ringSize;
  }

  private readonly ringSize: number;

  get head(): number {
    return this.ring.head;
  }

  /** Begins at the present end of the log. */
  async start(): Promise<void> {
    // one statement, so one snapshot: the ends of all ledgers as they are at `seq`
    const { rows } = await this.database.pulse.query<{
      seq: number;
      id: number | null;
      position: number;
      chain: Buffer;
    }>('select h.seq, a.id, a.position, a.chain from head h left join audience a on true');
    for (const { id, position, chain } of rows) if (id !== null) this.heads.set(id, { position, chain });
    this.ring = new Ring(this.ringSize, rows[0]?.seq ?? 0);
    this.pulse.on('look', ({ seq }) => {
      if (this.ring.head < seq) void this.follow();
    });
    await this.follow();
  }

  /**
   * Takes in what this process has just committed, without reading it, when it follows on what the ring has. False when
   * it does not, when the log is being read, or when rights may have changed: then that brings it.
   */
  take(stretch: Stretch): boolean {
    const known = this.audiences.standing?.audiences; // what is read waits for the book, too
    if (this.following || this.ring.head !== stretch.from) return false;
    if (!known || !stretch.entries.every((entry) => known.has(entry.audienceId))) return false;
    void this.go(() => this.takeOver(stretch));
    return true;
  }

  /** A step at a time, so that others have the event loop in between. */
  private async takeOver({ to, entries }: Stretch): Promise<void> {
    for (let begin = 0; begin < entries.length;) {
      let end = Math.min(begin + STEP, entries.length);
      while (entries[end]?.seq === entries[end - 1]?.seq && end < entries.length) end += 1;
      this.append(entries.slice(begin, end), end === entries.length ? to : entries[end - 1]!.seq);
      begin = end;
      if (begin === entries.length) break;
      await setImmediate();
      await this.audiences.current(); // rights may have changed meanwhile
    }
    await this.takeIn(); // others may have gone on meanwhile
  }

  /** Takes in all that the head row is known to have; calls while it does so share it. */
  follow(): Promise<void> {
    return this.go(() => this.takeIn());
  }

  private go(by: () => Promise<void>): Promise<void> {
    this.following ??= by()
      .catch((error: unknown) =>
        this.logger.failure(error, {}, 'the tail of the log stopped; the next look resumes it'),
      )
      .finally(() => (this.following = undefined));
    return this.following;
  }

  private async takeIn(): Promise<void> {
    while (this.ring.head < this.pulse.head.seq) {
      const from = this.ring.head;
      const to = Math.min(from + this.step, this.pulse.head.seq);
      const entries = await this.log.after(from, to - from);
      const book = await this.audiences.current();
      if (entries.some((entry) => !book.audiences.has(entry.audienceId))) await this.audiences.learn();
      const characters = entries.reduce((sum, { body }) => sum + (body?.length ?? 0), 0);
      this.step = Math.max(32, Math.min(STEP, Math.round((STEP_CHARACTERS / (characters + 1)) * (to - from))));
      this.append(entries, to);
    }
  }

  private append(entries: readonly Entry[], to: number): void {
    for (const { audienceId, position, chain } of entries) this.heads.set(audienceId, { position, chain });
    this.ring.append(entries, to);
    this.emit('entries', entries);
  }
}
