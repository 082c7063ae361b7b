import type { Tlp } from './types.js';

/** A number, and the search that finds exactly what it counts. */
export interface Counted {
  q: string;
  count: number;
}

/** Whole days in UTC, the last not included, as `2021-03-02`. */
export interface Period extends Counted {
  from: string;
  to: string;
}

/** A number for each period; the search for one of them is `q` and the period’s `q`, side by side. */
export interface Series extends Counted {
  counts: number[];
}

/** A MITRE ATT&CK technique that objects name. */
export interface TechniqueCount extends Counted {
  id: string;
  name: string | null;
  tactics: string[];
}

/** How long a published advisory waited for answers to the version that stands. */
export interface AnswerTimes {
  id: string;
  title: string;
  published: string;
  /** Your organisation’s own: it gives no answer. */
  own: boolean;
  /** When your organisation answered. */
  answered: string | null;
  /** For those who wrote it: how many organisations it went to, when each answered that did, and which they are. */
  readers: {
    addressed: number;
    answered: string[];
    members: { organisation: string; answered: string | null }[];
  } | null;
}

/** What you see, counted. */
export interface Statistics {
  span: Period;
  periods: Period[];
  total: Counted;
  members: (Series & {
    organisation: string;
    short_name: string;
    /** ISO 3166-1 alpha-3. */
    country: string;
    total: Counted;
    /** When the hub took its newest entry that you see. */
    newest: string | null;
  })[];
  tlp: (Series & { tlp: Tlp })[];
  /** An object counts as its own type and as what it points at. */
  types: (Series & { type: string })[];
  techniques: TechniqueCount[];
  advisories: AnswerTimes[];
}
