import type { Config, Pool } from '../platform/index.js';

const EVERY_MS = 60_000;
/** Rows that are deleted at a time. */
const ROWS = 100;
const JOBS = 20;
/** Nothing has come of a file for so long: its sender has gone, and so has the process that took it. */
const ABANDONED = `interval '10 minutes'`;

/** Throws away what is done with: files when their import has ended, imports and their outcomes after some days. */
export class Sweep {
  private at = -Infinity;

  constructor(
    private readonly pool: Pool,
    private readonly settings: Config['imports'],
  ) {}

  /** Looks, if it has not for a while. */
  async round(): Promise<void> {
    if (performance.now() - this.at < EVERY_MS) return;
    this.at = performance.now();
    await this.now();
  }

  async now(): Promise<void> {
    for (const id of await this.ids(
      `ended_at is not null and exists (select from import_chunk c where c.job_id = j.id)`,
    ))
      await this.file(id);
    const old = await this.ids(
      `(ended_at is not null and changed_at < clock_timestamp() - $1 * interval '1 day')
         or (state = 'receiving' and changed_at < clock_timestamp() - ${ABANDONED})`,
      [this.settings.keepDays],
    );
    for (const id of old) {
      await this.file(id);
      await this.rows('import_outcome', 'found', id);
      await this.pool.query('delete from import_job where id = $1', [id]);
    }
  }

  /** The file of an import that has ended. */
  async file(id: string): Promise<void> {
    await this.rows('import_chunk', 'no', id);
  }

  private async ids(what: string, values: unknown[] = []): Promise<string[]> {
    const { rows } = await this.pool.query<{ id: string }>(
      `select id from import_job j where ${what} order by changed_at limit ${JOBS}`,
      values,
    );
    return rows.map(({ id }) => id);
  }

  private async rows(table: string, key: string, id: string): Promise<void> {
    for (;;) {
      const { rowCount } = await this.pool.query(
        `delete from ${table} where job_id = $1 and ${key} in (select ${key} from ${table} where job_id = $1 limit ${ROWS})`,
        [id],
      );
      if ((rowCount ?? 0) < ROWS) return;
    }
  }
}
