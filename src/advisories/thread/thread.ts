import { type Audiences, type Visible, visibleSql } from '../../audience/index.js';
import {
  type Amend,
  type Cursors,
  etagOf,
  type Exchange,
  identityRef,
  type Objects,
  type Outcome,
  type Put,
  refusalOf,
} from '../../exchange/index.js';
import { advisoryOf } from '../../formats/index.js';
import { Fault, type StixObject, type Tlp, tlpOf, type Viewer } from '../../kernel/index.js';
import type { Pool, Sql } from '../../platform/index.js';
import { openPublished, type PublishedRow } from '../reading/published.js';
import { assertStaff } from '../staff.js';
import { type AnswerBody, type AnswerChange, toNote, toNoteChange, toNoteWithdrawal } from './note.js';

/** An answer to a request for information, as one who sees it reads it. */
export interface ThreadAnswer {
  readonly id: string;
  /** The answer that it answers, if the reader sees that one. */
  readonly in_reply_to: string | null;
  readonly organisation: string;
  readonly authors: readonly string[];
  readonly abstract: string | null;
  /** Markdown; null once it was withdrawn. */
  readonly content: string | null;
  readonly tlp: Tlp;
  readonly created: string;
  readonly modified: string;
  readonly withdrawn: boolean;
  readonly etag: string;
}

/** A page of a thread in the order in which it was said, and the cursor of the next if there is one. */
export interface ThreadPage {
  readonly items: readonly ThreadAnswer[];
  readonly next?: string;
}

interface NoteRow {
  no: number;
  id: string;
  tlp: number;
  organisation_id: string;
  body: string;
  parent: string | null;
}

/** Answers of one organisation to one request, at most. */
const MOST = 200;

/** Requests for information and what members answer to them: notes in the log, each for its own audience. */
export class Thread {
  constructor(
    readonly pool: Pool,
    readonly audiences: Audiences,
    readonly objects: Objects,
    private readonly exchange: Exchange,
    private readonly cursors: Cursors,
  ) {}

  /**
   * Answers the request, or an answer in its thread. Faults: `not_found` for a reply to what is hidden or missing,
   * `conflict` when it is no request or was withdrawn, `limit_reached`, `derivation_exceeds_source`, those of the audience.
   */
  async answer(viewer: Viewer, id: string, body: AnswerBody): Promise<Outcome> {
    const request = await this.open(viewer, id);
    assertAsks(request);
    const seen = await this.audiences.of(viewer);
    if (body.in_reply_to !== undefined && !(await this.has(seen, id, body.in_reply_to))) throw new Fault('not_found');
    if ((await this.said(viewer, seen, id)) >= MOST)
      throw new Fault('limit_reached', `an organisation gives at most ${MOST} answers to one request`);
    return this.submit(viewer, toNote(id, body), request);
  }

  /** Other words by its author. Faults: `not_originator`, `precondition_failed`, `revoked`, `conflict` and `derivation_exceeds_source` as above. */
  async change(viewer: Viewer, id: string, answer: string, ifMatch: string, change: AnswerChange): Promise<Outcome> {
    const request = await this.open(viewer, id);
    assertAsks(request);
    const { body } = await this.objects.get(viewer, answer);
    const { object_refs: refs } = JSON.parse(body) as { object_refs?: string[] };
    return this.submit(viewer, toNoteChange(id, answer, ifMatch, change, refs ?? []), request);
  }

  /** Taken back by its author, also when the request was. */
  async withdraw(viewer: Viewer, id: string, answer: string, ifMatch: string | undefined): Promise<void> {
    await this.open(viewer, id);
    await this.submit(viewer, toNoteWithdrawal(id, answer, ifMatch));
  }

