import type { AudienceAsk } from '../audience/index.js';
import { sha256, type Tlp, tlpOf } from '../kernel/index.js';
import type { Secrets } from '../platform/index.js';
import type { Floor } from './floor.js';
import type { SearchPosition } from './remote/misp-search.js';
import type { Credentials } from './remote/remote.js';
import type { TaxiiPosition } from './remote/taxii.js';

/** A TAXII 2.1 collection; a folder with a MISP feed; a MISP that is searched. */
export const SOURCE_KINDS = ['taxii', 'misp-feed', 'misp'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** A row of `source`. */
export interface SourceRow {
  readonly id: string;
  readonly organisation_id: string;
  readonly kind: SourceKind;
  readonly name: string;
  readonly url: string;
  readonly auth: 'none' | Credentials['scheme'];
  readonly credentials: Buffer | null;
  readonly tlp: number;
  readonly audience: string | null;
  readonly every_s: number;
  readonly paused: boolean;
  readonly created_at: Date;
  readonly position: string | null;
  readonly state: 'waiting' | 'ok' | 'failing';
  readonly error: string | null;
  readonly failures: number;
  readonly tried_at: Date | null;
  readonly succeeded_at: Date | null;
  readonly next_at: Date;
  readonly created: number;
  readonly updated: number;
  readonly known: number;
  readonly refused: number;
  readonly warned: number;
}

export const SOURCE_COLUMNS = `id, organisation_id, kind, name, url, auth, credentials, tlp, audience, every_s, paused, created_at,
  position, state, error, failures, tried_at, succeeded_at, next_at, created, updated, known, refused, warned`;

/** A source as its organisation's administrators are shown it: never with what the hub signs in with. */
export interface SourceRead {
  readonly id: string;
  readonly kind: SourceKind;
  readonly name: string;
  readonly url: string;
  readonly auth: SourceRow['auth'];
  readonly tlp: Tlp;
  readonly audience: AudienceAsk;
  /** Seconds between two pulls. */
  readonly every: number;
  readonly state: SourceRow['state'] | 'paused';
  readonly error: string | null;
  readonly created_at: string;
  readonly last_try: string | null;
  readonly last_success: string | null;
  readonly next_try: string | null;
  /** How far it was taken, as its kind says it: the time up to which; null before the first. */
  readonly position: string | null;
  readonly objects: {
    readonly created: number;
    readonly updated: number;
    readonly known: number;
    readonly refused: number;
    /** Of those that were taken: they stand on a warninglist. */
    readonly warned: number;
  };
}

export function present(row: SourceRow): SourceRead {
  const { created, updated, known, refused, warned } = row;
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    url: row.url,
    auth: row.auth,
    tlp: tlpOf(row.tlp),
    audience: floorOf(row).audience ?? 'all',
    every: row.every_s,
    state: row.paused ? 'paused' : row.state,
    error: row.error,
    created_at: row.created_at.toISOString(),
    last_try: row.tried_at?.toISOString() ?? null,
    last_success: row.succeeded_at?.toISOString() ?? null,
    next_try: row.paused ? null : row.next_at.toISOString(),
    position: placeOf(row),
    objects: { created, updated, known, refused, warned },
  };
}

function placeOf({ position }: SourceRow): string | null {
  if (position === null) return null;
  const { after, last, since, latest } = JSON.parse(position) as TaxiiPosition & SearchPosition;
  const seconds = latest ?? since;
  return last ?? after ?? (seconds === undefined ? null : new Date(seconds * 1_000).toISOString());
}

export const floorOf = ({ tlp, audience }: Pick<SourceRow, 'tlp' | 'audience'>): Floor => {
  const label = tlpOf(tlp);
  if (label === 'red') throw new Error('a source has no TLP:RED');
  return { tlp: label, audience: audience === null ? undefined : (JSON.parse(audience) as AudienceAsk) };
};

/** What objects that a remote brought are known by. */
export const originOf = ({ kind, url }: Pick<SourceRow, 'kind' | 'url'>): Buffer => sha256(`${kind} ${url}`);

const PURPOSE = 'source';

export const sealCredentials = (secrets: Secrets, id: string, credentials: Credentials): Buffer =>
  secrets.seal(PURPOSE, Buffer.from(JSON.stringify(credentials)), id);

/** Undefined for none; null where they can't be opened. */
export function credentialsOf(secrets: Secrets, row: SourceRow): Credentials | undefined | null {
  if (row.credentials === null) return undefined;
  const plain = secrets.open(PURPOSE, row.credentials, row.id);
  return plain && (JSON.parse(plain.toString()) as Credentials);
}
