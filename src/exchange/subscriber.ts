import type { Fault } from '../kernel/index.js';

/** What stands between two entries of a batch. A line break never stands in an entry: doors may cut there. */
export const BETWEEN = ',\n';

const END = Buffer.from(']}]');

/** A run of entries as it goes to readers, put together once; doors keep their framing of it beside it. */
export class Batch {
  /** `"live":…,"heads":…,"entries":[…]}]`: the end of a JSON array whose last object begins with the reader's own cursor. */
  readonly end: Buffer;
  private readonly beginning: number;
  private readonly framings = new Map<string, unknown>();

  constructor(
    readonly count: number,
    /** The entries' JSON, each after {@link BETWEEN}. */
    texts: readonly Buffer[],
    /** Everything visible up to this number has been given with it. */
    readonly reached: number,
    readonly live: boolean,
    /** JSON array: where each visible audience's ledger stands. Given when a reader comes to the head. */
    readonly heads?: string,
  ) {
    const head = Buffer.from(`"live":${live}${heads === undefined ? '' : `,"heads":${heads}`},"entries":[`);
    this.beginning = head.length;
    const skipped = texts.length > 0 ? BETWEEN.length : 0; // before the first
    const bytes = texts.reduce((sum, { length }) => sum + length, 0) - skipped;
    this.end = Buffer.allocUnsafeSlow(head.length + bytes + END.length);
    let at = head.copy(this.end);
    for (const [i, text] of texts.entries()) at += text.copy(this.end, at, i === 0 ? skipped : 0);
    END.copy(this.end, at);
  }

  /** `"live":…,"heads":…,"entries":[…]}`: the end of a JSON object that begins with the reader's own cursor. */
  get json(): Buffer {
    return this.end.subarray(0, -1);
  }

  /** The entries' JSON, with {@link BETWEEN} between them. */
  get entries(): Buffer {
    return this.end.subarray(this.beginning, -END.length);
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
