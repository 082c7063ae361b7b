import type { Audiences, Book, Visible } from '../audience/index.js';
import type { Config } from '../platform/index.js';
import { type Cut, Cutter, InPlace } from './cutter.js';
import { isRecorded, recordedOf } from './lane.js';
import type { Asked, Log, Page } from './log.js';
import { Pages } from './pages.js';
import type { PlainLog } from './plain-log.js';
import type { Filter, Serving } from './serving.js';
import type { Tail } from './tail.js';
import { wireText } from './wire.js';

/** Pages of a replay that are read at once, and bytes, at the most; and for how long the log must have been quiet for that. */
const AHEAD = 32;
const AHEAD_BYTES = 8 << 20;
const QUIET_MS = 200;
/** How often that is done before the reader has the first of them: so Postgres need not wait for the reader. */
const READINGS = 2;

/** Equal for readers who are to be given the same. */
const pageKey = (seen: Visible, filter: Filter | undefined, after: number): string =>
  `${after} ${filter?.text ?? ''} ${seen.key}`;

/** Whether a reader still waits for what it asked for. */
export type Waiting = () => boolean;

/** What readers behind the head are served from: the ring, else Postgres. */
export class Replay {
  private readonly pages = new Pages();
  /** Pages that Postgres is asked for, and who waits for each. */
  private readonly reading = new Map<string, { page: Promise<Serving | undefined>; askers: Waiting[] }>();
  private readonly most: number;
  /** Pages that are read at once: fewer while they are of no use when they come, or are forgotten before they are asked for. */
  private ahead: number;
  /** When the log last went on, by the monotonic clock. */
  private movedAt = -Infinity;

  constructor(
    private readonly limits: Config['feed'],
    private readonly audiences: Audiences,
    private readonly log: Log,
    private readonly plainLog: PlainLog,
    private readonly tail: Tail,
  ) {
    this.ahead = this.most = Math.max(1, Math.min(AHEAD, Math.floor(AHEAD_BYTES / limits.pageBytes)));
    tail.on('entries', () => (this.movedAt = performance.now()));
  }

  private get head(): number {
    return this.tail.head;
  }

  /**
   * The next page behind the head: from the ring if it reaches back so far, else from Postgres. Undefined when it was
   * given up because nobody was `waiting` for it.
   */
  async page(seen: Visible, filter: Filter | undefined, after: number, waiting: Waiting): Promise<Serving | undefined> {
    const book = await this.audiences.current();
    const shared = this.pages.get(pageKey(seen, filter, after), this.head);
    if (shared) return this.readOn(shared, seen, book, waiting);
    const recent = this.tail.ring.replay(seen, book, filter?.matches, after, this.limits.page);
    if (!recent) {
      const older = await this.older(seen, filter, after, book, waiting);
      return older && this.readOn(older, seen, book, waiting);
    }
    const serving = this.serving(recent, seen, book);
    this.pages.set(pageKey(seen, filter, after), serving, true);
    return serving;
  }

  /** What lies between two places of the log, as it is to be seen now: from Postgres, and never more than a page. */
  async between(seen: Visible, filter: Filter | undefined, after: number, upTo: number): Promise<Serving | undefined> {
    const book = await this.audiences.current();
    const asked = { seen, filter: filter?.query, after, upTo, waiting: () => true };
    const page = await this.log.replay(asked, this.limits.page);
    return page && this.serving(page, seen, book);
  }

  /** While pages that were read together are on their way, Postgres is asked for those that come after them. */
  private readOn(page: Serving, seen: Visible, book: Book, waiting: Waiting, more = READINGS): Serving {
    const { ahead = Infinity } = page;
    if (more === 0 || ahead >= this.tail.ring.from) return page;
    const next = this.pages.peek(pageKey(seen, undefined, ahead), this.head);
    if (next) this.readOn(next, seen, book, waiting, more - 1);
    else
      this.older(seen, undefined, ahead, book, waiting)
        .then((read) => read && this.readOn(read, seen, book, waiting, more - 1))
        .catch(() => undefined); // who needs it will be told
    return page;
  }

  /** From Postgres; who asks for what is being read waits for the same. */
  private older(seen: Visible, filter: Filter | undefined, after: number, book: Book, waiting: Waiting) {
    const key = `${this.head} ${pageKey(seen, filter, after)}`;
    const known = this.reading.get(key);
    if (known) {
      known.askers.push(waiting);
      return known.page;
    }
    const askers = [waiting];
    const asked = { seen, filter: filter?.query, after, upTo: this.head, waiting: () => askers.some((asks) => asks()) };
    const page = this.read(asked, filter, book).finally(() => this.reading.delete(key));
    this.reading.set(key, { page, askers });
    return page;
  }

  /** As text where that can be, else entry by entry. While the log is quiet some pages are read ahead. */
  private async read(asked: Asked, filter: Filter | undefined, book: Book): Promise<Serving | undefined> {
    const [first, ...more] = (filter ? [] : await this.plain(asked, book)) ?? [];
    if (!first) {
      const page = await this.log.replay(asked, this.limits.page);
      const serving = page && this.serving(page, asked.seen, book);
      if (serving && asked.upTo === this.head) this.pages.set(pageKey(asked.seen, filter, asked.after), serving, true);
      return serving;
    }
    const ahead = more.at(-1)?.batch.reached;
    const inTime = asked.upTo === this.head && this.keep(asked, [first, ...more], ahead);
    this.ahead = inTime ? Math.min(this.most, Math.ceil(this.ahead * 1.25)) : Math.max(1, this.ahead >> 1);
    return servingOf(first, ahead);
  }

  private plain(asked: Asked, book: Book): Promise<Cut[] | undefined> {
    const seen = asked.seen.ids.flatMap((id) => book.audiences.get(id) ?? []);
    const recorded = new Map(seen.filter(isRecorded).map(({ id, ref }) => [id, ref]));
    const pages = performance.now() - this.movedAt > QUIET_MS ? Math.ceil(this.ahead / (this.reading.size + 1)) : 1;
    return this.plainLog.pages(asked, recorded, { ...this.limits, pages });
  }

  /** False when pages were forgotten for it that no reader had come to. */
  private keep({ seen, after }: Asked, pages: readonly Cut[], ahead: number | undefined): boolean {
    let from = after;
    let inTime = true;
    for (const page of pages) {
      if (!this.pages.set(pageKey(seen, undefined, from), servingOf(page, ahead), from === after)) inTime = false;
      from = page.batch.reached;
    }
    return inTime;
  }

  private serving(page: Page, seen: Visible, book: Book): Serving {
    const cutter = new Cutter(this.limits, new InPlace());
    for (const entry of page.entries) {
      const withheld = page.unmatched.has(entry) && entry.op !== 'recall';
      if (cutter.add(wireText(entry, seen, book, withheld), entry.seq, recordedOf(entry, book))) break;
    }
    return { ...cutter.end(page.reached)[0]!, passedOver: page.passedOver };
  }
}

const servingOf = (cut: Cut, ahead: number | undefined): Serving => ({ ...cut, passedOver: true, ahead });
