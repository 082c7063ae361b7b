import { Fault } from '../kernel/index.js';

/** What is counted faster than this is never given twice. */
const SLOW_MS = 250;
/** What took long is given for so many times as long, and for a minute at most: counting may not be all that a hub does. */
const SHARE = 20;
const LONGEST_MS = 60_000;
const MOST = 200;
/** Who may wait for a count, of all and of one owner: one is made at a time. */
const MOST_WAITING = 32;
const MOST_OF_ONE = 4;

interface One<T> {
  readonly state: string;
  readonly value: T;
  readonly until: number;
}

/**
 * Counts that were made before. One is given again while what it was made of is as it was (`state`), and where counting takes
 * long, for up to a minute after. A key must say all that decides what its viewer sees.
 */
export class Kept<T> {
  private readonly known = new Map<string, One<T>>();
  private readonly making = new Map<string, Promise<T>>();
  /** How many of each owner's are being made, or wait for it. */
  private readonly waiting = new Map<string, number>();
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly now: () => number = Date.now) {}

  /** `owner`: whose turn it is; nobody's take the place of all others'. Fault: `busy` when many wait already. */
  async of(key: string, state: string, owner: string, make: () => Promise<T>): Promise<T> {
    const known = this.known.get(key);
    if (known && (known.state === state || this.now() < known.until)) return known.value;
    const same = `${key}\n${state}`;
    const made = this.making.get(same);
    if (made) return made;
    const own = this.waiting.get(owner) ?? 0;
    if (this.making.size >= MOST_WAITING || own >= MOST_OF_ONE)
      throw new Fault('busy', undefined, { headers: { 'retry-after': '5' } });
    const turn = this.last.then(() => this.make(key, state, make));
    this.last = turn.catch(() => undefined);
    this.making.set(same, turn);
    this.waiting.set(owner, own + 1);
    return turn.finally(() => this.leave(same, owner));
  }

  private leave(same: string, owner: string): void {
    this.making.delete(same);
    const left = (this.waiting.get(owner) ?? 1) - 1;
    if (left > 0) this.waiting.set(owner, left);
    else this.waiting.delete(owner);
  }

  private async make(key: string, state: string, make: () => Promise<T>): Promise<T> {
    const begun = this.now();
    const value = await make();
    const took = this.now() - begun;
    this.known.delete(key);
    if (this.known.size >= MOST) this.known.delete(this.known.keys().next().value!);
    this.known.set(key, { state, value, until: took < SLOW_MS ? 0 : begun + Math.min(took * SHARE, LONGEST_MS) });
    return value;
  }
}
