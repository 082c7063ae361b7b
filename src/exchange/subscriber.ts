import type { Fault } from '../kernel/index.js';

/** A run of entries as it goes to readers, serialised once; doors keep their framing of it beside it. */
export class Batch {
  private readonly framings = new Map<string, unknown>();

  constructor(
    /** Each entry's JSON. */
    readonly entries: readonly string[],
    /** Everything visible up to this number has been given with it. */
    readonly reached: number,
    readonly live: boolean,
    /** JSON array: where each visible audience's ledger stands. Given when a reader comes to the head. */
    readonly heads?: string,
  ) {}

  /** `{"entries":[…],"live":…,"heads":…,"cursor":"` : all but the reader's own cursor and the end. */
  get json(): string {
    return this.framed('json', () => {
      const heads = this.heads === undefined ? '' : `,"heads":${this.heads}`;
      return `{"entries":[${this.entries.join()}],"live":${this.live}${heads},"cursor":"`;
    });
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
