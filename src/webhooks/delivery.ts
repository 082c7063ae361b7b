import { randomUUID } from 'node:crypto';
import { sha256 } from '../kernel/index.js';
import type { Pool, Sql } from '../platform/index.js';
import type { Tried } from './sender.js';

/** A stretch of the log on its way to a receiver, from its first try to its last under one id. */
export interface Delivery {
  readonly id: string;
  readonly after_seq: number;
  readonly reached_seq: number;
  readonly seen: Buffer;
  readonly entries: number;
  readonly state: 'sending' | 'again';
}

export const seenHash = (seen: string): Buffer => sha256(seen);

/** By what a process has a webhook: it is lost when the lease is, and when somebody changes the webhook. */
export interface Hold {
  readonly id: string;
  readonly owner: string;
  readonly revision: number;
}

/** Sets where the webhook is; false when it is not held any more. */
export async function move(sql: Sql, { id, owner, revision }: Hold, position: number, more = ''): Promise<boolean> {
  const { rowCount } = await sql.query(
    `update webhook set position = $4 ${more} where id = $1 and owner = $2 and revision = $3`,
    [id, owner, revision, position],
  );
  return (rowCount ?? 0) > 0;
}

/** What is on its way to one webhook's receiver, in Postgres: it outlives the process. */
export class Deliveries {
  constructor(
    private readonly pool: Pool,
    private readonly webhookId: string,
  ) {}

  /** What was begun and not yet taken, and then what is asked for once more; nothing where the webhook was set anew. */
  async waiting({ owner, revision }: Hold): Promise<Delivery | undefined> {
    const { rows } = await this.pool.query<Delivery>(
      `select id, after_seq, reached_seq, seen, entries, state from webhook_delivery where webhook_id = $1 and state in ('sending', 'again')
         and exists (select from webhook where id = $1 and owner = $2 and revision = $3)
       order by state = 'again', created_at limit 1`,
      [this.webhookId, owner, revision],
    );
    return rows[0];
  }

  /** Puts it on disk; undefined when the webhook is another's by now, or was set elsewhere. What is on its way begins where the webhook is. */
  begin(
    hold: Hold,
    { after, reached, seen, entries }: { after: number; reached: number; seen: string; entries: number },
  ): Promise<Delivery | undefined> {
    const id = randomUUID();
    const hash = seenHash(seen);
    return this.pool.transaction(async (sql) => {
      if (!(await move(sql, hold, after))) return undefined;
      await sql.query(
        `insert into webhook_delivery (id, webhook_id, kind, after_seq, reached_seq, seen, entries, state)
         values ($1, $2, 'entries', $3, $4, $5, $6, 'sending')`,
        [id, this.webhookId, after, reached, hash, entries],
      );
      return { id, after_seq: after, reached_seq: reached, seen: hash, entries, state: 'sending' as const };
    });
  }

  /** Nothing of it may be shown any more, or something else is: what is left goes under another id. */
  async drop({ id }: Delivery): Promise<void> {
    await this.pool.query(`update webhook_delivery set state = 'dropped', tried_at = clock_timestamp() where id = $1`, [
      id,
    ]);
  }
}

/** What became of a try, in the transaction that moves the webhook on. What was dropped meanwhile stays so: it goes under another id. */
export async function noteTry(sql: Sql, id: string, { status, ms, error }: Tried, state: string): Promise<void> {
  await sql.query(
    `update webhook_delivery set state = case state when 'dropped' then state else $2 end, tries = tries + 1, tried_at = clock_timestamp(), status = $3, ms = $4, error = $5
     where id = $1`,
    [id, state, status, ms, error?.slice(0, 500) ?? null],
  );
}
