import type { Fault } from '../kernel/index.js';

/** What stands between two entries of a batch. A line break never stands in an entry: doors may cut there. */
export const BETWEEN = ',\n';

/** Where a text lies in what others share: a view of its own for each of millions would be dear. */
export interface Piece {
  readonly source: Buffer;
  readonly from: number;
  readonly to: number;
}

export const whole = (source: Buffer): Piece => ({ source, from: 0, to: source.length });

/** What stands after the entries: the end of a JSON array whose last object holds them. */
const END = Buffer.from(']}]');

/**
 * A run of entries as it goes to readers. Nothing is copied for it: it is parts of what all readers share, as long as can
 * be. Doors keep their framing of it beside it.
 */
export class Batch {
  /** `"live":…,"heads":…,"entries":[`: stands between the reader's own cursor and the parts. */
  readonly beginning: string;
  /** The entries' JSON, with {@link BETWEEN} between them, and `]}]`: the end of a JSON array of which this is the last object. */
  readonly parts: readonly Buffer[];
  /** Bytes of all parts. */
  readonly length: number;
  private readonly framings = new Map<string, unknown>();

  constructor(
    readonly count: number,
    /** The entries' JSON, each after {@link BETWEEN}. What they lie in must not change any more. */
    texts: readonly Piece[],
    /** Everything visible up to this number has been given with it. */
    readonly reached: number,
    readonly live: boolean,
    /** JSON array: where each visible audience's ledger stands. Given when a reader comes to the head. */
    readonly heads?: string,
  ) {
    this.beginning = `"live":${live}${heads === undefined ? '' : `,"heads":${heads}`},"entries":[`;
    this.parts = [...joined(texts), END];
    this.length = this.parts.reduce((sum, { length }) => sum + length, 0);
  }

  /** `"live":…,"heads":…,"entries":[…]}`: the end of a JSON object that begins with the reader's own cursor. */
  get json(): string {
    return `${this.beginning}${this.entries}]}`;
  }

  /** The entries' JSON, with {@link BETWEEN} between them. */
  get entries(): string {
    return Buffer.concat(this.parts.slice(0, -1)).toString();
  }

  /** What a door makes of the batch, made once for all readers of that door. */
  framed<T>(door: string, make: () => T): T {
    if (!this.framings.has(door)) this.framings.set(door, make());
    return this.framings.get(door) as T;
  }
}

/** What a door gives the feed to reach its reader by. */
export interface Door {
  /** Hands a batch over. `taken` must be called when the reader has it safely: it makes room in the window. */
  send(batch: Batch, cursor: string, taken: () => void): void;
  heartbeat(cursor: string, at: string): void;
  /** Last word; the door closes the connection after it. */
  bye(fault: Fault, cursor: string): void;
}

/** As few views as there can be: texts that lie one behind the other are one. The first goes without {@link BETWEEN}. */
function joined(texts: readonly Piece[]): Buffer[] {
  const parts: Buffer[] = [];
  for (let i = 0; i < texts.length;) {
    const { source, from, to } = texts[i]!;
    let end = to;
    while (++i < texts.length && texts[i]!.source === source && texts[i]!.from === end) end = texts[i]!.to;
    parts.push(source.subarray(parts.length === 0 ? from + BETWEEN.length : from, end));
  }
  return parts;
}
