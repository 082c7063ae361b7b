import type { Visible } from '../audience/index.js';
import { Fault, type Viewer } from '../kernel/index.js';
import { type Query, toPredicate } from '../query/index.js';
import type { Lane, Member, Restricted } from './lane.js';
import type { Served } from './served.js';
import type { Filter, Serving } from './serving.js';
import { Batch, type Door } from './subscriber.js';

/** Milliseconds that a reader stays in its lane while its credential is looked at anew. */
const RENEWAL_MS = 300;

/** Milliseconds that a page waits for others to be recorded with it: what it shows must not grow old. */
const GATHERING_MS = 20;

/**
 * A subscriber is a cursor: {viewer, filter, position}. Behind the head it is served pages as fast as it takes them; at
 * the head it is in a lane. It leaves the lane when its window is full or rights change, and pages again from where it
 * was. Nothing is buffered for it but the window (law F5).
 */
export class Subscription implements Member {
  private readonly filter: Filter | undefined;
  private lane: Lane | undefined;
  /** The lane whose heads the reader was told, while nothing but lane batches has been sent since. */
  private anchored: string | undefined;
  /** Batches on their way, in order; `before` is the position that each was given at. */
  private readonly unanswered = new Set<{ readonly before: number }>();
  private unansweredSince = 0;
  private ended = false;
  private wake: () => void = () => undefined;

  constructor(
    private readonly feed: Served,
    private viewer: Viewer,
    private readonly door: Door,
    query: Query | undefined,
    /** All that is visible up to this log number has been sent. */
    private position: number,
  ) {
    this.filter = query && { query, text: query.text, matches: toPredicate(query) };
  }

  get organisationId(): string {
    return this.viewer.organisationId;
  }

  /** Where to go on from: before the first batch that the reader has not acknowledged, for it may not have it safely. */
  get cursor(): string {
    const [first] = this.unanswered;
    return this.feed.cursors.seal(this.viewer.principal, first ? first.before : this.position);
  }

  get atHead(): boolean {
    return this.lane !== undefined;
  }

  /** How many log numbers the reader is behind the head of this process. */
  get lag(): number {
    return this.feed.head - this.position;
  }

  /** Serves until {@link end}. */
  async run(): Promise<void> {
    while (!this.ended) {
      try {
        if (this.unanswered.size >= this.feed.limits.window || this.lane) await this.pause();
        else await this.step();
      } catch (error) {
        this.bye(error instanceof Fault ? error : new Fault('internal'));
        if (!(error instanceof Fault)) this.feed.failed(error);
      }
    }
  }

  /** What comes next, or into the lane. Rights are looked at anew before each time (law F3). */
  private async step(): Promise<void> {
    this.viewer = await this.feed.authority.renew(this.viewer);
    const seen = await this.feed.audiences.of(this.viewer);
    if (this.position >= this.feed.head) return this.feed.behind ? this.feed.catchUp() : this.joinLane(seen);
    const pages = await this.pages(seen);
    await Promise.all(pages.map(async ({ restricted }) => restricted && this.record(restricted)));
    if (this.ended || !(await this.stillSees(seen))) return; // rights changed while pages were read: read them anew
    for (const { batch, passedOver } of pages) {
      if (batch.count > 0 || passedOver) this.anchored = undefined; // positions may jump
      if (batch.count > 0) this.give(batch);
      this.position = batch.reached;
    }
  }

  /** One page; or, where deliveries go on record, as many as there are at once and is room for: so they share a commit. */
  private async pages(seen: Visible): Promise<Serving[]> {
    const room = this.feed.limits.window - this.unanswered.size;
    const pages: Serving[] = [];
    const end = performance.now() + GATHERING_MS;
    for (let at = this.position; pages.length < room && (pages.length === 0 || at < this.feed.head);) {
      const page = await this.feed.page(seen, this.filter, at, () => !this.ended);
      if (!page) break;
      pages.push(page);
      if (!page.restricted || performance.now() > end) break;
      at = page.batch.reached;
    }
    return pages;
  }

  /** Whether the viewer, as its credential stands now, sees just what it saw before. */
  private async stillSees(seen: Visible): Promise<boolean> {
    this.viewer = await this.feed.authority.renew(this.viewer);
    const now = await this.feed.audiences.of(this.viewer);
    return !this.ended && now.key === seen.key;
  }