  /** What the viewer may see of it; what he may not leaves no gap. */
  async page(viewer: Viewer, id: string, limit: number, cursor: string | undefined): Promise<ThreadPage> {
    await this.open(viewer, id);
    const bound = `${viewer.principal} answers ${id}`;
    const after = cursor === undefined ? 0 : await this.cursors.open(bound, cursor);
    const seen = await this.audiences.of(viewer);
    const values: unknown[] = [id, after, limit + 1];
    const param = (value: unknown) => `$${values.push(value)}`;
    const { rows } = await this.pool.query<NoteRow>(
      `select n.no, n.id, n.tlp, n.organisation_id, n.body, (select p.id from object p where p.id = n.refs->>1 and p.type = 'note'
         and ${visibleSql(seen, 'p', param)} limit 1) as parent
       from (${notesOf(seen, param)}) n where n.no > $2 order by n.no limit $3`,
      values,
    );
    const shown = rows.slice(0, limit);
    await this.objects.recordRead(viewer, shown);
    const last = shown.at(-1);
    return {
      items: shown.map(present),
      ...(rows.length > limit && last && { next: this.cursors.seal(bound, last.no) }),
    };
  }

  private async open(viewer: Viewer, id: string): Promise<PublishedRow> {
    assertStaff(viewer);
    return openPublished(this, viewer, id);
  }

  private async has(seen: Visible, id: string, answer: string): Promise<boolean> {
    const values: unknown[] = [id, answer];
    const notes = notesOf(seen, (value) => `$${values.push(value)}`);
    return (await this.pool.query(`select from (${notes}) n where n.id = $2`, values)).rowCount === 1;
  }

  private async said({ organisationId }: Viewer, seen: Visible, id: string): Promise<number> {
    const values: unknown[] = [id, organisationId];
    const notes = notesOf(seen, (value) => `$${values.push(value)}`);
    const { rows } = await this.pool.query<{ count: number }>(
      `select count(*)::int as count from (${notes}) n where n.organisation_id = $2::uuid`,
      values,
    );
    return rows[0]?.count ?? 0;
  }

  /** `request`: must still stand in the moment of the commit. */
  private async submit(viewer: Viewer, change: Put | Amend, request?: PublishedRow): Promise<Outcome> {
    const { outcomes } = await this.exchange.submit({
      viewer,
      changes: [change],
      door: 'advisory',
      ...(request && { settle: (sql) => assertStands(sql, request) }),
    });
    const outcome = outcomes[0];
    if (!outcome) throw new Fault('internal');
    const refusal = refusalOf(outcome);
    if (refusal) throw refusal;
    return outcome;
  }
}

/** SQL: the notes that answer request $1 or one another in its thread, as far as the viewer sees; by the index of what a text names. */
const notesOf = (seen: Visible, param: (value: unknown) => string): string =>
  `select o.no, o.id, o.tlp, o.organisation_id, v.body, v.body::jsonb->'object_refs' as refs
   from unnest(${param([...seen.ids])}::int[]) as each(id) join object o on o.audience_id = each.id and o.type = 'note'
     and o.text like '%' || $1 || '%' and ${visibleSql(seen, 'o', param)}
   join version v on v.seq = o.seq and v.body::jsonb->'object_refs'->>0 = $1`;

/** Throws `conflict` for what takes no answers. */
function assertAsks({ body, revoked }: PublishedRow): void {
  if (revoked) throw new Fault('conflict', 'the request was withdrawn');
  if (advisoryOf(JSON.parse(body) as StixObject)?.['kind'] !== 'request-for-information')
    throw new Fault('conflict', 'only a request for information takes answers');
}

/** Under the head's lock: the request was not withdrawn meanwhile. */
async function assertStands(sql: Sql, { id, organisation_id: lead }: PublishedRow): Promise<void> {
  const { rowCount } = await sql.query(
    'select from object where id = $1 and organisation_id = $2::uuid and not revoked',
    [id, lead],
  );
  if (!rowCount) throw new Fault('conflict', 'the request was withdrawn');
}

function present({ id, parent, organisation_id, tlp, body }: NoteRow): ThreadAnswer {
  const note = JSON.parse(body) as StixObject;
  const withdrawn = note.revoked === true;
  const text = (value: unknown): string | null => (typeof value === 'string' && !withdrawn ? value : null);
  return {
    id,
    in_reply_to: parent,
    organisation: identityRef(organisation_id),
    authors: (note['authors'] as string[] | undefined) ?? [],
    abstract: text(note['abstract']),
    content: text(note['content']),
    tlp: tlpOf(tlp),
    created: note.created ?? '',
    modified: note.modified ?? '',
    withdrawn,
    etag: etagOf(body),
  };
}
