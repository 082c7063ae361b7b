import { setTimeout } from 'node:timers/promises';
import type { Audiences, Visible } from '../audience/index.js';
import type { AuditLog } from '../audit/index.js';
import { Fault, type Viewer } from '../kernel/index.js';
import type { Config, Log as Logger, Pulse } from '../platform/index.js';
import { parseQuery, type Query, toPredicate } from '../query/index.js';
import type { Authority } from './batch.js';
import type { Cursors } from './cursors.js';
import type { Entry } from './entry.js';
import { Lanes } from './lane.js';
import type { Log } from './log.js';
import type { PlainLog } from './plain-log.js';
import type { Meter } from './meter.js';
import { Replay, type Waiting } from './replay.js';
import type { Batch, Door } from './subscriber.js';
import type { Filter, Serving } from './serving.js';
import type { Served } from './served.js';
import { Subscription } from './subscription.js';
import type { Tail } from './tail.js';
import { printTogether } from './wire.js';

/** What a subscriber asks for. `after`: `now`, `beginning`, or a cursor. */
export interface Wish {
  readonly after?: string;
  readonly filter?: string;
}

/** A run of entries for a reader who keeps his own place; `seen`: equal while the reader sees the same. */
export interface Stretch {
  readonly batch: Batch;
  readonly seen: string;
  readonly cursor: string;
}

/** The live feed of this process: replay, resume, slow readers and live push are one mechanism (DESIGN, idea 5). */
export class Feed implements Served {
  readonly lanes: Lanes;
  readonly limits: Config['feed'];
  private readonly maxPerOrganisation: number;
  private readonly subscriptions = new Set<Subscription>();
  private readonly replay: Replay;
  private readonly heart: NodeJS.Timeout;

  constructor(
    config: Config,
    readonly audiences: Audiences,
    readonly authority: Authority,
    readonly audit: AuditLog,
    readonly cursors: Cursors,
    log: Log,
    plainLog: PlainLog,
    private readonly tail: Tail,
    private readonly pulse: Pulse,
    private readonly logger: Logger,
    readonly meter: Meter,
  ) {
    this.limits = config.feed;
    this.maxPerOrganisation = config.limits.sockets;
    this.lanes = new Lanes(
      () => tail.ring,
      config.feed,
      (error) => this.failed(error),
    );
    this.replay = new Replay(config.feed, audiences, log, plainLog, tail);
    tail.on('entries', (entries) => this.deliver(entries));
    audiences.onChange(() => {
      for (const subscription of this.subscriptions) subscription.reconsider();
    });
    pulse.on('lost', () => this.close(new Fault('stale_instance')));
    meter.watch(() => this.state);
    this.heart = setInterval(() => this.beat(), this.limits.heartbeatMs);
  }

  get head(): number {
    return this.tail.head;
  }

  get behind(): boolean {
    return this.tail.head < this.pulse.head.seq;
  }

  /** Takes in what the log is known to have; waits a little where that fails, for it will be tried again. */
  async catchUp(): Promise<void> {
    await this.tail.follow();
    if (this.behind) await setTimeout(50);
  }

  /** For metrics: how many subscribers, how many of them at the head, and how far the last one is behind. */
  get state(): { subscribers: number; atHead: number; lanes: number; lag: number } {
    let atHead = 0;
    let lag = 0;
    for (const subscription of this.subscriptions) {
      if (subscription.atHead) atHead += 1;
      else lag = Math.max(lag, subscription.lag);
    }
    return { subscribers: this.subscriptions.size, atHead, lanes: this.lanes.count, lag };
  }

  subscribersOf(organisationId: string): number {
    let count = 0;
    for (const subscription of this.subscriptions) if (subscription.organisationId === organisationId) count += 1;
    return count;
  }

