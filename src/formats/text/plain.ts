import { speltDots } from './spelt.js';

const WORD = String.raw`[\p{L}\p{N}_-]`;
const OPEN = String.raw`[\[({]{1,2} ?`;
const CLOSE = String.raw` ?[\])}]{1,2}`;

const between = (inner: string): string => String.raw`(?<=${WORD})[ \t]?${OPEN}(?:${inner})${CLOSE}[ \t]?(?=${WORD})`;

/** Disguises of single characters within a running text, by what they stand for. Each is of bounded length. */
const DISGUISES: readonly (readonly [pattern: string, by: string])[] = [
  [String.raw`[\u00AD\u200B-\u200F\u2060\uFEFF]+`, ''],
  [between(String.raw`[.,。．｡]|dot`), '.'],
  [between('@|at'), '@'],
  [String.raw`\[:\]|\(:\)|\{:\}`, ':'],
  [String.raw`\[:\/\/\]|\(:\/\/\)|\{:\/\/\}`, '://'],
  [String.raw`\[\/\]|\(\/\)|\{\/\}`, '/'],
  [String.raw`\[www(?:\.|\[\.\])\]`, 'www.'],
  [String.raw`(?<=[a-z])[。．｡](?=[a-z])`, '.'],
];
const DISGUISE = new RegExp(DISGUISES.map(([pattern]) => `(${pattern})`).join('|'), 'giu');
const STANDS_FOR = DISGUISES.map(([, by]) => by);

/** A piece of text without its disguises, and where each of its characters stood. */
export interface Plain {
  readonly text: string;
  /** The place in the piece as it was written; of an end, that after the last character. */
  at(offset: number): number;
  /** Whether a disguise was taken away between. */
  changed(from: number, to: number): boolean;
  /** Whether one was that may be a word. */
  unsure(from: number, to: number): boolean;
}

/** Takes the disguises away: those of single characters, then dots that are spelt out. Linear. */
export function plainOf(written: string): Plain {
  const marks = layer(written, disguisesIn(written));
  const dots = speltDots(marks.text, marks.changed);
  if (dots.length === 0) return { ...marks, unsure: () => false };
  const words = layer(
    marks.text,
    dots.map((dot) => ({ ...dot, by: '.' })),
  );
  const unsure = dots.filter((dot) => dot.unsure).map(({ to }) => to);
  return {
    text: words.text,
    at: (offset) => marks.at(words.at(offset)),
    changed: (from, to) => words.changed(from, to) || marks.changed(words.at(from), words.at(to)),
    unsure: (from, to) => countUpTo(unsure, words.at(to) - 1) > countUpTo(unsure, words.at(from)),
  };
}

interface Change {
  readonly from: number;
  readonly to: number;
  readonly by: string;
}

function disguisesIn(written: string): Change[] {
  return Array.from(written.matchAll(DISGUISE), (match) => ({
    from: match.index,
    to: match.index + match[0].length,
    by: STANDS_FOR[match.slice(1).findIndex((group) => group !== undefined)] ?? '',
  }));
}

/** A text with changes made, which ascend. */
function layer(written: string, changes: readonly Change[]): Pick<Plain, 'text' | 'at' | 'changed'> {
  // where the text goes on after each change, and where that is as written
  const [ends, sources]: [number[], number[]] = [[], []];
  let text = '';
  let last = 0;
  for (const { from, to, by } of changes) {
    text += written.slice(last, from) + by;
    last = to;
    ends.push(text.length);
    sources.push(to);
  }
  text += written.slice(last);
  const before = (offset: number): number => countUpTo(ends, offset);
  return {
    text,
    at(offset) {
      const i = before(offset) - 1;
      return i < 0 ? offset : (sources[i] ?? 0) + offset - (ends[i] ?? 0);
    },
    changed: (from, to) => before(to - 1) > before(from),
  };
}

/** How many of the ascending numbers are no greater. */
function countUpTo(numbers: readonly number[], most: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) <= most) low = middle + 1;
    else high = middle;
  }
  return low;
}
