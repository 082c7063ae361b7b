import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/index.js';

/** How a window of {@link Limiter} stands after points were asked for. */
export interface Window {
  readonly points: number;
  /** Milliseconds until it ends. */
  readonly left: number;
}

/**
 * Counts points in fixed windows, for all hub processes together. Time is the database's: a process with a wrong clock
 * opens no limit (as in MISP's CVE-2020-8890).
 */
@Injectable()
export class Limiter {
  constructor(private readonly database: Database) {}

  /** Adds points to the key's window, which starts with the first of them. */
  async take(key: string, points: number, seconds: number): Promise<Window> {
    return this.write(
      key,
      points,
      seconds,
      `points = case when r.until <= clock_timestamp() then 0 else r.points end + excluded.points,
       until = case when r.until <= clock_timestamp() then excluded.until else r.until end`,
    );
  }

  /** Makes the key's window end this long from now. */
  async hold(key: string, seconds: number): Promise<Window> {
    return this.write(key, 1, seconds, 'points = 1, until = excluded.until');
  }

  /** Milliseconds until the key's window ends; 0 when none is open. */
  async left(key: string): Promise<number> {
    const { rows } = await this.database.auth.query<{ left: number }>(
      `select (extract(epoch from until - clock_timestamp()) * 1000)::float8 as left from rate_limit where key = $1`,
      [key],
    );
    return Math.max(0, rows[0]?.left ?? 0);
  }

  async forget(keys: readonly string[]): Promise<void> {
    await this.database.auth.query('delete from rate_limit where key = any($1)', [keys]);
  }

  /** Drops windows that ended. */
  async sweep(): Promise<void> {
    await this.database.auth.query(`delete from rate_limit where until < clock_timestamp() - interval '1 minute'`);
  }

  private async write(key: string, points: number, seconds: number, change: string): Promise<Window> {
    const { rows } = await this.database.auth.query<Window>(
      `insert into rate_limit as r values ($1, $2, clock_timestamp() + $3 * interval '1 second')
       on conflict (key) do update set ${change}
       returning points, (extract(epoch from until - clock_timestamp()) * 1000)::float8 as left`,
      [key, points, seconds],
    );
    const window = rows[0];
    if (!window) throw new Error('no window was written');
    return window;
  }
}
