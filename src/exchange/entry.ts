import { randomInt } from 'node:crypto';
import type { Book, Visible } from '../audience/index.js';
import { facts } from '../formats/index.js';
import type { Facts, StixObject } from '../kernel/index.js';
import type { Piece } from './subscriber.js';
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
  /** Who handed the object in, which is not always who it says made it; where it was read, for {@link factsOf}. */
  readonly organisationId?: string | undefined;
  /** Made when first asked for: most entries meet no filter. */
  facts?: Facts;
  /** For entries that read alike for everybody who sees them: with what stands before an entry in a batch. */
  wire?: Piece;
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
  organisation_id?: string;
}

/**
 * SQL: all entries of an object, of every audience: who asks says which of them the viewer sees. By index: the first has the object's
 * number as its own. Fenced by `offset 0`: where audiences
 * seem to have little in them, before they are counted, the planner would rather look through all of one. `tid`: where the row is.
 */
export const entriesOf = (objectNo: string): string =>
  `(select ctid as tid, * from entry where seq = ${objectNo} offset 0)
   union all (select ctid as tid, * from entry where object_no = ${objectNo} and seq <> object_no offset 0)`;

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
    organisationId: row.organisation_id,
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

/** Audiences whose stamps lie among each other; also the microseconds from one entry of an audience to its next. */
const LANES = 16;

/**
 * When the entries of one commit are said to have come, in microseconds since the epoch: no two at the same time, whatever
 * their audiences, and in each audience one after the other at one distance, since TAXII pages by it (SECURITY 4.14). What
 * others get in between takes no time: each audience has a lane of its own, drawn by lot, so that neither the distance
 * between two entries nor that between two audiences tells of a third. Entries of an audience must be shown to it in order.
 */
export class Stamps {
  /** The latest. */
  last: number;
  private readonly lanes = new Map<number, { readonly first: number; readonly from: number }>();
  private free: number[] = [];

  /** `most`: entries that one audience gets in this commit, at the most. */
  constructor(
    private readonly base: number,
    private readonly most: number,
  ) {
    this.last = base;
  }

  of({ audienceId, position }: Pick<Entry, 'audienceId' | 'position'>): number {
    let lane = this.lanes.get(audienceId);
    if (!lane) this.lanes.set(audienceId, (lane = { first: position, from: this.base + this.draw() }));
    const at = lane.from + (position - lane.first) * LANES;
    this.last = Math.max(this.last, at);
    return at;
  }

  /** Those for whom there is no lane left come after the longest that the others may be. */
  private draw(): number {
    if (this.free.length === 0) this.free = Array.from({ length: LANES }, (_, lane) => lane);
    const [lane = 0] = this.free.splice(randomInt(this.free.length), 1);
    return Math.floor(this.lanes.size / LANES) * LANES * this.most + lane;
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
  entry.facts = facts(object, { tlp: audience.tlp, organisationId: entry.organisationId ?? '' });
  return entry.facts;
}

/**
 * Whether the entry is the recall side of a move whose other side the viewer sees as well: he loses nothing, and the
 * entry there says that it accounts for this position, too.
 */
export function movedInSight(entry: Entry, seen: Visible): boolean {
  return entry.op === 'recall' && entry.movedAudienceId !== null && seen.has(entry.movedAudienceId, entry.seq);
}