  /**
   * Opens a subscription and starts to serve it through `door`. Faults: those of cursors, `query_invalid`,
   * `rate_limited` when the organisation has too many. Call `start` once the reader knows that it is subscribed.
   */
  async open(viewer: Viewer, wish: Wish, door: Door): Promise<{ subscription: Subscription; start: () => void }> {
    if (this.subscribersOf(viewer.organisationId) >= this.maxPerOrganisation) {
      throw new Fault('rate_limited', 'the organisation has too many subscribers', {
        headers: { 'retry-after': '60' },
      });
    }
    const query = await this.filterOf(wish.filter);
    const after = await this.startOf(viewer, wish.after ?? 'now');
    const subscription = new Subscription(this, viewer, door, query, after);
    this.subscriptions.add(subscription);
    return { subscription, start: () => void subscription.run() };
  }

  private async filterOf(text: string | undefined): Promise<Query | undefined> {
    if (text === undefined || text.trim() === '') return undefined;
    const book = await this.audiences.current();
    return parseQuery(text, { now: Date.now(), organisation: (name) => book.organisationsByName.get(name)?.id });
  }

  private async startOf(viewer: Viewer, after: string): Promise<number> {
    if (after === 'now') return this.head;
    if (after === 'beginning') return 0;
    const seq = await this.cursors.open(viewer.principal, after);
    if (seq > this.head) await this.tail.follow(); // given out by another process that is ahead of this one
    return seq;
  }

  private deliver(entries: readonly Entry[]): void {
    const book = this.audiences.last;
    if (!book || this.subscriptions.size === 0) return;
    printTogether(entries, book);
    this.lanes.deliver(entries, book);
  }

  page(seen: Visible, filter: Filter | undefined, after: number, waiting: Waiting): Promise<Serving | undefined> {
    return this.replay.page(seen, filter, after, waiting);
  }

  /**
   * What a reader who keeps his own place is to be given next, on record where that is asked for; undefined at the head.
   * `upTo`: what lies between there and here, once more. Throws what ended the viewer's credential.
   */
  async stretch(viewer: Viewer, filter: string, after: number, upTo?: number): Promise<Stretch | undefined> {
    const query = await this.filterOf(filter);
    const asked = query && { query, text: query.text, matches: toPredicate(query) };
    for (;;) {
      const now = await this.authority.renew(viewer);
      const seen = await this.audiences.of(now);
      if (upTo === undefined && after >= this.head) return undefined;
      const page =
        upTo === undefined
          ? await this.page(seen, asked, after, () => true)
          : await this.replay.between(seen, asked, after, upTo);
      if (page?.restricted)
        await this.audit.record({ action: 'feed.read', viewer: now, detail: { audiences: page.restricted } });
      // rights may have changed while it was read
      if (!page || (await this.audiences.of(await this.authority.renew(now))).key !== seen.key) continue;
      return { batch: page.batch, seen: seen.key, cursor: this.cursors.seal(now.principal, page.batch.reached) };
    }
  }

  /** JSON: where the ledger of each audience in sight stands at the head. */
  headsOf(seen: Visible): string {
    const book = this.audiences.last;
    const heads = seen.ids.flatMap((id) => {
      const head = this.tail.heads.get(id);
      const audience = book?.audiences.get(id);
      return head && audience && head.position > 0
        ? [{ audience: audience.ref, position: head.position, chain: head.chain.toString('base64url') }]
        : [];
    });
    return JSON.stringify(heads);
  }

  private beat(): void {
    const at = new Date().toISOString();
    for (const subscription of this.subscriptions) void subscription.beat(at);
  }

  ended(subscription: Subscription): void {
    this.subscriptions.delete(subscription);
  }

  failed(error: unknown): void {
    this.logger.failure(error, {}, 'a subscription failed');
  }

  /** Says goodbye to every subscriber. */
  close(fault: Fault): void {
    for (const subscription of this.subscriptions) subscription.bye(fault);
  }

  /** Before the listener closes: subscribers are told to resume elsewhere. */
  beforeApplicationShutdown(): void {
    clearInterval(this.heart);
    this.close(new Fault('server_restart'));
  }
}
