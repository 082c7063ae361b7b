/** TLP 2.0 labels as the hub spells them. */
export type Tlp = 'clear' | 'green' | 'amber' | 'amber+strict' | 'red';

/** A STIX 2.1 object as it travels: known properties typed, all others untouched. */
export interface StixObject {
  type: string;
  id: string;
  created?: string;
  modified?: string;
  created_by_ref?: string;
  revoked?: boolean;
  confidence?: number;
  labels?: string[];
  name?: string;
  description?: string;
  pattern?: string;
  valid_from?: string;
  valid_until?: string;
  object_marking_refs?: string[];
  [property: string]: unknown;
}

/** Who an object is for. `"all"` is what an item without an audience gets. */
export type AudienceSpec =
  | 'all'
  | 'organisation'
  | { group: string }
  | { organisations: string[]; rel_to?: string[]; except?: string[] }
  | { people: string[] };

/** What every way of writing an item has in common. */
interface ItemCommon {
  tlp?: Tlp;
  audience?: AudienceSpec;
  name?: string;
  description?: string;
  confidence?: number;
  labels?: string[];
  indicator_types?: string[];
  valid_from?: string;
  valid_until?: string;
  external_references?: { source_name: string; url?: string; external_id?: string; description?: string }[];
  kill_chain_phases?: { kill_chain_name: string; phase_name: string }[];
  pap?: string;
}

/** One thing to share: a value (its type may be left to the hub), a pattern, or a whole STIX 2.1 indicator. */
export type Item =
  | (ItemCommon & { value: string; type?: string })
  | (ItemCommon & { pattern: string; pattern_type?: string })
  | StixObject;

/** What became of one item. `rejected` carries `code`, `detail` and where it can be said `pointer`. */
export interface Outcome {
  index: number;
  outcome: 'created' | 'updated' | 'unchanged' | 'rejected';
  id?: string;
  etag?: string;
  code?: string;
  detail?: string;
  pointer?: string;
  /** Warninglists that have what it points at; it was taken all the same. */
  warnings?: { list: string; name: string }[];
}

export type Counts = Record<Outcome['outcome'], number>;

/** The hub's answer to many items. */
export interface SubmissionAnswer {
  submission: string;
  counts: Counts;
  outcomes: Outcome[];
}

export type Op = 'create' | 'update' | 'revoke' | 'recall';

/** Where one audience's ledger stands. `chain` is base64url. */
export interface Head {
  position: number;
  chain: string;
}

/** One change, as the live feed brings it. */
export interface Entry {
  op: Op;
  /** When the hub took it, RFC 3339 with six fraction digits. */
  at: string;
  /** Of a recall only `id` and `type`. */
  object: StixObject;
  audience: string;
  position: number;
  chain: string;
  /** Comes with content, and blinds its digest in the ledger: who was not given the object can't guess at it. */
  nonce?: string;
  /** When content is withheld, since the object has moved out of your sight: the ledger's digest of it … */
  digest?: string;
  /** … and what the ledger says was done. `op` is then `recall`. */
  withheld?: Op;
  /** Set on a move between two audiences you see: the entry also accounts for this position, a recall. */
  from?: Head & { audience: string };
}

/** Where each audience stands, by audience. */
export type Heads = Record<string, Head>;

/** An audience you belong to, where it stands, and where your view of it begins. */
export interface AudienceView extends Head {
  ref: string;
  tlp: Tlp;
  kind: 'all' | 'organisation' | 'group' | 'list' | 'people';
  group?: { id: string; name: string };
  from: Head;
}

/** One line of an audience's ledger: what was said, without its content. */
export interface LedgerEntry {
  position: number;
  /** 0 create, 1 update, 2 revoke, 3 recall. */
  op: number;
  id: string;
  digest: string;
  chain: string;
  /** A later entry has replaced it; a replay passes it over. */
  superseded: boolean;
}

export interface LedgerPage {
  entries: LedgerEntry[];
  more: boolean;
}

export interface LookupResult {
  value: string;
  observable?: { type: string; value: string };
  known: boolean;
  members: number;
  indicators: {
    id: string;
    created_by_ref?: string;
    tlp: Tlp;
    confidence?: number | null;
    valid_until?: string | null;
    modified?: string;
    revoked?: boolean;
  }[];
  /** Warninglists that have it; absent for most. */
  warnings?: { list: string; name: string }[];
  reads_as?: ReadsAs;
  /** Why it would be refused if it were shared: it covers far too much. */
  overbroad?: string;
}

/** By what a version was handed in; names as long as what they name is there. */
export interface Origin {
  at: string;
  /** `rest`, `taxii`, `import`, … */
  door: string;
  key?: { id: string; name: string | null };
  person?: { id: string; name: string | null };
  import?: { id: string; name: string | null };
  source?: { id: string; name: string | null };
}

/** A name in its own letters, where that is not how it is kept (`xn--…`); the scripts where one label mixes them, to look like another name. */
export interface ReadsAs {
  text: string;
  mixed_scripts?: string[];
}

export interface Organisation {
  id: string;
  short_name: string;
  name: string;
  country?: string;
  [property: string]: unknown;
}

/** Who the credential is. */
export interface Me {
  credential: 'key' | 'session';
  organisation: { id: string; short_name: string; name: string };
  scopes: string[];
  ceiling: Tlp;
  [property: string]: unknown;
}

export type OpinionValue = 'strongly-disagree' | 'disagree' | 'neutral' | 'agree' | 'strongly-agree';

/** A value of a report, with the places where it stands; offsets are UTF-16 units. */
export interface Finding {
  type: string;
  value: string;
  count: number;
  places: {
    offset: number;
    length: number;
    line: number;
    written: string;
    context: string;
    defanged: boolean;
    doubts: string[];
  }[];
  doubtful: boolean;
  doubts: { code: string; detail: string }[];
  warnings: { list: string; name: string }[];
  /** Whether you see it in the hub; null for what the hub holds no values of. */
  known: boolean | null;
  members: number;
  indicators: LookupResult['indicators'];
  reads_as?: ReadsAs;
}

/** What a report speaks of. */
export interface Extraction {
  format: string;
  /** Only of HTML and letters: the text in it, which the offsets are of. */
  text?: string;
  items: Finding[];
  left_out: { offset: number; length: number; line: number; written: string; reason: string; detail: string }[];
  counts: { items: number; sure: number; known: number; left_out: number };
}

/** A warninglist as it is listed. */
export interface Warninglist {
  id: string;
  name: string;
  description: string;
  version: number;
  type: string;
  matching_attributes: string[];
  entries: number;
  own: boolean;
  updated_at: string | null;
}
