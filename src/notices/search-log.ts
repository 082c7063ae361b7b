import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Fault, type Viewer } from '../kernel/index.js';
import type { Pool, Sql } from '../platform/index.js';

const SHOWN = 100;
const MOST_TESTS = 10;

/** A mail that tells, or told, somebody of a saved search; never what is in it. */
export const SearchMail = z
  .object({
    id: z.uuid(),
    test: z.boolean(),
    /** `unknown`: it may have arrived; `dropped`: nothing was left to say. */
    state: z.enum(['waiting', 'taken', 'sent', 'dropped', 'failed', 'unknown']),
    made_at: z.iso.datetime(),
    due_at: z.iso.datetime(),
    changed_at: z.iso.datetime(),
    tries: z.int(),
    error: z.string().nullable(),
  })
  .meta({ id: 'SearchMail' });
export type SearchMail = z.infer<typeof SearchMail>;

type Row = Omit<SearchMail, 'made_at' | 'due_at' | 'changed_at'> & { made_at: Date; due_at: Date; changed_at: Date };

/** What a person was mailed of a saved search, and what became of it. Each sees one's own mails alone. */
export class SearchLog {
  constructor(
    private readonly pool: Pool,
    private readonly isMailing: boolean,
  ) {}

  /** The latest hundred, newest first. */
  async list(viewer: Viewer, search: string): Promise<SearchMail[]> {
    const watch = await watchOf(this.pool, viewer, search);
    const { rows } = await this.pool.query<Row>(
      `select m.id, t.test, m.state, t.at as made_at, m.due_at, m.changed_at, m.tries, m.error
       from search_mail t join mail m on m.id = t.mail_id where t.watch_id = $1 order by t.at desc, m.id limit ${SHOWN}`,
      [watch],
    );
    return rows.map((row) => ({
      ...row,
      made_at: row.made_at.toISOString(),
      due_at: row.due_at.toISOString(),
      changed_at: row.changed_at.toISOString(),
    }));
  }

  /** Sends one again that failed, or of which nobody knows whether it arrived. */
  async again(viewer: Viewer, search: string, mail: string): Promise<void> {
    const watch = await watchOf(this.pool, viewer, search);
    this.assertMailing();
    const { rows } = await this.pool.query<{ state: string }>(
      'select m.state from search_mail t join mail m on m.id = t.mail_id where t.watch_id = $1 and m.id = $2',
      [watch, mail],
    );
    if (!rows[0]) throw new Fault('not_found');
    const { rowCount } = await this.pool.query(
      `update mail set state = 'waiting', tries = 0, error = null, due_at = clock_timestamp(), changed_at = clock_timestamp()
       where id = $1 and state in ('failed', 'unknown')`,
      [mail],
    );
    if (!rowCount) throw new Fault('conflict', `the mail is ${rows[0].state}`);
  }

  /** A mail at once that says no more than that it is a test. Faults: `rate_limited` after ten in an hour. */
  test(viewer: Viewer, search: string): Promise<{ mail: string }> {
    return this.pool.transaction(async (sql) => {
      const watch = await watchOf(sql, viewer, search, 'for no key update');
      this.assertMailing();
      const { rows } = await sql.query<{ count: number }>(
        `select count(*)::int from search_mail where watch_id = $1 and test and at > clock_timestamp() - interval '1 hour'`,
        [watch],
      );
      if (rows[0]!.count >= MOST_TESTS)
        throw new Fault('rate_limited', undefined, { headers: { 'retry-after': '3600' } });
      const mail = randomUUID();
      await sql.query('insert into mail (id, person_id, digest, due_at) values ($1, $2, false, clock_timestamp())', [
        mail,
        viewer.personId,
      ]);
      await sql.query('insert into search_mail (mail_id, watch_id, test) values ($1, $2, true)', [mail, watch]);
      return { mail };
    });
  }

  private assertMailing(): void {
    if (!this.isMailing) throw new Fault('conflict', 'no mail server is set');
  }
}

/** The viewer's own watch of a search that he may read; `not_found` where there is none. */
async function watchOf(sql: Sql, { personId }: Viewer, search: string, lock = ''): Promise<number> {
  const { rows } = await sql.query<{ id: number }>(
    `select id from search_watch where search_id = $1 and person_id = $2 ${lock}`,
    [search, personId],
  );
  if (!rows[0]) throw new Fault('not_found');
  return rows[0].id;
}
