import { Fault, tlpOf, type Tlp, tlpRank, type Viewer } from '../../kernel/index.js';
import type { Sql } from '../../platform/index.js';
import { isStaff } from '../staff.js';
import type { AdvisoryBody } from './advisory-body.js';

export const STATES = ['draft', 'review', 'signing', 'published', 'withdrawn', 'discarded'] as const;
/** draft → review → signing → published → withdrawn; a published one goes back to draft for its next version. */
export type State = (typeof STATES)[number];

/** What an organisation does in an advisory: one leads, others write with it, others are asked to sign. */
export type Part = 'lead' | 'author' | 'signer';

export interface Participant {
  readonly organisationId: string;
  readonly part: Part;
  /** Asked to sign. */
  readonly signs: boolean;
}

/** An advisory at work, with the current text, as one of its participants has it before him. */
export interface Work {
  readonly id: string;
  readonly organisationId: string;
  readonly state: State;
  readonly version: number;
  readonly publishedVersion: number;
  readonly revision: number;
  readonly nonce: Buffer;
  readonly quorum: number;
  readonly tlp: Tlp;
  readonly body: AdvisoryBody;
  /** In hex; undefined while nothing is to be signed. */
  readonly textHash: string | undefined;
  readonly issued: string | undefined;
  readonly companions: readonly string[];
  readonly releaseBy: string | undefined;
  readonly held: string | undefined;
  readonly publishAt: Date | undefined;
  readonly participants: readonly Participant[];
  /** The asker's own part. */
  readonly part: Part;
}

interface WorkRow {
  id: string;
  organisation_id: string;
  state: State;
  version: number;
  published_version: number;
  revision: number;
  nonce: Buffer;
  quorum: number;
  tlp: number;
  text: string;
  text_hash: Buffer | null;
  issued: string | null;
  companions: string[];
  release_by: string | null;
  held: string | null;
  publish_at: Date | null;
  participants: { organisation_id: string; part: Part; signs: boolean }[];
}

const COLUMNS = `a.id, a.organisation_id, a.state, a.version, a.published_version, a.revision, a.nonce, a.quorum, a.tlp, a.text_hash,
  a.issued, a.companions, a.release_by, a.held, a.publish_at, r.text,
  (select json_agg(json_build_object('organisation_id', p.organisation_id, 'part', p.part, 'signs', p.signs) order by p.part, p.organisation_id)
     from advisory_participant p where p.advisory_id = a.id) as participants`;
const FROM = 'advisory a join advisory_revision r on r.advisory_id = a.id and r.revision = a.revision';

/**
 * The one rule of who works on an advisory, as SQL over `advisory a`: its participants, those who are only to sign it
 * while it is in review or signed, and what is TLP:RED the people that it names. Working papers are handled as TLP:AMBER+STRICT at least.
 */
function workingSql(viewer: Viewer, param: (value: unknown) => string): string {
  if (!isStaff(viewer)) return 'false';
  const organisation = param(viewer.organisationId);
  return `exists (select from advisory_participant mine where mine.advisory_id = a.id and mine.organisation_id = ${organisation}::uuid
      and (mine.part <> 'signer' or a.state in ('review', 'signing')))
    and (a.tlp < ${tlpRank('red')} or ${param(viewer.personId ?? null)}::uuid = any(a.readers))`;
}

function toWork(row: WorkRow, viewer: Viewer): Work {
  const participants = row.participants.map(({ organisation_id: organisationId, part, signs }) => ({
    organisationId,
    part,
    signs,
  }));
  return {
    id: row.id,
    organisationId: row.organisation_id,
    state: row.state,
    version: row.version,
    publishedVersion: row.published_version,
    revision: row.revision,
    nonce: row.nonce,
    quorum: row.quorum,
    tlp: tlpOf(row.tlp),
    body: JSON.parse(row.text) as AdvisoryBody,
    textHash: row.text_hash?.toString('hex'),
    issued: row.issued ?? undefined,
    companions: row.companions,
    releaseBy: row.release_by ?? undefined,
    held: row.held ?? undefined,
    publishAt: row.publish_at ?? undefined,
    participants,
    part: participants.find(({ organisationId }) => organisationId === viewer.organisationId)?.part ?? 'signer',
  };
}

/** The advisory, for one who works on it. `not_found` alike for hidden and missing. `lock`: until the transaction ends. */
export async function openWork(sql: Sql, viewer: Viewer, id: string, lock = false): Promise<Work> {
  const values: unknown[] = [id];
  const rule = workingSql(viewer, (value) => `$${values.push(value)}`);
  if (lock) await sql.query('select from advisory where id = $1 for update', [id]);
  const { rows } = await sql.query<WorkRow>(`select ${COLUMNS} from ${FROM} where a.id = $1 and ${rule}`, values);
  if (!rows[0]) throw new Fault('not_found');
  return toWork(rows[0], viewer);
}

/** Whether the viewer works on it now. */
export async function worksOn(sql: Sql, viewer: Viewer, id: string): Promise<boolean> {
  const values: unknown[] = [id];
  const rule = workingSql(viewer, (value) => `$${values.push(value)}`);
  const { rows } = await sql.query(`select 1 from advisory a where a.id = $1 and ${rule}`, values);
  return rows.length > 0;
}

/** What the viewer's organisation works on, latest change first. */
export async function listWork(sql: Sql, viewer: Viewer, states: readonly State[], limit: number): Promise<Work[]> {
  const values: unknown[] = [[...states], limit];
  const rule = workingSql(viewer, (value) => `$${values.push(value)}`);
  const { rows } = await sql.query<WorkRow>(
    `select ${COLUMNS} from ${FROM} where a.state = any($1::text[]) and ${rule} order by a.changed_at desc, a.id limit $2`,
    values,
  );
  return rows.map((row) => toWork(row, viewer));
}

/** Refuses who only signs, and whoever comes when the text stands. Throws `forbidden`, `conflict`. */
export function assertWrites({ part, state }: Work): void {
  if (part === 'signer') throw new Fault('forbidden', 'your organisation is asked to sign, not to write');
  assertIn(state, ['draft', 'review', 'signing']);
}

/** Refuses all but the organisation that leads. */
export function assertLeads({ part }: Work): void {
  if (part !== 'lead') throw new Fault('forbidden', 'only the organisation that leads does this');
}

/** Throws `conflict` in any other state. */
export function assertIn(state: State, allowed: readonly State[]): void {
  if (!allowed.includes(state)) throw new Fault('conflict', `the advisory is in state ${state}`);
}

/** Throws `precondition_failed` when the text that something was worked out from has changed since. */
/** Whoever says what he has read fixes or publishes that, and nothing that came in between. Fault: `precondition_failed`. */
export function assertRead({ revision }: Work, read: number | undefined): void {
  if (read !== undefined && read !== revision)
    throw new Fault('precondition_failed', `revision ${revision} has come in between`);
}

export function assertStill({ revision, state }: Work, before: Work): void {
  if (revision !== before.revision || state !== before.state)
    throw new Fault('precondition_failed', `revision ${revision} has come in between`);
}
