import type { Audiences, Book, Visible } from '../audience/index.js';
import type { Config } from '../platform/index.js';
import { isRecorded, restrictedIn } from './lane.js';
import { type Asked, BESIDE, leastOf, type Log, type Page } from './log.js';
import { Pages } from './pages.js';
import { Batch, BETWEEN } from './subscriber.js';
import type { Filter, Serving } from './subscription.js';
import type { Tail } from './tail.js';
import { batchOf, OPENING, wireText } from './wire.js';

/** Pages of a replay that are read at once, and for how long the log must have been quiet for that. */
const AHEAD = 8;
const QUIET_MS = 200;

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
  /** When the log last went on, by the monotonic clock. */
  private movedAt = -Infinity;

  constructor(
    private readonly limits: Config['feed'],
    private readonly audiences: Audiences,
    private readonly log: Log,
    private readonly tail: Tail,
  ) {
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
    if (shared) {
      this.readOn(seen, filter, shared.batch.reached, book, waiting);
      return shared;
    }
    const recent = this.tail.ring.replay(seen, book, filter?.matches, after, this.limits.page);
    if (!recent) return this.older(seen, filter, after, book, waiting);
    const serving = this.serving(recent, seen, book);
    this.pages.set(pageKey(seen, filter, after), serving);
    return serving;
  }

  /** While a page that was read ahead is on its way, Postgres puts together those that come after it. */
  private readOn(seen: Visible, filter: Filter | undefined, after: number, book: Book, waiting: Waiting): void {
    if (after >= this.tail.ring.from || this.pages.get(pageKey(seen, filter, after), this.head)) return;
    this.older(seen, filter, after, book, waiting).catch(() => undefined); // who needs it will be told
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
    const { seen, after, upTo } = asked;
    const recorded = seen.ids.filter((id) => isRecorded(book.audiences.get(id)));
    const pages = performance.now() - this.movedAt > QUIET_MS ? AHEAD : 1;
    const texts = await this.log.plain(asked, recorded, { ...this.limits, pages });
    if (!texts) return undefined;
    const [first, ...ahead] = texts.map(({ text, count, reached }) => {
      const batch = new Batch(Buffer.from(text), count, reached, false);
      return { batch, restricted: undefined, passedOver: true };
    });
    if (!first) {
      const page = await this.log.replay(asked, this.limits.page);
      return page && this.serving(page, seen, book);
    }
    let from = after;
    for (const page of upTo === this.head && pages > 1 ? [first, ...ahead] : []) {
      this.pages.set(pageKey(seen, filter, from), page);
      from = page.batch.reached;
    }
    return first;
  }

  private serving(page: Page, seen: Visible, book: Book): Serving {
    const texts = page.entries.map((entry) =>
      wireText(entry, seen, book, page.unmatched.has(entry) && entry.op !== 'recall'),
    );
    const end = this.endOf(texts);
    const entries = page.entries.slice(0, end);
    const reached = end < texts.length ? entries.at(-1)!.seq : page.reached;
    const batch = batchOf(texts.slice(0, end), reached, false);
    return { batch, restricted: restrictedIn(entries, book), passedOver: page.passedOver };
  }

  /** How many of the texts go into one page, counted as {@link Log.plain} does: pages end alike wherever they are from. */
  private endOf(texts: readonly Buffer[]): number {
    const least = leastOf(this.limits);
    let bytes = 0;
    for (const [i, text] of texts.entries()) {
      if (bytes >= this.limits.pageBytes) return i;
      bytes += Math.max(least, text.length - BETWEEN.length - OPENING.length + BESIDE);
    }
    return texts.length;
  }
}
