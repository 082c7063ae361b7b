import { Fault } from '../kernel/index.js';

/** What is counted faster than this is never given twice. */
const SLOW_MS = 250;
/** What took long is given for so many times as long, and for a minute at most: counting may not be all that a hub does. */
const SHARE = 20;
const LONGEST_MS = 60_000;
const MOST = 200;
/** Who may wait for a count: one is made at a time. */
const MOST_WAITING = 8;

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
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly now: () => number = Date.now) {}

  /** Fault: `busy` when many wait already. */
  async of(key: string, state: string, make: () => Promise<T>): Promise<T> {
    const known = this.known.get(key);
    if (known && (known.state === state || this.now() < known.until)) return known.value;
    const same = `${key}\n${state}`;
    const made = this.making.get(same);
    if (made) return made;
    if (this.making.size >= MOST_WAITING) throw new Fault('busy', undefined, { headers: { 'retry-after': '5' } });
    const turn = this.last.then(() => this.make(key, state, make));
    this.last = turn.catch(() => undefined);
    this.making.set(same, turn);
    return turn.finally(() => this.making.delete(same));
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
