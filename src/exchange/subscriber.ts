import type { Fault } from '../kernel/index.js';

/** What stands between two entries of a batch. A line break never stands in an entry: doors may cut there. */
export const BETWEEN = ',\n';

/** A run of entries as it goes to readers, serialised once; doors keep their framing of it beside it. */
export class Batch {
  private readonly framings = new Map<string, unknown>();

  constructor(
    /** The entries' JSON, with {@link BETWEEN} between them. */
    readonly entries: Buffer,
    readonly count: number,
    /** Everything visible up to this number has been given with it. */
    readonly reached: number,
    readonly live: boolean,
    /** JSON array: where each visible audience's ledger stands. Given when a reader comes to the head. */
    readonly heads?: string,
  ) {}

  /** `"live":…,"heads":…,"entries":[…]}`: the end of a JSON object that begins with the reader's own cursor. */
  get json(): Buffer {
    return this.framed('json', () => this.withEnd(''));
  }

  /** The same with something after it. */
  withEnd(end: string): Buffer {
    const heads = this.heads === undefined ? '' : `,"heads":${this.heads}`;
    return Buffer.concat([
      Buffer.from(`"live":${this.live}${heads},"entries":[`),
      this.entries,
      Buffer.from(`]}${end}`),
    ]);
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
