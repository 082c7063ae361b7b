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
}

/** Takes the disguises away. Linear. */
export function plainOf(written: string): Plain {
  // where the plain text goes on after each disguise, and where that is as written
  const [ends, sources]: [number[], number[]] = [[], []];
  let text = '';
  let last = 0;
  for (const match of written.matchAll(DISGUISE)) {
    const by = STANDS_FOR[match.slice(1).findIndex((group) => group !== undefined)] ?? '';
    text += written.slice(last, match.index) + by;
    last = match.index + match[0].length;
    ends.push(text.length);
    sources.push(last);
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
