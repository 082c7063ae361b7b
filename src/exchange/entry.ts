import type { Book, Visible } from '../audience/index.js';
import { facts } from '../formats/index.js';
import type { Facts, StixObject } from '../kernel/index.js';
import { type Op, OPS, type Write } from './submission.js';
import { envelopeOf } from './wire.js';

/** A row of the ledger with the text of the version it tells of, as read from the log. */
export interface Entry {
  readonly seq: number;
  readonly audienceId: number;
  readonly position: number;
  readonly op: Op;
  /** RFC 3339, UTC, six digits; strictly increasing in each audience. */
  readonly at: string;
  readonly objectNo: number;
  readonly id: string;
  readonly type: string;
  /** From when the audience has known the object: a reader from before does not hold it by this audience. */
  readonly sinceSeq: number;
  /** From when an audience that it came from has, if that is earlier: who sees that one may hold it by then. */
  readonly heldSince: number | null;
  /** The other side of a move; the position and chain only on the side where the object now is. */
  readonly movedAudienceId: number | null;
  readonly movedPosition: number | null;
  readonly movedChain: Buffer | null;
  readonly digest: Buffer;
  readonly chain: Buffer;
  /** The stored JSON; null for a recall. */
  readonly body: string | null;
  /** Of the version that the digest is of; null for a recall. */
  readonly nonce: Buffer | null;
  /** Its JSON after the object, as stored; null where it does not read alike for all who see it: recalls and moves. */
  readonly envelope: string | null;
  /** A later entry of the same object in the same audience exists. */
  superseded: boolean;
  /** Made when first asked for: most entries meet no filter. */
  facts?: Facts;
  /** Likewise; for entries that read alike for everybody who sees them. With what stands before an entry in a batch. */
  wire?: Buffer;
}

export interface EntryRow {
  seq: number;
  audience_id: number;
  position: number;
  op: number;
  at: string;
  object_no: number;
  id: string;
  type: string;
  since_seq: number;
  held_since: number | null;
  moved_audience_id: number | null;
  moved_position: number | null;
  moved_chain: Buffer | null;
  digest: Buffer;
  chain: Buffer;
  body: string | null;
  nonce: Buffer | null;
  envelope: string | null;
  superseded: boolean;
}

/** SQL: all entries of an object, by index: the first has the object's number as its own. */
export const entriesOf = (objectNo: string): string =>
  `select * from entry where seq = ${objectNo}
   union all select * from entry where object_no = ${objectNo} and seq <> object_no`;

/** The columns of {@link EntryRow}, from `entry e` and `version v`. */
export const ENTRY_COLUMNS = `e.seq, e.audience_id, e.position, e.op,
  to_char(e.at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, e.object_no, e.id, e.type, e.since_seq, e.held_since,
  e.moved_audience_id, e.moved_position, e.moved_chain, e.digest, e.chain, v.body, v.nonce, e.envelope, e.superseded`;

export function toEntry(row: EntryRow): Entry {
  return {
    seq: row.seq,
    audienceId: row.audience_id,
    position: row.position,
    op: OPS[row.op] ?? 'recall',
    at: row.at,
    objectNo: row.object_no,
    id: row.id,
    type: row.type,
    sinceSeq: row.since_seq,
    heldSince: row.held_since,
    movedAudienceId: row.moved_audience_id,
    movedPosition: row.moved_position,
    movedChain: row.moved_chain,
    digest: row.digest,
    chain: row.chain,
    body: row.body,
    nonce: row.nonce,
    envelope: row.envelope,
    superseded: row.superseded,
  };
}

/** A stretch of the log: all entries after `from` up to `to`. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly entries: readonly Entry[];
}

/**
 * What the log will hold of these writes: what is stored, and what spares the process that made them reading them.
 * `refOf`: what the wire calls an audience.
 */
export function writtenEntries(
  writes: readonly Write[],
  stamps: Stamps,
  refOf: (audienceId: number) => string,
): Entry[] {
  return writes.flatMap(({ after, facts: known, nonce, entries }) =>
    entries.map((told): Entry => {
      const recall = told.op === 'recall';
      const at = stampText(stamps.of(told));
      const { op, position, chain } = told;
      const entry: Entry = {
        seq: told.seq,
        audienceId: told.audienceId,
        position,
        op,
        at,
        objectNo: told.objectNo,
        id: told.id,
        type: told.type,
        sinceSeq: told.sinceSeq,
        heldSince: told.heldSince,
        movedAudienceId: told.moved?.audienceId ?? null,
        movedPosition: told.moved?.position ?? null,
        movedChain: told.moved?.chain ?? null,
        digest: told.digest,
        chain,
        body: recall ? null : after.body,
        nonce: recall ? null : nonce,
        envelope: recall || told.moved ? null : envelopeOf({ op, at, position, chain, nonce }, refOf(told.audienceId)),
        superseded: false,
      };
      if (!recall) entry.facts = known;
      return entry;
    }),
  );
}

/**
 * When the entries of one commit are said to have come, in microseconds since the epoch: in each audience from `base` on,
 * one after the other, since TAXII pages by it (SECURITY 4.14). What others get in between takes no time. Entries of an
 * audience must be shown to it in order.
 */
export class Stamps {
  /** The latest. */
  last: number;
  private readonly first = new Map<number, number>();

  constructor(private readonly base: number) {
    this.last = base;
  }

  of({ audienceId, position }: Pick<Entry, 'audienceId' | 'position'>): number {
    const first = this.first.get(audienceId) ?? position;
    if (first === position) this.first.set(audienceId, position);
    const at = this.base + position - first;
    this.last = Math.max(this.last, at);
    return at;
  }
}

/** The second that was last printed: the stamps of a batch are mostly of one. */
let second = { at: -1, text: '' };

/** Microseconds since the epoch as Postgres prints them in {@link ENTRY_COLUMNS}. */
function stampText(micros: number): string {
  const at = Math.floor(micros / 1e6);
  if (second.at !== at) second = { at, text: new Date(at * 1000).toISOString().slice(0, -4) };
  return `${second.text}${String(micros - at * 1e6).padStart(6, '0')}Z`;
}

/** What a filter is asked of. */
export function factsOf(entry: Entry, book: Book): Facts | undefined {
  if (entry.facts || entry.body === null) return entry.facts;
  const audience = book.audiences.get(entry.audienceId);
  if (!audience) return undefined;
  const object = JSON.parse(entry.body) as StixObject;
  const organisationId = object.created_by_ref?.slice('identity--'.length) ?? '';
  entry.facts = facts(object, { tlp: audience.tlp, organisationId });
  return entry.facts;
}

/**
 * Whether the entry is the recall side of a move whose other side the viewer sees as well: he loses nothing, and the
 * entry there says that it accounts for this position, too.
 */
export function movedInSight(entry: Entry, seen: Visible): boolean {
  return entry.op === 'recall' && entry.movedAudienceId !== null && seen.has(entry.movedAudienceId, entry.seq);
}
