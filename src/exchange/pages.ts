import type { Serving } from './serving.js';

/** Bytes of pages kept, at most. */
const BYTES = 64 << 20;
/** Of a page in memory, however little is in it: pages of filters that match nothing come in any number. */
const OVERHEAD = 512;

/**
 * Pages that were made, for others who ask for the same: after a burst, or when a process has gone, many readers who see
 * the same are behind at the same place. A page holds only for the head that it was made at, for what it shows may move or
 * be superseded after.
 */
export class Pages {
  private readonly pages = new Map<string, Kept>();
  private head = -1;
  private bytes = 0;

  /** The page made for this key at this head of the log, if it was, for a reader. Forgets all pages of an earlier head. */
  get(key: string, head: number): Serving | undefined {
    const kept = this.kept(key, head);
    if (kept) kept.asked = true;
    return kept?.page;
  }

  /** As {@link get}, but no reader has asked for it yet. */
  peek(key: string, head: number): Serving | undefined {
    return this.kept(key, head)?.page;
  }

  /**
   * Keeps a page that was made at the head that was last asked for, and forgets the oldest for it: false when one of those
   * was read for a reader that has not come to it.
   */
  set(key: string, page: Serving, asked: boolean): boolean {
    this.drop(key);
    this.pages.set(key, { page, asked });
    this.bytes += weightOf(key, page);
    let early = false;
    for (const [oldest, kept] of this.pages) {
      if (this.bytes <= BYTES) break;
      early ||= !kept.asked;
      this.drop(oldest);
    }
    return !early;
  }

  private kept(key: string, head: number): Kept | undefined {
    if (head !== this.head) {
      this.pages.clear();
      [this.head, this.bytes] = [head, 0];
    }
    return this.pages.get(key);
  }

  private drop(key: string): void {
    const kept = this.pages.get(key);
    if (!kept) return;
    this.pages.delete(key);
    this.bytes -= weightOf(key, kept.page);
  }
}

interface Kept {
  readonly page: Serving;
  asked: boolean;
}

const weightOf = (key: string, page: Serving): number => OVERHEAD + key.length + page.batch.length;
