import { type Difference, differences } from '../../formats/index.js';
import { Fault, type Viewer } from '../../kernel/index.js';
import type { Sql } from '../../platform/index.js';
import { AdvisoryBody } from './advisory-body.js';
import { authorOf } from './steps.js';
import type { Work } from './work.js';

/** Who saved a text when. */
export interface Saved {
  readonly revision: number;
  readonly version: number;
  readonly at: string;
  readonly organisation: string;
  readonly by: string;
}

/** A revision of an advisory's text. */
export interface Revision extends Saved {
  readonly body: AdvisoryBody;
}

/** In what a revision differs from another. */
export interface RevisionDiff {
  readonly from: Saved;
  readonly to: Saved;
  readonly changes: readonly Difference[];
}

interface Row {
  revision: number;
  version: number;
  at: Date;
  organisation_id: string;
  author: string;
}

/** Of one author's autosaved revisions only the last within this time is kept. */
const AUTOSAVES = '10 minutes';
/** Revisions kept of one advisory. */
const KEPT = 200;

const FIELDS = Object.keys(AdvisoryBody.shape) as (keyof AdvisoryBody)[];

/** How the text came to be, latest first; to those who only sign, the one that stands. */
export async function listRevisions(sql: Sql, { id, part, revision }: Work): Promise<Saved[]> {
  const { rows } = await sql.query<Row>(
    `select revision, version, at, organisation_id, author from advisory_revision
     where advisory_id = $1 and ($2 <> 'signer' or revision = $3) order by revision desc limit 2000`,
    [id, part, revision],
  );
  return rows.map(present);
}

/** `not_found` for one that is not there, or that those who only sign are not shown. */
export async function readRevision(sql: Sql, { id, part, revision }: Work, asked: number): Promise<Revision> {
  if (part === 'signer' && asked !== revision) throw new Fault('not_found');
  const found = await findRevision(sql, id, asked);
  if (!found) throw new Fault('not_found');
  return found;
}

export async function findRevision(sql: Sql, id: string, asked: number): Promise<Revision | undefined> {
  const { rows } = await sql.query<Row & { text: string }>(
    'select revision, version, at, organisation_id, author, text from advisory_revision where advisory_id = $1 and revision = $2',
    [id, asked],
  );
  return rows[0] && { ...present(rows[0]), body: JSON.parse(rows[0].text) as AdvisoryBody };
}

/** Without `to` the text that stands, without `from` the revision before it. Faults as {@link readRevision}. */
export async function diffRevisions(
  sql: Sql,
  work: Work,
  from: number | undefined,
  to: number = work.revision,
): Promise<RevisionDiff> {
  const before = from ?? (await listRevisions(sql, work)).find(({ revision }) => revision < to)?.revision ?? 0;
  const [{ body: a, ...older }, { body: b, ...newer }] = [
    await readRevision(sql, work, before),
    await readRevision(sql, work, to),
  ];
  return { from: older, to: newer, changes: differences(FIELDS, a, b) };
}

/** Writes a text down. Who autosaves takes the place of his own last, and the oldest make room. */
export async function writeRevision(
  sql: Sql,
  { id, revision, version }: Pick<Work, 'id' | 'revision' | 'version'>,
  viewer: Viewer,
  body: AdvisoryBody,
  autosaved: boolean,
): Promise<void> {
  await sql.query(
    `insert into advisory_revision (advisory_id, revision, version, text, organisation_id, author, autosaved)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [id, revision, version, JSON.stringify(body), viewer.organisationId, authorOf(viewer), autosaved],
  );
  if (autosaved) await dropAutosaved(sql, id, { revision: revision - 1, version }, viewer);
  await dropOldest(sql, id, revision);
}

/** SQL: the revision that was published last, of advisory $1; null: none was. */
export const PUBLISHED = `select max(p.revision) from advisory_revision p join advisory a on a.id = p.advisory_id
  where p.advisory_id = $1 and p.version <= a.published_version`;

/** A revision that somebody spoke of or signed stays to be seen. */
const SPOKEN_OF = `exists (select from advisory_comment c where c.advisory_id = r.advisory_id and c.revision = r.revision)
  or exists (select from co_signature s where s.advisory_id = r.advisory_id and s.revision = r.revision)`;

/** The one that stood until now: the same author's for the same version, autosaved just before. */
async function dropAutosaved(
  sql: Sql,
  id: string,
  { revision, version }: Pick<Work, 'revision' | 'version'>,
  viewer: Viewer,
): Promise<void> {
  await sql.query(
    `delete from advisory_revision r where advisory_id = $1 and revision = $2 and version = $4 and autosaved and author = $3
       and at > clock_timestamp() - interval '${AUTOSAVES}' and not (${SPOKEN_OF})`,
    [id, revision, authorOf(viewer), version],
  );
}

/** Beyond what is kept: autosaved ones first, then the oldest; never what was published last, nor the text that stands. */
async function dropOldest(sql: Sql, id: string, revision: number): Promise<void> {
  await sql.query(
    `delete from advisory_revision where advisory_id = $1 and revision in (
       select r.revision from advisory_revision r where r.advisory_id = $1 and r.revision <> $2 and not (${SPOKEN_OF})
         and r.revision is distinct from (${PUBLISHED})
       order by r.autosaved desc, r.revision
       limit greatest(0, (select count(*) from advisory_revision where advisory_id = $1) - ${KEPT}))`,
    [id, revision],
  );
}

/** What came in between: which revision stands, whose it is, and in what it differs from the one that was edited. */
export async function conflict(sql: Sql, work: Work, ifMatch: string): Promise<Fault> {
  const standing = await findRevision(sql, work.id, work.revision);
  const edited = /^"\d{1,9}"$/.test(ifMatch)
    ? await findRevision(sql, work.id, Number(ifMatch.slice(1, -1)))
    : undefined;
  const { organisation = '', by = '', at = '' } = standing ?? {};
  const changed = edited && differences(FIELDS, edited.body, work.body).map(({ field }) => field);
  const extra = { conflict: { revision: work.revision, organisation, by, at, ...(changed && { changed }) } };
  return new Fault('precondition_failed', `revision ${work.revision} has come in between`, { extra });
}

const present = ({ revision, version, at, organisation_id: organisation, author: by }: Row): Saved => ({
  revision,
  version,
  at: at.toISOString(),
  organisation,
  by,
});
