/** A line of the body: on both sides, only before (`-`) or only after (`+`); `words` where it has a counterpart. */
export interface DiffLine {
  op: ' ' | '-' | '+';
  text: string;
  words?: { text: string; changed: boolean }[];
}

/** Lines that belong together, with the numbers of the first on either side. */
export interface DiffHunk {
  before: number;
  after: number;
  lines: DiffLine[];
}

/** A property that differs: another value, a list with other items, or the body by its lines. */
export type Difference =
  | { field: string; before: unknown; after: unknown }
  | { field: string; added: unknown[]; removed: unknown[] }
  | { field: string; hunks: DiffHunk[] };

/** In what one text of an advisory differs from another. */
export interface AdvisoryDiff {
  from: { version: number; revision?: number; [property: string]: unknown };
  to: { version: number; revision?: number; [property: string]: unknown };
  changes: Difference[];
}
