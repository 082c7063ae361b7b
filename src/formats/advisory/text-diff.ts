import { diffArrays, diffWordsWithSpace } from 'diff';

/** A stretch of a line that differs from its counterpart, or does not. */
export interface Word {
  readonly text: string;
  readonly changed: boolean;
}

/** A line of a hunk: on both sides, only before (`-`) or only after (`+`). */
export interface Line {
  readonly op: ' ' | '-' | '+';
  readonly text: string;
  /** Where it and the line on the other side have something in common. */
  readonly words?: readonly Word[];
}

/** Lines that belong together, with the numbers of the first on either side, from 1. */
export interface Hunk {
  readonly before: number;
  readonly after: number;
  readonly lines: readonly Line[];
}

/** Lines that are the same, shown around what is not. */
const CONTEXT = 3;
/** Beyond so many lines taken out and put in, a text is another one; and so many words, a line. Bounds the time (Myers: O(ND)). */
const LINE_EDITS = 400;
const WORD_EDITS = 40;

/** In what two texts differ, line by line; undefined when they differ too much to be compared. */
export function textDiff(before: string, after: string): Hunk[] | undefined {
  const parts = diffArrays(before.split('\n'), after.split('\n'), { maxEditLength: LINE_EDITS });
  if (!parts) return undefined;
  const lines: Line[] = [];
  for (const [i, { value, added, removed }] of parts.entries()) {
    const [last, next] = [parts[i - 1], parts[i + 1]];
    if (added && last?.removed) continue; // comes with what it replaces
    if (removed && next?.added) lines.push(...replaced(value, next.value));
    else lines.push(...value.map((text): Line => ({ op: added ? '+' : removed ? '-' : ' ', text })));
  }
  return hunksOf(lines);
}

/** Lines out and lines in at the same place: the first of either are counterparts, the second, and so on. */
function replaced(out: readonly string[], into: readonly string[]): Line[] {
  const pairs = out.map((text, i) => (into[i] === undefined ? undefined : wordsOf(text, into[i])));
  const line = (op: '-' | '+', text: string, words: readonly Word[] | undefined): Line =>
    words ? { op, text, words } : { op, text };
  return [
    ...out.map((text, i) => line('-', text, pairs[i]?.before)),
    ...into.map((text, i) => line('+', text, pairs[i]?.after)),
  ];
}

function wordsOf(out: string, into: string): { before: Word[]; after: Word[] } | undefined {
  const parts = diffWordsWithSpace(out, into, { maxEditLength: WORD_EDITS });
  if (!parts?.some(({ added, removed, value }) => !added && !removed && value.trim() !== '')) return undefined;
  const side = (not: 'added' | 'removed'): Word[] =>
    parts.filter((part) => !part[not]).map(({ value, added, removed }) => ({ text: value, changed: added || removed }));
  return { before: side('added'), after: side('removed') };
}

function hunksOf(lines: readonly Line[]): Hunk[] {
  const hunks: { before: number; after: number; lines: Line[] }[] = [];
  let [before, after, shownTo] = [1, 1, 0];
  const near = nearChange(lines);
  for (const [i, line] of lines.entries()) {
    if (near[i]) {
      if (hunks.length === 0 || shownTo !== i) hunks.push({ before, after, lines: [] });
      hunks.at(-1)!.lines.push(line);
      shownTo = i + 1;
    }
    if (line.op !== '+') before += 1;
    if (line.op !== '-') after += 1;
  }
  return hunks;
}

/** For each line, whether it is one that changed or stands close to one. */
function nearChange(lines: readonly Line[]): boolean[] {
  const near = lines.map(({ op }) => op !== ' ');
  for (const [i, { op }] of lines.entries()) if (op !== ' ') near.fill(true, Math.max(0, i - CONTEXT), i + CONTEXT + 1);
  return near;
}
