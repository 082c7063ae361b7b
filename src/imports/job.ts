import type { Viewer } from '../kernel/index.js';
import { tlpRank } from '../kernel/index.js';
import type { Options } from './defaults.js';

export type State = 'receiving' | 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';

/** A job as the table has it. */
export interface JobRow {
  readonly id: string;
  readonly organisation_id: string;
  readonly created_by: string;
  readonly name: string;
  readonly format: string;
  readonly options: string;
  readonly size: number;
  readonly state: State;
  readonly code: string | null;
  readonly detail: string | null;
  readonly found: number;
  readonly position: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly notes: number;
  readonly warned: number;
  readonly red: boolean;
  readonly created_at: Date;
  readonly changed_at: Date;
  readonly started_at: Date | null;
  readonly ended_at: Date | null;
  readonly tries: number;
}

export const COLUMNS = `id, organisation_id, created_by, name, format, options, size, state, code, detail, found, position,
  created, updated, unchanged, rejected, notes, warned, red, created_at, changed_at, started_at, ended_at, tries`;

/** A job as it is shown. */
export interface JobRead {
  readonly id: string;
  readonly name: string;
  readonly format: string;
  readonly state: State;
  /** Why it failed. */
  readonly code?: string;
  readonly detail?: string;
  /** Bytes of the file, and those that were read. */
  readonly bytes: number;
  readonly bytes_read: number;
  readonly items: {
    readonly read: number;
    /** Created or updated. */
    readonly accepted: number;
    readonly created: number;
    readonly updated: number;
    readonly unchanged: number;
    readonly rejected: number;
  };
  /** What was left out that the sender should know of; the outcomes say what. */
  readonly notes: number;
  /** Those that were taken, and stand on a warninglist; the outcomes say which. */
  readonly warned: number;
  /** Items a second, since it was begun. */
  readonly rate: number;
  /** Seconds that it may still take; null where that can't be told. */
  readonly remaining: number | null;
  readonly defaults: Options['defaults'];
  readonly created_by: string;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly ended_at: string | null;
}

export function present(row: JobRow): JobRead {
  const { id, name, format, state, size, position, created, updated, unchanged, rejected, notes, warned } = row;
  const read = created + updated + unchanged + rejected;
  const seconds = row.started_at ? ((row.ended_at ?? row.changed_at).getTime() - row.started_at.getTime()) / 1_000 : 0;
  const left = position > 0 ? Math.ceil((seconds * Math.max(0, size - position)) / position) : null;
  return {
    id,
    name,
    format,
    state,
    ...(row.code !== null && { code: row.code }),
    ...(row.detail !== null && { detail: row.detail }),
    bytes: size,
    bytes_read: position,
    items: { read, accepted: created + updated, created, updated, unchanged, rejected },
    notes,
    warned,
    rate: seconds > 0 ? Math.round(read / seconds) : 0,
    remaining: row.ended_at ? 0 : left,
    defaults: (JSON.parse(row.options) as Options).defaults,
    created_by: row.created_by,
    created_at: row.created_at.toISOString(),
    started_at: row.started_at?.toISOString() ?? null,
    ended_at: row.ended_at?.toISOString() ?? null,
  };
}

/** Whose name a job is in. */
export const principalOf = ({ personId, credential }: Viewer): string =>
  personId === undefined ? `key:${credential.id}` : `person:${personId}`;

/**
 * Which jobs a viewer may know of: those of its own organisation. One with something TLP:RED in it only whoever handed it
 * in; and who may not read all that goes to the organisation, such as a constituent's key, its own alone.
 */
export const isShown = (viewer: Viewer, job: Pick<JobRow, 'organisation_id' | 'created_by' | 'red'>): boolean =>
  job.organisation_id === viewer.organisationId &&
  (job.created_by === principalOf(viewer) || (!job.red && readsAll(viewer)));

const readsAll = ({ ceiling }: Viewer): boolean => tlpRank(ceiling) >= tlpRank('amber+strict');

/** The same in SQL: $1 the organisation, $2 the principal, $3 whether it reads all. */
export const SHOWN = `organisation_id = $1 and (created_by = $2 or (not red and $3::boolean))`;
export const shownTo = (viewer: Viewer): [string, string, boolean] => [
  viewer.organisationId,
  principalOf(viewer),
  readsAll(viewer),
];
