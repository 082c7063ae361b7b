import type { Item } from '../types.js';

/** One item of a file and where it stands, `line 12` or `item 3`; or what is wrong there. */
export type Parsed = { at: string; item: Item } | { at: string; problem: string };

/** What a file is, and its items in its order. */
export interface Intake {
  /** In words, for the user: `CSV, separated by tabs`. */
  format: string;
  items: AsyncIterable<Parsed>;
  /** What was passed over or guessed, known when all items have been taken. */
  notes: string[];
}
