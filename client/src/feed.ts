import { Backoff, sleep } from './backoff.js';
import { Connection } from './connection.js';
import { Continuity, type Stretch } from './continuity.js';
import { FeedGapError, HubError } from './errors.js';
import {
  entryKey,
  type Batch,
  type FeedOptions,
  type FeedSource,
  type FeedState,
  type FeedStatus,
} from './feed-options.js';
import type { Entry } from './types.js';

/**
 * The live feed as an async iterable that outlives connections. An entry counts as handled when the next one is asked
 * for; the cursor moves when a whole batch is. Stopped and begun again from its state, it repeats no handled entry and
 * leaves none out.
 */
export class Feed implements AsyncIterable<Entry> {
  #state: Partial<FeedState> = {};
  /** The last state up to which everything is known to have come. */
  #sound: FeedState | undefined;
  readonly #skip = new Set<string>();
  readonly #done = new Set<string>();
  #continuity: Continuity | undefined;
  #status: FeedStatus | undefined;
  readonly #backoff = new Backoff();

  constructor(
    private readonly source: FeedSource,
    private readonly options: FeedOptions = {},
  ) {}

  /** The last acknowledged cursor. */
  get cursor(): string | undefined {
    return this.#state.cursor;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Entry> {
    for await (const batch of this.batches()) {
      for (const entry of batch.entries) {
        yield entry;
        this.#done.add(entryKey(entry));
        if (this.options.signal?.aborted) return;
      }
    }
  }

  /** The same, batch by batch; a batch counts as handled when the next is asked for. */
  async *batches(): AsyncGenerator<Batch> {
    const stop = new AbortController();
    const signal = this.options.signal ? AbortSignal.any([this.options.signal, stop.signal]) : stop.signal;
    await this.#begin();
    try {
      while (!signal.aborted) {
        const failure = yield* this.#connected(signal);
        if (signal.aborted) return;
        if (!failure.retryable) throw failure;
        const delay = this.#backoff.next();
        const detail = failure.detail ?? failure.message;
        this.options.onTrouble?.({ kind: 'reconnect', detail, code: failure.code, delay });
        await sleep(delay, signal);
      }
    } finally {
      stop.abort();
      await this.#keepHandled();
    }
  }

  async #begin(): Promise<void> {
    const { store, filter, verify = true, after = 'now' } = this.options;
    const stored = this.cursor === undefined ? await store?.load() : (this.#state as FeedState);
    this.#state = stored ?? {};
    this.#sound = stored?.heads && stored;
    this.#skip.clear();
    for (const key of stored?.handled ?? []) this.#skip.add(key);
    if (filter || !verify) return;
    if (stored && !stored.heads) this.#unproven('where the ledgers stood when it stopped is not known');
    const heads = stored ? stored.heads : after === 'beginning' ? {} : undefined;
    this.#continuity = new Continuity(this.source, heads, (detail) => this.#unproven(detail));
  }

  /** Serves one connection to its end and says why it ended. */
  async *#connected(signal: AbortSignal): AsyncGenerator<Batch, HubError> {
    const { filter, heartbeatMs = 10_000, after = 'now' } = this.options;
    const { url, key: token } = this.source;
    this.#tell('connecting');
    const options = { url, token, filter, heartbeatMs, after: this.cursor ?? after };
    let connection: Connection;
    try {
      const opened = await Connection.open(options, signal);
      connection = opened.connection;
      if (this.cursor === undefined) await this.#commit(opened.cursor);
    } catch (error) {
      if (error instanceof HubError) return error;
      throw error;
    }
    const abort = (): void => connection.close();
    signal.addEventListener('abort', abort, { once: true });
    try {
      yield* this.#serve(connection, signal);
    } catch (error) {
      // The ledger could not be asked: like a lost connection, and asked again after the next.
      if (!(error instanceof HubError && error.retryable)) throw error;
      return error;
    } finally {
      signal.removeEventListener('abort', abort);
      connection.close();
      this.#continuity?.disconnected();
    }
    return connection.ended!;
  }

  async *#serve(connection: Connection, signal: AbortSignal): AsyncGenerator<Batch> {
    for await (const { ack, cursor, ...stretch } of connection.batches()) {
      if (signal.aborted) return;
      await this.#check(stretch);
      this.#backoff.reset();
      const entries = stretch.entries.filter((entry) => !this.#alreadyHandled(entry));
      if (entries.length > 0) yield { entries, cursor, live: stretch.live };
      const atHead = stretch.live && (stretch.heads !== undefined || stretch.entries.length === 0);
      if (atHead) this.#skip.clear(); // what was not met by now has been superseded
      await this.#commit(cursor);
      ack();
      this.#tell(stretch.live ? 'live' : 'replaying');
    }
  }

  #alreadyHandled(entry: Entry): boolean {
    const key = entryKey(entry);
    if (!this.#skip.delete(key)) return false;
    this.#done.add(key);
    return true;
  }

  async #check(stretch: Stretch): Promise<void> {
    const fracture = await this.#continuity?.check(stretch);
    if (!fracture) return;
    if (this.options.onTrouble?.(fracture) === 'continue') {
      this.#continuity?.accept(stretch);
      return;
    }
    // A replay is proven at its end: back to before it, or the next feed would begin beyond what is missing.
    if (this.#sound) await this.#save(this.#sound);
    this.#done.clear();
    throw new FeedGapError(fracture);
  }

  #unproven(detail: string): void {
    this.options.onTrouble?.({ kind: 'unproven', detail });
  }

  async #commit(cursor: string): Promise<void> {
    this.#done.clear();
    const heads = this.#continuity?.heads;
    const state = { cursor, ...(heads && { heads }), ...(this.#skip.size > 0 && { handled: [...this.#skip] }) };
    if (heads) this.#sound = state;
    await this.#save(state);
  }

  /** Stopped in the midst of a batch: note what of it has been handled. */
  async #keepHandled(): Promise<void> {
    const { cursor, heads } = this.#state;
    if (this.#done.size === 0 || cursor === undefined) return;
    const handled = [...this.#skip, ...this.#done];
    this.#done.clear();
    await this.#save({ cursor, ...(heads && { heads }), handled });
  }

  async #save(state: FeedState): Promise<void> {
    this.#state = state;
    await this.options.store?.save(state);
    await this.options.onState?.(state);
  }

  #tell(status: FeedStatus): void {
    if (status === this.#status) return;
    this.#status = status;
    this.options.onStatus?.(status);
  }
}
