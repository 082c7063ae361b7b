import { setImmediate } from 'node:timers/promises';
import { Fault } from '../kernel/index.js';
import type { Pool } from '../platform/index.js';
import { type Authority, type Prepared, type Result, writeBatch } from './batch.js';
import { makeReady, type Ready } from './draft.js';
import type { Stretch } from './entry.js';
import { lockHead } from './known.js';
import { ownerOf } from './receipts.js';
import { idsOf, type Receipt, type Submission } from './submission.js';

/** Items in one group commit, at most, unless one submission alone has more: the next is made ready meanwhile. */
const BATCH_ITEMS = 2_000;
/** Changes made ready in one go. */
const SLICE = 50;
/** Items waiting, at most: beyond it, `busy` (the client tries again). */
const QUEUE_ITEMS = 50_000;

interface Waiting {
  readonly submission: Submission;
  readonly ready: Promise<Prepared['ready']>;
  /** Nothing is left to be made ready. */
  isReady: boolean;
  readonly done: (receipt: Receipt) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Group commit: submissions that arrive while a batch is being written make up the next one, so that clients that send
 * one by one get bulk speed. A receipt is given after the commit, which is synchronous: acknowledged means on disk.
 */
export class Sequencer {
  private waiting: Waiting[] = [];
  private items = 0;
  private running: Promise<void> | undefined;
  private closed = false;

  constructor(
    private readonly pool: Pool,
    private readonly authority: Authority,
    /** Called after each commit, before the receipts are given out. */
    private readonly committed: (stretch: Stretch, items: number, receipts: readonly Receipt[]) => void,
  ) {}

  /** Faults: `busy` when too much is waiting, `idempotency_key_reused`, those that end a credential, `unavailable`. */
  submit(submission: Submission): Promise<Receipt> {
    if (this.closed) return Promise.reject(new Fault('server_restart', undefined, { headers: { 'retry-after': '2' } }));
    if (this.items > QUEUE_ITEMS)
      return Promise.reject(new Fault('busy', undefined, { headers: { 'retry-after': '1' } }));
    return new Promise((done, failed) => {
      const ready = this.makeReady(submission);
      const waiting = { submission, ready, isReady: false, done, failed };
      ready.then(
        () => (waiting.isReady = true),
        () => undefined, // looked at when its turn comes
      );
      this.waiting.push(waiting);
      this.items += submission.changes.length;
      this.running ??= this.drain();
    });
  }

  /** Items that wait for their batch. */
  get queued(): number {
    return this.items;
  }

  /** While others are being written; a slice at a time, so that those are not held up. */
  private async makeReady({ viewer, changes }: Submission): Promise<Prepared['ready']> {
    const ready: (Ready | undefined)[] = [];
    const book = this.authority.audiences.last;
    const at = new Date(this.authority.now()).toISOString();
    for (const change of changes) {
      ready.push(book && makeReady(change, viewer, book, at));
      if (ready.length % SLICE === 0) await setImmediate();
    }
    return ready;
  }

  /** Takes nothing more, and resolves when all that was taken is answered. */
  async close(): Promise<void> {
    this.closed = true;
    await this.running;
  }

  /** Once all of a batch is on its way to Postgres the next begins, and waits there for the lock. */
  private async drain(): Promise<void> {
    await Promise.resolve(); // what arrives in the same turn goes into the same batch
    let writing: Promise<void> | undefined;
    while (this.waiting.length > 0 || writing) {
      const before = writing;
      writing = undefined;
      if (this.waiting.length === 0) {
        await before;
        continue;
      }
      await this.waiting[0]!.ready.catch(() => undefined); // nobody waits for it under the lock
      await new Promise<void>((sent) => {
        writing = this.write(() => this.next(), sent).finally(sent);
      });
      await before;
    }
    this.running = undefined;
  }

  /**
   * The submissions of the next batch. One that repeats an Idempotency-Key waits for the first, whose receipt answers it;
   * one that names an object that another names waits, too: who may do what to it is judged before the batch, not amid it.
   */
  private next(): Waiting[] {
    const batch: Waiting[] = [];
    const taken = new Set<string>();
    let items = 0;
    while (this.waiting.length > 0) {
      const { submission, isReady } = this.waiting[0]!;
      const names = namesOf(submission);
      if (batch.length > 0 && !isReady) break;
      if (names.some((name) => taken.has(name))) break;
      if (batch.length > 0 && items + submission.changes.length > BATCH_ITEMS) break;
      for (const name of names) taken.add(name);
      items += submission.changes.length;
      batch.push(this.waiting.shift()!);
    }
    this.items -= items;
    return batch;
  }

  /**
   * Writes a batch, `take`n when the lock is held so that all that has come by then shares the commit; when it fails, each
   * submission alone, so that one can't fail its neighbours. Never throws. `sent` is called when Postgres has been told all
   * but the commit.
   */
  private async write(take: () => Waiting[], sent: () => void): Promise<void> {
    let batch: Waiting[] | undefined;
    const written = await this.pool
      .transaction(async (sql) => {
        const head = await lockHead(sql);
        const taken = (batch = take());
        const prepared = await Promise.all(
          taken.map(async ({ submission, ready }): Promise<Prepared> => ({ submission, ready: await ready })),
        );
        return writeBatch(sql, head, prepared, this.authority, sent);
      })
      .catch((error: unknown) => ({ error }));
    if ('error' in written) return this.retry(batch ?? take(), written.error, sent);
    const { results, learn, stretch } = written;
    if (learn) await this.authority.audiences.learn().catch(() => undefined); // the tail learns them, too
    this.finish(batch ?? [], results, stretch);
  }

  private async retry(failed: readonly Waiting[], error: unknown, sent: () => void): Promise<void> {
    // a lost connection may have committed: only the caller, with its Idempotency-Key, can tell by asking again
    const unsure = error instanceof Fault && (error.code === 'unavailable' || error.code === 'busy');
    if (failed.length === 1 || unsure) for (const one of failed) one.failed(error);
    else for (const one of failed) await this.write(() => [one], sent);
  }

  private finish(batch: readonly Waiting[], results: readonly Result[], stretch: Stretch): void {
    const receipts = results.flatMap((result) => ('receipt' in result ? [result.receipt] : []));
    const items = batch.reduce((sum, { submission }) => sum + submission.changes.length, 0);
    this.committed(stretch, items, receipts);
    results.forEach((result, i) => {
      if ('receipt' in result) batch[i]!.done(result.receipt);
      else batch[i]!.failed(result.fault);
    });
  }
}

/** What a submission must have to itself in a batch: its Idempotency-Key, and the ids of the objects that it names. */
function namesOf(submission: Submission): string[] {
  const { idempotency, changes } = submission;
  const key = idempotency ? [`key ${ownerOf(submission)} ${idempotency.key}`] : [];
  return [...key, ...new Set(changes.flatMap(idsOf))];
}
