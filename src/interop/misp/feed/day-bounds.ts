import type { Pool } from '../../../platform/index.js';

const DAY_MS = 86_400_000;
/** Days kept in mind. */
const MOST = 5_000;

/** A day, and the log numbers of what was first shared on it: from `first`, below `below`. */
export interface Day {
  /** `2026-01-31` */
  readonly date: string;
  readonly first: number;
  readonly below: number;
}

/** The day of an instant, in days since the epoch. */
export const dayOf = (at: number): number => Math.floor(at / DAY_MS);

/** Where in the log days begin. Numbers follow time, so each is looked for by halves, and a day that has begun is known for good. */
export class DayBounds {
  private readonly known = new Map<number, number>();

  constructor(private readonly pool: Pool) {}

  /** These days, in the order in which they are given: the earliest first. */
  async of(days: readonly number[]): Promise<Day[]> {
    const { rows } = await this.pool.query<{ seq: number }>('select seq from head');
    const head = rows[0]?.seq ?? 0;
    const found: Day[] = [];
    for (const day of days) {
      const date = new Date(day * DAY_MS).toISOString().slice(0, 10);
      const first = await this.firstOf(day, head, found.at(-1)?.below ?? 0);
      found.push({ date, first, below: await this.firstOf(day + 1, head, first) });
    }
    return found;
  }

  private async firstOf(day: number, head: number, least: number): Promise<number> {
    const known = this.known.get(day);
    if (known !== undefined) return known;
    const at = new Date(day * DAY_MS);
    let [low, high] = [Math.min(least, head + 1), head + 1];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const { rows } = await this.pool.query<{ seq: number; before: boolean }>(
        'select seq, at < $2 as before from entry where seq >= $1 order by seq limit 1',
        [middle, at],
      );
      const [row] = rows;
      if (row?.before) low = row.seq + 1;
      else high = middle;
    }
    if (low > head) return Number.MAX_SAFE_INTEGER; // it has not begun
    if (this.known.size >= MOST) this.known.clear();
    this.known.set(day, low);
    return low;
  }
}
