import type { Tlp } from './marking.js';
import type { Observable } from './observable.js';

/**
 * What the hub knows of an object version for searching: the columns beside the stored JSON, and what the in-memory
 * predicate of the query language reads. Both sides are made by the same function, so both see the same.
 */
export interface Facts {
  /** STIX type: `indicator`, `sighting`, `opinion`, … */
  readonly type: string;
  readonly id: string;
  readonly tlp: Tlp;
  /** The originator's organisation id (uuid). */
  readonly organisationId: string;
  /** 0–100; null when the object says none. */
  readonly confidence: number | null;
  /** As given, lower-cased for comparison. */
  readonly labels: readonly string[];
  /** Milliseconds since the epoch. */
  readonly created: number;
  readonly modified: number;
  /** Milliseconds since the epoch; null when the object does not expire. */
  readonly validUntil: number | null;
  readonly revoked: boolean;
  readonly observables: readonly Observable[];
  /** Of a sighting: what was seen, and how often. */
  readonly sighted?: { readonly id: string; readonly times: number };
  /** Name, description, labels, observable values, ids of objects spoken of and names in catalogues of others, lower-cased by JavaScript and joined by newlines: what free text is searched in. */
  readonly text: string;
}
