import type { AudienceAsk } from '../audience/index.js';
import {
  type Facts,
  Fault,
  type FaultCode,
  FAULTS,
  type Observable,
  type StixObject,
  type Tlp,
  type Viewer,
} from '../kernel/index.js';
import type { Sql } from '../platform/index.js';

/** How objects of one STIX type behave in the exchange: what counts as the same report, and what a second report adds. */
export interface Kind {
  readonly type: string;
  /** What the submitter's own earlier report is recognised by, within one audience; null: every report is a new object. */
  fingerprint(object: StixObject): string | null;
  /** What is known after `report` came on top of `known`. Returns `known` itself when it adds nothing. Pure. */
  merge(known: StixObject, report: StixObject): StixObject;
}

/** A new report, parsed and canonical, before it meets the store. */
export interface Put {
  readonly do: 'put';
  readonly kind: Kind;
  /**
   * The whole of it is said again whenever a part changes, as MISP does with its events: a version that differs from the known
   * one in nothing but its time of change is none.
   */
  readonly restated?: boolean;
  /** Complete but for what the hub fills in where it is absent: id, created, modified, created_by_ref, the TLP marking. */
  readonly object: StixObject;
  /** The object as it came, without white space between tokens: it is stored so, to the byte, but for what the hub fills in. */
  readonly text?: string | undefined;
  /** Handed on: who is no member of the alliance may be named as its maker. On record is who handed it in. */
  readonly relayed?: boolean | undefined;
  /**
   * Said by a machine elsewhere, which the organisation has pulled. It changes what that machine `brought` and nothing else of the
   * organisation's; and it says nothing again that whoever it would go to has from another already, such as what went out from here.
   */
  readonly pulled?: { readonly brought: boolean };
  /** Those of its pattern, where the pattern was made of them. */
  readonly observables?: readonly Observable[];
  /** Absent only with `about`: then that object's label and audience. */
  readonly tlp: Tlp | undefined;
  readonly audience: AudienceAsk | undefined;
  /** The object that this one speaks of: the caller must see it, and this one may go no further than it. */
  readonly about?: string;
  /** With `about`: a further object of which the same holds, such as the request that an answer's answer belongs to. */
  readonly within?: string;
  /** Ids in it, of whatever there is: of those that others made and the caller sees, it may go no further than each. */
  readonly speaksOf?: readonly string[] | undefined;
}

/** A change of one's own object. */
export interface Amend {
  readonly do: 'amend';
  readonly id: string;
  /** The ETag that the caller read; checked inside the transaction. */
  readonly ifMatch: string | undefined;
  /** The kind that the object must be of; null for what revokes an object of any kind. */
  readonly kind: Kind | null;
  /** The object after the change; returns `known` itself when nothing changes. Pure; may throw a Fault. */
  amend(known: StixObject): StixObject;
  /** Objects that this one may go no further than, as they are now; the caller must see them. */
  readonly within?: readonly string[];
  /** A new marking and audience; absent: as before. */
  readonly relabel?: { readonly tlp?: Tlp; readonly audience?: AudienceAsk };
}

/** An item that was refused before it met the store; it keeps its place among the outcomes. */
export interface Refused {
  readonly do: 'refuse';
  readonly fault: Fault;
}

export type Change = Put | Amend | Refused;

/** What one caller hands in at once. All of it is stored, numbered, audited and acknowledged together, or nothing is. */
export interface Submission {
  readonly viewer: Viewer;
  readonly changes: readonly Change[];
  /** Makes a repeat answer the first receipt. `request` is a hash of what was asked. */
  readonly idempotency?: { readonly key: string; readonly request: Buffer };
  /** Through which door it came: `rest`, `ndjson`, `taxii`, …; `advisory`: the workflow of advisories, which alone changes them. */
  readonly door: string;
  /** The import or source that it is a part of. */
  readonly errand?: { readonly import?: string; readonly source?: string };
  /**
   * Writes what goes with it, in the same transaction, after its changes were decided: both are on disk, or neither. Rights
   * can't change meanwhile. What it throws undoes the submission, and is what its caller gets. Not asked for a repeat. `red`: something
   * TLP:RED that the viewer sees is in it, or was met by it: the outcomes are for nobody else.
   */
  readonly settle?: (sql: Sql, outcomes: readonly Outcome[], red: boolean) => Promise<void>;
}

/** What became of one item. */
export interface Outcome {
  readonly index: number;
  readonly outcome: 'created' | 'updated' | 'unchanged' | 'rejected';
  readonly id?: string;
  /** Of the stored version; what If-Match takes. */
  readonly etag?: string;
  readonly code?: FaultCode;
  readonly detail?: string;
  readonly pointer?: string;
  /** Warninglists that have what it points at: many hold it for no indicator. It was taken all the same. */
  readonly warnings?: readonly { readonly list: string; readonly name: string }[];
}

/** The answer to a submission. Whoever holds it may rely on the disk having it. */
export interface Receipt {
  readonly submission: string;
  readonly counts: Record<Outcome['outcome'], number>;
  readonly outcomes: readonly Outcome[];
}

export const rejected = (index: number, fault: Fault): Outcome => ({
  index,
  outcome: 'rejected',
  code: fault.code,
  ...(fault.detail !== undefined && { detail: fault.detail }),
  ...(fault.more.pointer !== undefined && { pointer: fault.more.pointer }),
});

/** The fault that an outcome was refused with; undefined for one that was not. */
export function refusalOf({ outcome, code, detail, pointer }: Outcome): Fault | undefined {
  if (outcome !== 'rejected') return undefined;
  const known = code && code in FAULTS ? code : 'invalid';
  return new Fault(known, detail, pointer === undefined ? {} : { pointer });
}

/** An object in its current version, as the store holds it. */
export interface Stored {
  readonly no: number;
  readonly organisationId: string;
  readonly id: string;
  readonly type: string;
  readonly seq: number;
  readonly audienceId: number;
  readonly position: number;
  readonly fingerprint: Buffer | null;
  readonly revoked: boolean;
  readonly body: string;
}

/** One change that will be written: a new version of an object, with the entries that tell its audiences. */
export interface Write {
  readonly seq: number;
  /** The state before; undefined when the object is new. */
  readonly before: Stored | undefined;
  readonly after: Stored;
  readonly facts: Facts;
  /** Blinds the digest of this version. */
  readonly nonce: Buffer;
  readonly entries: readonly NewEntry[];
}

export const OPS = ['create', 'update', 'revoke', 'recall'] as const;
export type Op = (typeof OPS)[number];

/** A row of an audience's ledger. */
export interface NewEntry {
  readonly seq: number;
  readonly audienceId: number;
  readonly position: number;
  readonly op: Op;
  readonly objectNo: number;
  readonly id: string;
  readonly type: string;
  /** From which log number this audience has known the object. */
  readonly sinceSeq: number;
  readonly heldSince: number | null;
  /** On both entries of a move: the other side of it. */
  readonly moved?: { readonly audienceId: number; readonly position: number; readonly chain: Buffer | null };
  readonly digest: Buffer;
  readonly chain: Buffer;
}

/** Ids that a change names: of the object amended, spoken of, or handed in whole. */
export function idsOf(change: Change): string[] {
  if (change.do === 'refuse') return [];
  if (change.do === 'amend') return [change.id, ...(change.within ?? [])];
  return [change.object.id, change.about, change.within, ...(change.speaksOf ?? [])].filter(
    (id): id is string => id !== undefined && id !== '',
  );
}
