import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Member } from '../rig/alliance.js';
import type { Door, Takes } from './doors.js';
import { given, type Ledger, now, type Read, type WireBatch } from './records.js';

export interface ReaderOptions {
  readonly name: string;
  readonly org: Member;
  readonly token: string;
  readonly door: Door;
  /** In the hub's query language; the checker knows what it means. */
  readonly minConfidence?: number;
  readonly hubs: readonly { readonly name: string; readonly url: string }[];
  readonly ledger: Ledger<Read>;
  readonly cursorFile: string;
  readonly random: () => number;
  /** A planted bug: the cursor is kept before what it covers is. */
  readonly careless?: boolean;
}

/** Nothing heard for so long, with a heartbeat a second: the connection is dead, whatever TCP says. */
const SILENCE_MS = 6_000;

/**
 * Follows the feed as a member would: writes down what comes, then keeps the cursor, then acknowledges; connects again
 * from the cursor that it kept, at any hub. Begins anew when it is told that its cursor is of another epoch.
 */
export class Reader {
  private stopped = false;
  private connection = new AbortController();
  private done: Promise<void> = Promise.resolve();
  private hub: number;
  /** Objects that it has: for the rig to see when all is there. What counts is the ledger. */
  readonly held = new Set<string>();

  constructor(readonly options: ReaderOptions) {
    this.hub = Math.floor(options.random() * options.hubs.length);
  }

  start(): void {
    writeFileSync(this.options.cursorFile, '');
    this.done = this.follow();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.connection.abort();
    await this.done;
  }

  /** The process of the reader dies: what it had not written down is gone. */
  crash(): void {
    this.connection.abort();
  }

  private async follow(): Promise<void> {
    while (!this.stopped) {
      this.connection = new AbortController();
      await this.connect(this.connection);
      this.hub += 1;
      if (!this.stopped) await sleep(20 + this.options.random() * 200);
    }
  }

  private async connect(connection: AbortController): Promise<void> {
    const { hubs, door, token, ledger, minConfidence, cursorFile } = this.options;
    const hub = hubs[this.hub % hubs.length]!;
    const cursor = readFileSync(cursorFile, 'utf8');
    const filter = minConfidence === undefined ? {} : { filter: `confidence>=${minConfidence}` };
    const wish = { url: hub.url, token, after: cursor || 'beginning', ...filter };
    ledger.write({ do: 'begin', at: now(), hub: hub.name, after: cursor ? 'cursor' : 'beginning' });
    let heard = performance.now();
    const watch = setInterval(() => {
      if (performance.now() - heard > SILENCE_MS) connection.abort();
    }, 1_000);
    const takes: Takes = {
      batch: (batch, taken) => {
        heard = performance.now();
        this.queue = this.queue.then(() => this.take(batch, taken, connection.signal));
      },
      beat: () => {
        heard = performance.now();
        this.queue = this.queue.then(() => this.beat(connection.signal));
      },
      refused: (code) => this.refused(code),
    };
    try {
      await door(wish, takes, connection.signal);
    } finally {
      clearInterval(watch);
      connection.abort(); // what is still queued was never written down
      await this.queue;
    }
  }

  private queue: Promise<void> = Promise.resolve();

  private beat({ aborted }: AbortSignal): void {
    if (!aborted) this.options.ledger.write({ do: 'beat', at: now() });
  }

  private async take(batch: WireBatch, taken: () => void, signal: AbortSignal): Promise<void> {
    const { cursorFile, ledger, careless, random } = this.options;
    if (signal.aborted) return;
    if (careless) writeFileSync(cursorFile, batch.cursor);
    await sleep(random() * 4); // work, amid which it may crash
    if (signal.aborted) return;
    const heads = batch.heads?.map(({ audience, position }) => [audience, position] as const);
    ledger.write({
      do: 'took',
      at: now(),
      live: batch.live,
      entries: batch.entries.map(given),
      ...(heads && { heads }),
    });
    for (const { object } of batch.entries) this.held.add(object.id);
    writeFileSync(cursorFile, batch.cursor);
    taken();
  }

  private refused(code: string): void {
    const { ledger, cursorFile } = this.options;
    if (['unavailable', 'busy', 'server_restart', 'rate_limited', 'stale_instance', 'unreadable'].includes(code))
      return;
    ledger.write({ do: 'refused', at: now(), code });
    if (!code.startsWith('cursor_')) return;
    writeFileSync(cursorFile, '');
    ledger.write({ do: 'anew', at: now() });
    this.held.clear();
  }
}