  private joinLane(seen: Visible): void {
    const book = this.feed.audiences.last;
    if (this.ended || !book || seen !== this.feed.audiences.ofBook(this.viewer, book)) return; // gone, or rights moved on
    this.lane = this.feed.lanes.join(this, seen, this.filter);
    if (this.anchored === this.lane.key) return;
    this.anchored = this.lane.key;
    this.give(new Batch(0, [], this.position, true, this.feed.headsOf(seen)));
  }

  /** A lane's batch, or word that nothing up to `reached` was for it. Who is elsewhere or has no room is not given it. */
  offer(batch: Batch | undefined, reached: number): void {
    if (this.ended || !this.lane || this.position >= reached) return;
    if (!batch) {
      this.position = reached;
      return;
    }
    if (this.unanswered.size >= this.feed.limits.window) {
      this.anchored = undefined;
      this.leaveLane();
      return;
    }
    this.give(batch);
    this.position = reached;
  }

  private give(batch: Batch): void {
    if (this.unanswered.size === 0) this.unansweredSince = performance.now();
    const given = { before: this.position };
    this.unanswered.add(given);
    this.feed.meter.delivered(batch.count, batch.live);
    this.door.send(batch, this.cursorOf(batch), () => {
      if (!this.unanswered.delete(given)) return;
      this.unansweredSince = performance.now();
      if (!this.lane) this.wake();
    });
  }

  /** Readers of one principal share that of a lane's batch; a page may be given again, and then has a cursor of its own. */
  private cursorOf(batch: Batch): string {
    const { principal } = this.viewer;
    const seal = () => this.feed.cursors.seal(principal, batch.reached);
    return batch.live ? batch.framed(`cursor ${principal}`, seal) : seal();
  }

  /** Puts the delivery on record first; a subscriber that can't be recorded is not served. */
  async record(restricted: Restricted): Promise<void> {
    try {
      await this.feed.audit.record({ action: 'feed.read', viewer: this.viewer, detail: { audiences: restricted } });
    } catch {
      this.bye(new Fault('unavailable'));
    }
  }

  /**
   * Rights have changed, or there is a new audience. Who sees just what it saw stays where it is, for others' doings must
   * not show in how a reader is served; all others leave their lane, at once, and look anew.
   */
  reconsider(): void {
    this.leaveUnlike();
    const slow = setTimeout(() => this.leaveLane(), RENEWAL_MS);
    void this.renew().finally(() => clearTimeout(slow));
  }

  /** Looks at the credential anew; one that has ended is told at once, even while nothing is sent. */
  private async renew(): Promise<void> {
    try {
      this.viewer = await this.feed.authority.renew(this.viewer);
      this.leaveUnlike();
    } catch (error) {
      this.bye(error instanceof Fault ? error : new Fault('internal'));
    }
  }

  /** Out of the lane if the viewer does not see what the lane shows. */
  private leaveUnlike(): void {
    const book = this.feed.audiences.last;
    if (!this.lane || !book) return;
    if (this.feed.audiences.ofBook(this.viewer, book).key !== this.lane.seen.key) this.leaveLane();
  }

  private leaveLane(): void {
    if (this.lane) this.feed.lanes.leave(this, this.lane);
    this.lane = undefined;
    this.wake();
  }

  /**
   * Every few seconds: ends a reader that does not answer or whose credential has run out; greets one at the head, unless a
   * batch is on its way: the cursor before it would lead back who has it already.
   */
  async beat(at: string): Promise<void> {
    if (this.unanswered.size > 0 && performance.now() - this.unansweredSince > this.feed.limits.ackTimeoutMs) {
      this.bye(new Fault('slow_consumer'));
      return;
    }
    await this.renew();
    if (this.lane && this.unanswered.size === 0 && !this.ended && !this.feed.behind)
      this.door.heartbeat(this.cursor, at);
  }

  /** Says why, with the cursor to resume from, and ends. */
  bye(fault: Fault): void {
    if (this.ended) return;
    const { cursor } = this;
    this.end();
    this.door.bye(fault, cursor);
  }

  /** The reader has gone. */
  end(): void {
    this.ended = true;
    this.leaveLane();
    this.feed.ended(this);
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
    });
  }
}
