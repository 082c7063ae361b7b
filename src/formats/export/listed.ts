import type { Observable, Tlp } from '../../kernel/index.js';

/** One observable on its way into a list, and the indicator that it is of. */
export interface Listed {
  readonly observable: Observable;
  /** The indicator's STIX id. */
  readonly id: string;
  readonly tlp: Tlp;
  readonly confidence?: number | undefined;
}

/** What a list is told before its first line. */
export interface Heading {
  /** Milliseconds since the epoch: the list is as of then. */
  readonly at: number;
}

/** A format of lines for machines that block or watch. Nothing of a value can end its line, its comment or its rule. */
export interface ListFormat {
  readonly mediaType: string;
  readonly extension: string;
  /** A remark of the hub's own; null where the format knows no comments. */
  comment(text: string): string | null;
  /** What must stand before the first line. */
  begin(heading: Heading): string;
  /** The lines of one observable, each ended; null: this format can't say it. */
  lines(listed: Listed): string | null;
}

/** Of the hub's own words, on one line: nothing else of a text is let into a comment. */
export const remark = (text: string): string => text.replace(/[^ -~]+/g, ' ');
