import type { Pool } from '../../../platform/index.js';

const DAY_MS = 86_400_000;

/** A day and the log numbers of what was first shared on it. */
export interface Day {
  /** `2026-01-31` */
  readonly date: string;
  readonly first: number;
}

/** Where in the log days begin. Numbers follow time, so each is looked for by halves, and a day that has begun is known for good. */
export class DayBounds {
  private readonly known = new Map<number, number>();

  constructor(private readonly pool: Pool) {}

  /** The last so many days with today, earliest first. */
  async last(days: number, now: number): Promise<Day[]> {
    const today = Math.floor(now / DAY_MS);
    const { rows } = await this.pool.query<{ seq: number }>('select seq from head');
    const head = rows[0]?.seq ?? 0;
    const found: Day[] = [];
    for (let day = today - days + 1; day <= today; day += 1) {
      const date = new Date(day * DAY_MS).toISOString().slice(0, 10);
      found.push({ date, first: await this.firstOf(day, head, found.at(-1)?.first ?? 0) });
    }
    for (const day of this.known.keys()) if (day < today - days) this.known.delete(day);
    return found;
  }

  private async firstOf(day: number, head: number, least: number): Promise<number> {
    const known = this.known.get(day);
    if (known !== undefined) return known;
    const at = new Date(day * DAY_MS);
    let [low, high] = [least, head + 1];
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
    if (low <= head) this.known.set(day, low); // else it has not begun
    return low;
  }
}
