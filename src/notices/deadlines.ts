import { type Audiences, sees } from '../audience/index.js';
import type { Errands } from '../auth/index.js';
import type { Pool, Pulse, Sql } from '../platform/index.js';
import { STALE, tell } from './notice.js';
import { bookFor, type Published, readPublished, unanswered } from './published.js';
import { recipients } from './recipients.js';

const DAY_MS = 24 * 60 * 60_000;

interface Due {
  advisory_id: string;
  version: number;
  is_over: boolean;
  is_stale: boolean;
}

/** Notes until when readers are to answer the version that stands: they are reminded a day before, and once after it. */
export async function schedule(sql: Sql, id: string, published: Published, now: number): Promise<void> {
  const { acknowledgeBy, version, withdrawn } = published;
  if (acknowledgeBy === undefined || withdrawn) {
    await sql.query('delete from notice_deadline where advisory_id = $1', [id]);
    return;
  }
  const deadline = Date.parse(acknowledgeBy);
  const next = deadline - DAY_MS > now ? deadline - DAY_MS : deadline;
  await sql.query(
    `insert into notice_deadline (advisory_id, version, acknowledge_by, next_at) values ($1, $2, $3, $4)
     on conflict (advisory_id) do update set version = $2, acknowledge_by = $3, next_at = $4
       where notice_deadline.version < $2`,
    [id, version, new Date(deadline).toISOString(), new Date(next).toISOString()],
  );
}

/** Reminds those whose organisation has not answered, and tells the lead's people once who has not in time. */
export class Deadlines {
  constructor(
    private readonly pool: Pool,
    private readonly pulse: Pulse,
    private readonly audiences: Audiences,
    private readonly errands: Errands,
    private readonly digestHour: number,
  ) {}

  /** Takes one that is due; false when there is none. */
  take(): Promise<boolean> {
    return this.pool.transaction(async (sql) => {
      const { rows } = await sql.query<Due>(
        `select advisory_id, version, acknowledge_by <= clock_timestamp() as is_over,
           acknowledge_by < clock_timestamp() - interval '${STALE}' as is_stale
         from notice_deadline where next_at <= clock_timestamp() order by next_at limit 1 for update skip locked`,
      );
      const due = rows[0];
      if (!due) return false;
      if (!due.is_stale) await this.remind(sql, due);
      await sql.query(
        due.is_over
          ? 'delete from notice_deadline where advisory_id = $1'
          : 'update notice_deadline set next_at = acknowledge_by where advisory_id = $1',
        [due.advisory_id],
      );
      return true;
    });
  }

  private async remind(sql: Sql, { advisory_id: advisory, version, is_over }: Due): Promise<void> {
    const published = await readPublished(sql, advisory);
    if (!published || published.withdrawn || published.version !== version) return;
    const book = await bookFor(this.audiences, published);
    const readers = (await recipients(sql, this.errands, book)).filter(
      ({ acts, viewer }) => acts && sees(viewer, published, book),
    );
    const late = new Set((await unanswered(sql, advisory, published, book)).map(({ id }) => id));
    if (late.size === 0) return;
    const when = { now: this.pulse.now, digestHour: this.digestHour };
    const reminder = `version ${version}, ${is_over ? 'after' : 'before'}`;
    await tell(
      sql,
      { kind: 'reminder', advisory, version, occasion: reminder },
      readers.filter(({ organisationId }) => late.has(organisationId)),
      when,
    );
    if (!is_over) return;
    const own = readers.filter(({ organisationId }) => organisationId === published.organisationId);
    await tell(sql, { kind: 'overdue', advisory, version, occasion: `version ${version}` }, own, when);
  }
}
