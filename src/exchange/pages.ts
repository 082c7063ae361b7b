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
  private readonly pages = new Map<string, Serving>();
  private head = -1;
  private bytes = 0;

  /** The page made for this key at this head of the log, if it was. Forgets all pages of an earlier head. */
  get(key: string, head: number): Serving | undefined {
    if (head !== this.head) this.forget(head);
    return this.pages.get(key);
  }

  /** Keeps a page that was made at the head that was last asked for. */
  set(key: string, page: Serving): void {
    if (this.bytes > BYTES) this.forget(this.head);
    this.pages.set(key, page);
    this.bytes += OVERHEAD + key.length + page.batch.end.length;
  }

  private forget(head: number): void {
    this.pages.clear();
    [this.head, this.bytes] = [head, 0];
  }
}
