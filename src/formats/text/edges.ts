/** Characters that a name, an address or a digest is made of; never surrogates: what touches one is left out. */
export const WORD_CLASS = String.raw`0-9A-Za-z_\u00AA\u00B5\u00BA\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u1FFF\u2C00-\u2DFF\u3040-\uD7FF\uF900-\uFDFF\uFF10-\uFF19\uFF21-\uFF3A\uFF41-\uFF5A`;
const WORD = new RegExp(`[${WORD_CLASS}]`);
const OPENING = new Set(' \t\n\r\f\v\u00A0\u3000"\'`“”‘’„«»‹›<>([{|,;:=!?–—•·→、。「『（');
const CLOSING = new Set(' \t\n\r\f\v\u00A0\u3000"\'`“”‘’„«»‹›<>)]}|,;:=!?–—•·→、。」』）');
/** What may stand on both sides of a value to set it off. */
const EMPHASIS = /[*+~_]/;

export const isWord = (char: string): boolean => WORD.test(char);

/**
 * Whether a value at `from` to `to` stands by itself: between spaces, quotation marks, brackets or marks of emphasis.
 * Anything else may be a part of it.
 */
export function standsAlone(text: string, from: number, to: number): boolean {
  return opens(text, from, to) && closes(text, from, to);
}

export function opens(text: string, from: number, to: number): boolean {
  const before = text.charAt(from - 1);
  if (before === '') return true;
  if (/[\])}]/.test(before)) return false;
  if (OPENING.has(before)) return true;
  if (EMPHASIS.test(before)) return isEmphasis(text, from, to) || (before !== '*' && !isWord(text.charAt(from - 2)));
  return (before === '-' || before === '.') && /^\s*$/.test(lineBefore(text, from - 1)); // a bullet
}

export function closes(text: string, from: number, to: number): boolean {
  const after = text.charAt(to);
  if (after === '' || CLOSING.has(after)) return true;
  if (after === '/') return true;
  if (after === '(') return true;
  if (after === '[') return /^\[[\w ]{1,4}\]/.test(text.slice(to, to + 8)); // a footnote
  if (after === '.') return !text.startsWith('..', to) && !isWord(text.charAt(to + 1));
  return EMPHASIS.test(after) && isEmphasis(text, from, to);
}

/** The same marks on both sides, and nothing of a word beyond them. */
function isEmphasis(text: string, from: number, to: number): boolean {
  const mark = text.charAt(from - 1);
  let count = 1;
  while (count < 4 && text.charAt(from - 1 - count) === mark) count += 1;
  return text.startsWith(mark.repeat(count), to) && !isWord(text.charAt(to + count));
}

const REACH = 300;

/** The line up to there, or its last characters. */
export function lineBefore(text: string, at: number): string {
  const piece = text.slice(Math.max(0, at - REACH), at);
  return piece.slice(piece.lastIndexOf('\n') + 1);
}

/** The line from there on, or its first characters. */
export function lineAfter(text: string, at: number): string {
  const piece = text.slice(at, at + REACH);
  const end = piece.indexOf('\n');
  return end < 0 ? piece : piece.slice(0, end);
}

/** The first word of the next line, when the line ends at `at`; null when it goes on, or the next is indented or empty. */
export function nextLineWord(text: string, at: number): string | null {
  const [, word] = /^[ \t]*\r?\n([^\s]{1,80})/.exec(text.slice(at, at + REACH)) ?? [];
  return word ?? null;
}

/** The last word of the line before, when a line begins at `at`; null when it does not. */
export function lastLineWord(text: string, at: number): string | null {
  if (text.charAt(at - 1) !== '\n') return null;
  const [, word] = /(\S{1,80})[ \t]*\r?\n$/.exec(text.slice(Math.max(0, at - 100), at)) ?? [];
  return word ?? null;
}
