import type { Limits } from './lane.js';
import { Batch, BETWEEN, type Piece } from './subscriber.js';
import { OPENING } from './wire.js';

/** What an entry counts beside its object and envelope. */
const BESIDE = 16;

/**
 * Cuts entries' texts, as {@link wireText} prints them, into pages. Where a page ends is told by the texts in it alone,
 * wherever they are from and whatever lies between them.
 */
export class Cutter {
  /** Those that are full. */
  readonly pages: Batch[] = [];
  private texts: Piece[] = [];
  private bytes = 0;
  /** What an entry counts at the least: so a page has no more of them than it may. */
  private readonly least: number;

  constructor(private readonly limits: Limits) {
    this.least = Math.ceil(limits.pageBytes / limits.page);
  }

  /** True when the page is full with it. `seq`: its log number. */
  add(text: Piece, seq: number): boolean {
    this.texts.push(text);
    this.bytes += Math.max(this.least, text.to - text.from - BETWEEN.length - OPENING.length + BESIDE);
    if (this.bytes < this.limits.pageBytes) return false;
    this.cut(seq);
    return true;
  }

  /** Everything up to `reached` was added: what is begun is a page, too, and there is at least one. */
  end(reached: number): Batch[] {
    if (this.texts.length > 0 || this.pages.length === 0) this.cut(reached);
    return this.pages;
  }

  private cut(reached: number): void {
    this.pages.push(new Batch(this.texts, reached, false));
    [this.texts, this.bytes] = [[], 0];
  }
}
