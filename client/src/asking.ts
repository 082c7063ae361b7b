import type { Tlp } from './types.js';

/** Who would see a submission. */
export interface AudiencePreview {
  tlp: Tlp;
  audience: 'all' | 'organisation' | 'group' | 'list' | 'people';
  /** Short names of the organisations that will see it … */
  organisations: string[];
  /** … of so many that are active. */
  of: number;
  /** Of an audience of named people: as you named them, and you. */
  people?: string[];
  /** Also who has not signed in. */
  public: boolean;
}

/** A value, how many of the counted objects have it, and the term of a query that asks for those alone. */
export interface FacetValue {
  value: string;
  count: number;
  term: string;
}

/** What the newest objects that a query finds have in common. */
export interface FacetCounts {
  /** The query as further terms can be put beside it: as it was written, unless all of it was read as one value. */
  q: string;
  counted: number;
  /** There are older ones, which were not counted. */
  more: boolean;
  facets: Record<'type' | 'tlp' | 'from' | 'label', FacetValue[]>;
}

/** A key of the query language. */
export interface QueryKey {
  key: string;
  /** Words that are read as this one. */
  aliases?: string[];
  example: string;
  meaning: string;
  /** What may follow it besides `:`. */
  comparisons: string[];
  /** All that it takes; absent where that can't be listed. */
  values?: string[];
}
