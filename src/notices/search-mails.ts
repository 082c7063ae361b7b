import { randomUUID } from 'node:crypto';
import type { Pool, Pulse, Sql } from '../platform/index.js';
import { nextDigest, nextHour } from './digest-time.js';
import { STALE } from './notice.js';

/** Mails at once to one person in an hour; what comes then waits for the hour's end, in one mail. */
const MOST_AT_ONCE = 10;

type Often = 'instant' | 'hourly' | 'daily';

/** Puts what saved searches have found into mails: in one for a person, however many searches found how much. */
export class SearchMails {
  constructor(
    private readonly pool: Pool,
    private readonly pulse: Pulse,
    private readonly digestHour: number,
  ) {}

  /** Takes what is to be mailed to one person; false when there is none. */
  take(): Promise<boolean> {
    return this.pool.transaction(async (sql) => {
      const { rows } = await sql.query<{ person_id: string; mail: Often }>(
        'select w.person_id, w.mail from search_match m join search_watch w on w.id = m.watch_id where m.to_mail limit 1',
      );
      const [due] = rows;
      if (!due) return false;
      // one process at a time mails to a person: so the mails of an hour are counted right
      await sql.query('select from search_watch where person_id = $1 order by id for no key update', [due.person_id]);
      await this.put(sql, due.person_id, due.mail);
      return true;
    });
  }

  private async put(sql: Sql, person: string, often: Often): Promise<void> {
    const mine = `from search_watch w where w.id = m.watch_id and w.person_id = $1 and w.mail = $2 and m.to_mail`;
    await sql.query(
      `update search_match m set to_mail = false ${mine} and m.at < clock_timestamp() - interval '${STALE}'`,
      [person, often],
    );
    const { id, digest, due } = await this.slot(sql, person, often);
    const { rows } = await sql.query<{ watch_id: number }>(
      `update search_match m set to_mail = false, mail_id = $3 ${mine} returning m.watch_id`,
      [person, often, id],
    );
    if (rows.length === 0) return; // another process was quicker
    await sql.query(
      'insert into mail (id, person_id, digest, due_at) values ($1, $2, $3, $4) on conflict (id) do nothing',
      [id, person, digest, due],
    );
    await sql.query(
      'insert into search_mail (mail_id, watch_id, test) select $1, unnest($2::bigint[]), false on conflict do nothing',
      [id, [...new Set(rows.map((row) => row.watch_id))]],
    );
  }

  /** The mail that it goes into: one of its own, or one that waits for its time and takes in what else there is. */
  private async slot(sql: Sql, person: string, often: Often): Promise<{ id: string; digest: boolean; due: string }> {
    const now = this.pulse.now;
    if (often === 'instant' && (await sentAtOnce(sql, person)) < MOST_AT_ONCE)
      return { id: randomUUID(), digest: false, due: new Date(now).toISOString() };
    const due = (often === 'daily' ? nextDigest(now, this.digestHour) : nextHour(now)).toISOString();
    const { rows } = await sql.query<{ id: string }>('select md5($1::uuid::text || $2::text)::uuid as id', [
      person,
      due,
    ]);
    return { id: rows[0]!.id, digest: true, due };
  }
}

async function sentAtOnce(sql: Sql, person: string): Promise<number> {
  const { rows } = await sql.query<{ count: number }>(
    `select count(distinct m.id)::int from search_watch w join search_mail s on s.watch_id = w.id
       and s.at > clock_timestamp() - interval '1 hour' join mail m on m.id = s.mail_id
     where w.person_id = $1 and not m.digest and not s.test`,
    [person],
  );
  return rows[0]?.count ?? 0;
}
