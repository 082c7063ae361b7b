import { advisoryOf } from '../formats/index.js';
import { addressed } from '../advisories/index.js';
import type { Audiences, Book, Organisation } from '../audience/index.js';
import { type StixObject, type Tlp, tlpOf } from '../kernel/index.js';
import type { Sql } from '../platform/index.js';

/** A published advisory as it stands, whoever may see it. */
export interface Published {
  readonly organisationId: string;
  readonly audienceId: number;
  readonly seq: number;
  readonly tlp: Tlp;
  readonly version: number;
  readonly withdrawn: boolean;
  readonly title: string;
  /** RFC 3339. */
  readonly acknowledgeBy: string | undefined;
}

/** Undefined for what is not published. */
export async function readPublished(sql: Sql, id: string): Promise<Published | undefined> {
  const { rows } = await sql.query<{
    organisation_id: string;
    audience_id: number;
    seq: number;
    tlp: number;
    revoked: boolean;
    published_version: number;
    body: string;
  }>(
    `select a.organisation_id, a.published_version, o.audience_id, o.seq, o.tlp, o.revoked, v.body
     from advisory a join object o on o.id = a.id and o.organisation_id = a.organisation_id join version v on v.seq = o.seq
     where a.id = $1 and a.published_version > 0`,
    [id],
  );
  const row = rows[0];
  if (!row) return undefined;
  const report = JSON.parse(row.body) as StixObject;
  const acknowledgeBy = advisoryOf(report)?.['acknowledge_by'];
  return {
    organisationId: row.organisation_id,
    audienceId: row.audience_id,
    seq: row.seq,
    tlp: tlpOf(row.tlp),
    version: row.published_version,
    withdrawn: row.revoked,
    title: report.name ?? '',
    acknowledgeBy: typeof acknowledgeBy === 'string' ? acknowledgeBy : undefined,
  };
}

/** Ids of the organisations that have answered a version. */
async function answered(sql: Sql, id: string, version: number): Promise<Set<string>> {
  const { rows } = await sql.query<{ organisation_id: string }>(
    'select distinct organisation_id from acknowledgement where advisory_id = $1 and version = $2',
    [id, version],
  );
  return new Set(rows.map((row) => row.organisation_id));
}

/** Organisations that it went to and that see it, and have not answered the version that stands. */
export async function unanswered(sql: Sql, id: string, published: Published, book: Book): Promise<Organisation[]> {
  const { organisationId: organisation_id, audienceId: audience_id, seq, version } = published;
  const done = await answered(sql, id, version);
  return addressed({ organisation_id, audience_id, seq }, book).filter((organisation) => !done.has(organisation.id));
}

/** The rights as they are now, in which the audience of what was published is known. */
export async function bookFor(audiences: Audiences, { audienceId }: Published): Promise<Book> {
  const book = await audiences.current();
  if (book.audiences.has(audienceId)) return book;
  await audiences.learn(); // perhaps another process has just made it
  return audiences.current();
}
