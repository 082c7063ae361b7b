import type { Book, Visible } from '../audience/index.js';
import type { Facts } from '../kernel/index.js';
import { type Entry, factsOf, movedInSight } from './entry.js';
import type { Page } from './log.js';
import { sinceKey } from './known.js';

export type Predicate = (facts: Facts) => boolean;

/** Characters of stored text that a ring holds, at most: long descriptions make it shorter. */
const BYTES = 128 << 20;

/** Recent entries of all audiences, in memory, in order: what readers near the head are served from. */
export class Ring {
  private entries: Entry[] = [];
  private bytes = 0;
  /** The newest entry of each object in each audience that the ring holds. */
  private readonly latest = new Map<string, Entry>();
  /** Where each object that the ring has heard of now is. */
  private readonly place = new Map<number, Entry>();

  constructor(
    private readonly size: number,
    /** Everything after this number, up to `head`, is in the ring. */
    public from: number,
    public head = from,
  ) {}

  /** Takes new entries in. Room is made before, so that all of them are here while they are given out. */
  append(entries: readonly Entry[], upTo: number): void {
    if (this.entries.length > this.size * 1.25) this.evict(this.entries.length - this.size);
    while (this.bytes > BYTES) this.evict(Math.ceil(this.entries.length / 4));
    for (const entry of entries) {
      const key = sinceKey(entry.objectNo, entry.audienceId);
      const before = this.latest.get(key);
      if (before) before.superseded = true;
      this.latest.set(key, entry);
      if (entry.body !== null) this.place.set(entry.objectNo, entry);
      this.entries.push(entry);
      this.bytes += entry.body?.length ?? 0;
    }
    this.head = upTo;
  }

  private evict(count: number): void {
    let end = count;
    while (end < this.entries.length && this.entries[end]?.seq === this.entries[end - 1]?.seq) end += 1;
    for (const entry of this.entries.slice(0, end)) {
      const key = sinceKey(entry.objectNo, entry.audienceId);
      if (this.latest.get(key) === entry) this.latest.delete(key);
      if (this.place.get(entry.objectNo) === entry) this.place.delete(entry.objectNo);
      this.from = entry.seq;
      this.bytes -= entry.body?.length ?? 0;
    }
    this.entries = this.entries.slice(end);
  }

  /** As {@link Log.replay}, from memory; null when the ring does not reach back far enough to tell. */
  replay(seen: Visible, book: Book, matches: Predicate | undefined, after: number, limit: number): Page | null {
    if (after < this.from) return null;
    const page: Entry[] = [];
    const unmatched = new Set<Entry>();
    let passedOver = false;
    for (let i = this.indexAfter(after); i < this.entries.length; i++) {
      const entry = this.entries[i]!;
      if (page.length >= limit) return { entries: page, reached: page.at(-1)!.seq, passedOver, unmatched }; // a viewer sees one entry a number
      if (!seen.has(entry.audienceId, entry.seq) || movedInSight(entry, seen)) continue;
      const passes = entry.op !== 'recall' && this.passes(entry, book, matches);
      const held = !entry.superseded && (passes || heldAt(entry, after));
      if (held === undefined) return null;
      if (!held) {
        passedOver = true;
        continue;
      }
      if (!passes) unmatched.add(entry);
      page.push(entry);
    }
    return { entries: page, reached: this.head, passedOver, unmatched };
  }

  /** All entries after one number up to another; undefined when the ring does not reach back so far. */
  between(after: number, upTo: number): readonly Entry[] | undefined {
    return after < this.from ? undefined : this.entries.slice(this.indexAfter(after), this.indexAfter(upTo));
  }

  passes(entry: Entry, book: Book, matches: Predicate | undefined): boolean {
    if (!matches) return true;
    const facts = factsOf(entry, book);
    return facts !== undefined && matches(facts);
  }

  /** Whether the object has moved out of the viewer's sight since this entry: then its content is not shown any more. */
  outOfSight(entry: Entry, seen: Visible): boolean {
    const now = entry.superseded ? this.place.get(entry.objectNo) : undefined;
    return now !== undefined && !seen.has(now.audienceId, now.seq);
  }

  private indexAfter(seq: number): number {
    let low = 0;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.entries[middle]!.seq <= seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Whether a reader at `after` may hold the object; undefined when it depends on whether he saw where it was before. */
function heldAt({ sinceSeq, heldSince }: Entry, after: number): boolean | undefined {
  if (sinceSeq <= after) return true;
  return heldSince !== null && heldSince <= after ? undefined : false;
}
