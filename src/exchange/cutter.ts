import { type Limits, type Recorded, type Restricted, restrictedOf } from './lane.js';
import { Batch, BETWEEN, type Piece } from './subscriber.js';
import { OPENING } from './wire.js';

/** A page, and which of its entries must be on record before it is given. */
export interface Cut {
  readonly batch: Batch;
  readonly restricted: Restricted | undefined;
}

/** What an entry counts beside its object and envelope. */
const BESIDE = 16;

/**
 * Cuts entries' texts, as {@link wireText} prints them, into pages. Where a page ends is told by the texts in it alone,
 * wherever they are from and whatever lies between them.
 */
export class Cutter {
  /** Those that are full. */
  readonly pages: Cut[] = [];
  private texts: Piece[] = [];
  private recorded: Recorded[] = [];
  private bytes = 0;
  /** What an entry counts at the least: so a page has no more of them than it may. */
  private readonly least: number;

  constructor(private readonly limits: Limits) {
    this.least = Math.ceil(limits.pageBytes / limits.page);
  }

  /** True when the page is full with it. `seq`: its log number. `recorded`: when its delivery is. */
  add(text: Piece, seq: number, recorded?: Recorded): boolean {
    this.texts.push(text);
    if (recorded) this.recorded.push(recorded);
    this.bytes += Math.max(this.least, text.to - text.from - BETWEEN.length - OPENING.length + BESIDE);
    if (this.bytes < this.limits.pageBytes) return false;
    this.cut(seq);
    return true;
  }

  /** Everything up to `reached` was added: what is begun is a page, too, and there is at least one. */
  end(reached: number): Cut[] {
    if (this.texts.length > 0 || this.pages.length === 0) this.cut(reached);
    return this.pages;
  }

  private cut(reached: number): void {
    this.pages.push({ batch: new Batch(this.texts, reached, false), restricted: restrictedOf(this.recorded) });
    [this.texts, this.recorded, this.bytes] = [[], [], 0];
  }
}
