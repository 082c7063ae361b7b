import { type Limits, type Recorded, type Restricted, restrictedOf } from './lane.js';
import { Batch, BETWEEN, type Piece, whole } from './subscriber.js';
import { OPENING } from './wire.js';

/** A page, and which of its entries must be on record before it is given. */
export interface Cut {
  readonly batch: Batch;
  readonly restricted: Restricted | undefined;
}

/** What an entry counts beside its object and envelope. */
const BESIDE = 16;

/** The texts of a page that is begun, in order. */
interface Texts {
  add(piece: Piece): void;
  readonly all: readonly Piece[];
  clear(): void;
}

/** What texts are gathered in is a little longer than a page may be. */
const ROOM = 1.25;

/**
 * Cuts entries' texts, as {@link wireText} prints them, into pages. Where a page ends is told by the texts in it alone,
 * wherever they are from and whatever lies between them.
 */
export class Cutter {
  /** Those that are full. */
  readonly pages: Cut[] = [];
  private count = 0;
  private recorded: Recorded[] = [];
  /** What the texts count. */
  private size = 0;
  /** What an entry counts at the least: so a page has no more of them than it may. */
  private readonly least: number;

  /** `texts`: what is begun is kept in it. */
  constructor(
    private readonly limits: Limits,
    private readonly texts: Texts,
  ) {
    this.least = Math.ceil(limits.pageBytes / limits.page);
  }

  /** True when the page is full with it. `seq`: its log number. `recorded`: when its delivery is. */
  add(piece: Piece, seq: number, recorded?: Recorded): boolean {
    this.texts.add(piece);
    this.count += 1;
    if (recorded) this.recorded.push(recorded);
    this.size += Math.max(this.least, piece.to - piece.from - BETWEEN.length - OPENING.length + BESIDE);
    if (this.size < this.limits.pageBytes) return false;
    this.cut(seq);
    return true;
  }

  /** Everything up to `reached` was added: what is begun is a page, too, and there is at least one. */
  end(reached: number): Cut[] {
    if (this.count > 0 || this.pages.length === 0) this.cut(reached);
    return this.pages;
  }

  private cut(reached: number): void {
    const batch = new Batch(this.count, this.texts.all, reached, false);
    this.pages.push({ batch, restricted: restrictedOf(this.recorded) });
    this.texts.clear();
    [this.count, this.recorded, this.size] = [0, [], 0];
  }
}

/** Texts that stay where they are: nothing is copied. */
export class InPlace implements Texts {
  all: Piece[] = [];

  add(piece: Piece): void {
    this.all.push(piece);
  }

  clear(): void {
    this.all = [];
  }
}

/** Texts whose sources go: copied one behind the other, into room that is used again. */
export class Gathered implements Texts {
  private room: Buffer;
  private length = 0;

  constructor({ pageBytes }: Limits) {
    this.room = Buffer.allocUnsafeSlow(Math.ceil(pageBytes * ROOM));
  }

  add({ source, from, to }: Piece): void {
    const end = this.length + to - from;
    if (end > this.room.length) {
      const more = Buffer.allocUnsafeSlow(2 * end);
      this.room.copy(more, 0, 0, this.length);
      this.room = more;
    }
    source.copy(this.room, this.length, from, to);
    this.length = end;
  }

  get all(): Piece[] {
    if (this.length === 0) return [];
    const copy = Buffer.allocUnsafeSlow(this.length);
    this.room.copy(copy, 0, 0, this.length);
    return [whole(copy)];
  }

  clear(): void {
    this.length = 0;
  }
}
