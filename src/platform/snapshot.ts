import type pg from 'pg';
import { asFault } from './database-fault.js';
import type { Pool, Sql } from './database.js';

/** How long a reader may keep the database waiting between two statements. */
const IDLE = '60s';

/**
 * One consistent view of the database, read statement by statement on a connection of its own: everything as it was when it
 * was opened. It holds back what Postgres could tidy up, so nobody may have one for long.
 */
export class Snapshot implements Sql {
  private closed = false;

  private constructor(
    private readonly client: pg.PoolClient,
    private readonly pid: number,
    private readonly others: Sql,
  ) {}

  /** `others`: by which a statement that is running can be called off. */
  static async open(pool: Pool, others: Sql): Promise<Snapshot> {
    const client = await pool.connect();
    try {
      await client.query('begin isolation level repeatable read read only');
      await client.query(`set local idle_in_transaction_session_timeout = '${IDLE}'`);
      const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid'); // the view is as of this
      return new Snapshot(client, rows[0]?.pid ?? 0, others);
    } catch (error) {
      client.release(error as Error);
      return asFault(error);
    }
  }

  query<R extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<pg.QueryResult<R>> {
    return this.client.query<R>(text, values).catch(asFault);
  }

  /** Ends the statement that is running, if there is one: nobody waits for its answer. */
  async callOff(): Promise<void> {
    if (this.closed) return;
    await this.others.query('select pg_cancel_backend($1)', [this.pid]).catch(() => undefined);
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    let broken: Error | undefined;
    await this.client.query('rollback').catch((error: Error) => (broken = error));
    this.client.release(broken);
  }
}
