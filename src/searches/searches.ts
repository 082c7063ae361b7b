import { randomUUID } from 'node:crypto';
import type { Audiences } from '../audience/index.js';
import { appendAudit, type Deed } from '../audit/index.js';
import { Fault, type Viewer } from '../kernel/index.js';
import type { Pool, Sql } from '../platform/index.js';
import { present, readQuery, type SavedSearch, SEARCH_SQL, type SavedSearchRow, type Watch } from './saved-search.js';

/** Saved searches of one person, and searches that one person watches: each of these at the most. */
const MOST = 50;

/** What somebody says of a search of his own. */
export interface SearchText {
  readonly name: string;
  readonly q: string;
  readonly shared: boolean;
}

/** Saved searches as people manage them: their own, and what colleagues share with the organisation. */
export class Searches {
  constructor(
    private readonly pool: Pool,
    private readonly audiences: Audiences,
  ) {}

  /** One's own and those that colleagues share, by name. */
  async list(viewer: Viewer): Promise<SavedSearch[]> {
    const { personId, organisationId } = personIn(viewer);
    const book = await this.audiences.current();
    const { rows } = await this.pool.query<SavedSearchRow>(`${SEARCH_SQL} order by lower(s.name), s.id`, [
      personId,
      organisationId,
    ]);
    return rows.map((row) => present(row, personId, book));
  }

  async one(viewer: Viewer, id: string): Promise<SavedSearch> {
    const { personId } = personIn(viewer);
    return present(await this.row(this.pool, viewer, id), personId, await this.audiences.current());
  }

  /** Faults: `query_invalid`, `limit_reached`. */
  async add(viewer: Viewer, { name, q, shared, ...watch }: SearchText & Watch): Promise<SavedSearch> {
    const { personId, organisationId } = personIn(viewer);
    readQuery(q, await this.audiences.current());
    const id = randomUUID();
    await this.change(viewer, { action: 'search.create', detail: { search: id, shared } }, async (sql) => {
      await assertRoom(sql, 'saved_search', personId);
      await sql.query(
        `insert into saved_search (id, organisation_id, person_id, name, q, shared) values ($1, $2, $3, $4, $5, $6)`,
        [id, organisationId, personId, name, q, shared],
      );
      await setWatch(sql, id, personId, watch);
    });
    return this.one(viewer, id);
  }

  /** Changes one's own. What is no longer shared is watched by nobody else any more. */
  async amend(viewer: Viewer, id: string, changes: { [name in keyof SearchText]?: SearchText[name] | undefined }) {
    const { name, q, shared } = changes;
    if (q !== undefined) readQuery(q, await this.audiences.current());
    const fields = Object.keys(changes);
    await this.change(viewer, { action: 'search.amend', detail: { search: id, fields } }, async (sql) => {
      const { personId } = await this.own(sql, viewer, id);
      await sql.query(
        'update saved_search set name = coalesce($2, name), q = coalesce($3, q), shared = coalesce($4, shared) where id = $1',
        [id, name ?? null, q ?? null, shared ?? null],
      );
      if (shared === false)
        await sql.query('delete from search_watch where search_id = $1 and person_id <> $2', [id, personId]);
    });
    return this.one(viewer, id);
  }

  async remove(viewer: Viewer, id: string): Promise<void> {
    await this.change(viewer, { action: 'search.delete', detail: { search: id } }, async (sql) => {
      await this.own(sql, viewer, id);
      await sql.query('delete from saved_search where id = $1', [id]);
    });
  }

  /** How the viewer is told of what it finds: from now on, if that was not so before. */
  async watch(viewer: Viewer, id: string, watch: Watch): Promise<SavedSearch> {
    const { personId } = personIn(viewer);
    const detail = { search: id, ...watch };
    await this.change(viewer, { action: 'search.watch', detail }, async (sql) => {
      await this.row(sql, viewer, id);
      await setWatch(sql, id, personId, watch);
    });
    return this.one(viewer, id);
  }

  /**
   * While the row of the cursor is held, nothing is held against searches; what is committed here counts from the next
   * entry on. The audit record is written last.
   */
  private change(viewer: Viewer, deed: Deed, work: (sql: Sql) => Promise<void>): Promise<void> {
    return this.pool.transaction(async (sql) => {
      await sql.query('update search_cursor set revision = revision + 1');
      await work(sql);
      await appendAudit(sql, [{ ...deed, viewer }]);
    });
  }

  /** `not_found` alike for those of others and for none. */
  private async row(sql: Sql, viewer: Viewer, id: string): Promise<SavedSearchRow> {
    const { personId, organisationId } = personIn(viewer);
    const { rows } = await sql.query<SavedSearchRow>(`${SEARCH_SQL} and s.id = $3`, [personId, organisationId, id]);
    if (!rows[0]) throw new Fault('not_found');
    return rows[0];
  }

  private async own(sql: Sql, viewer: Viewer, id: string): Promise<{ personId: string }> {
    const { personId } = personIn(viewer);
    const row = await this.row(sql, viewer, id);
    if (row.person_id !== personId) throw new Fault('forbidden', 'it is a colleague’s');
    return { personId };
  }
}

/** Keys have no searches: the guard lets people alone in here. */
export function personIn({ personId, organisationId }: Viewer): { personId: string; organisationId: string } {
  if (personId === undefined) throw new Fault('forbidden');
  return { personId, organisationId };
}

async function assertRoom(sql: Sql, table: 'saved_search' | 'search_watch', personId: string): Promise<void> {
  const { rows } = await sql.query<{ count: number }>(`select count(*)::int from ${table} where person_id = $1`, [
    personId,
  ]);
  if (rows[0]!.count < MOST) return;
  const what = table === 'saved_search' ? 'may have' : 'may watch';
  throw new Fault('limit_reached', `a person ${what} ${MOST} saved searches`);
}

/** What comes from now on is told; also to who had paused, or was not told before. */
async function setWatch(sql: Sql, id: string, personId: string, { bell, mail, paused }: Watch): Promise<void> {
  const { rows } = await sql.query('select from search_watch where search_id = $1 and person_id = $2', [id, personId]);
  if (rows.length === 0) await assertRoom(sql, 'search_watch', personId);
  await sql.query(
    `insert into search_watch (search_id, person_id, bell, mail, paused, since_seq)
     select $1, $2, $3, $4, $5, seq from head
     on conflict (search_id, person_id) do update set bell = excluded.bell, mail = excluded.mail, paused = excluded.paused,
       since_seq = case when search_watch.paused or not (search_watch.bell or search_watch.mail <> 'none')
         then excluded.since_seq else search_watch.since_seq end`,
    [id, personId, bell, mail, paused],
  );
  if (mail === 'none' || paused)
    await sql.query(
      `update search_match m set to_mail = false from search_watch w
       where m.to_mail and w.id = m.watch_id and w.search_id = $1 and w.person_id = $2`,
      [id, personId],
    );
}
