import { Fault } from '../kernel/index.js';
import type { Pool } from '../platform/index.js';
import { type Authority, type Result, writeBatch } from './batch.js';
import { ownerOf } from './receipts.js';
import { idsOf, type Receipt, type Submission } from './submission.js';

/** Items in one group commit, at most, unless one submission alone has more. */
const BATCH_ITEMS = 5_000;
/** Items waiting, at most: beyond it, `busy` (the client tries again). */
const QUEUE_ITEMS = 50_000;

interface Waiting {
  readonly submission: Submission;
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
    private readonly committed: (items: number, receipts: readonly Receipt[]) => void,
  ) {}

  /** Faults: `busy` when too much is waiting, `idempotency_key_reused`, those that end a credential, `unavailable`. */
  submit(submission: Submission): Promise<Receipt> {
    if (this.closed) return Promise.reject(new Fault('server_restart', undefined, { headers: { 'retry-after': '2' } }));
    if (this.items > QUEUE_ITEMS)
      return Promise.reject(new Fault('busy', undefined, { headers: { 'retry-after': '1' } }));
    return new Promise((done, failed) => {
      this.waiting.push({ submission, done, failed });
      this.items += submission.changes.length;
      this.running ??= this.drain();
    });
  }

  /** Takes nothing more, and resolves when all that was taken is answered. */
  async close(): Promise<void> {
    this.closed = true;
    await this.running;
  }

  private async drain(): Promise<void> {
    await Promise.resolve(); // what arrives in the same turn goes into the same batch
    while (this.waiting.length > 0) await this.write(this.next());
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
      const { submission } = this.waiting[0]!;
      const names = namesOf(submission);
      if (names.some((name) => taken.has(name))) break;
      if (batch.length > 0 && items + submission.changes.length > BATCH_ITEMS) break;
      for (const name of names) taken.add(name);
      items += submission.changes.length;
      batch.push(this.waiting.shift()!);
    }
    this.items -= items;
    return batch;
  }

  /** Writes a batch; when it fails, each submission alone, so that one can't fail its neighbours. */
  private async write(batch: Waiting[]): Promise<void> {
    try {
      const { results, learn } = await this.pool.transaction((sql) =>
        writeBatch(
          sql,
          batch.map((w) => w.submission),
          this.authority,
        ),
      );
      if (learn) await this.authority.audiences.learn().catch(() => undefined); // the tail learns them, too
      const receipts = results.flatMap((result) => ('receipt' in result ? [result.receipt] : []));
      this.committed(
        batch.reduce((sum, { submission }) => sum + submission.changes.length, 0),
        receipts,
      );
      results.forEach((result, i) => answer(batch[i]!, result));
    } catch (error) {
      // a lost connection may have committed: only the caller, with its Idempotency-Key, can tell by asking again
      const unsure = error instanceof Fault && (error.code === 'unavailable' || error.code === 'busy');
      if (batch.length === 1 || unsure) for (const { failed } of batch) failed(error);
      else for (const one of batch) await this.write([one]);
    }
  }
}

/** What a submission must have to itself in a batch: its Idempotency-Key, and the ids of the objects that it names. */
function namesOf(submission: Submission): string[] {
  const { idempotency, changes } = submission;
  const key = idempotency ? [`key ${ownerOf(submission)} ${idempotency.key}`] : [];
  return [...key, ...new Set(changes.flatMap(idsOf))];
}

function answer({ done, failed }: Waiting, result: Result): void {
  if ('receipt' in result) done(result.receipt);
  else failed(result.fault);
}
