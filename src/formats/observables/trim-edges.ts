const PUNCTUATION = new Set('.,;!?…');
const QUOTES = new Set('"\'<>“”‘’«»`');
const PAIRS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
const OPENERS = new Set('([{');

/**
 * Takes away what the sentence around a value left on it: trailing punctuation, quotation marks, brackets. With
 * `keepBrackets` a closing bracket goes only when nothing within opens it, as in `http://x.example/a_(b)`. Linear.
 */
export function trimEdges(text: string, { keepBrackets = false } = {}): string {
  const open = keepBrackets ? surplus(text) : undefined;
  let start = 0;
  let end = text.length;
  while (start < end && isOpening(text.charAt(start), keepBrackets)) start += 1;
  while (end > start && isClosing(text, end - 1, open)) end -= 1;
  return text.slice(start, end);
}

const isOuter = (char: string): boolean => QUOTES.has(char) || char.trim() === '';

function isOpening(char: string, keepBrackets: boolean): boolean {
  return isOuter(char) || (!keepBrackets && (OPENERS.has(char) || char in PAIRS));
}

function isClosing(text: string, at: number, surplusOf: Map<string, number> | undefined): boolean {
  const char = text.charAt(at);
  if (PUNCTUATION.has(char) || isOuter(char)) return true;
  if (char === ':') return text.charAt(at - 1) !== ':'; // `2001:db8::` ends with two of its own
  if (!surplusOf) return OPENERS.has(char) || char in PAIRS;
  const left = surplusOf.get(char) ?? 0;
  if (left > 0) surplusOf.set(char, left - 1);
  return left > 0;
}

/** How many closing brackets of each kind there are beyond the opening ones; most texts have none at all. */
function surplus(text: string): Map<string, number> {
  const left = new Map<string, number>();
  if (!/[)\]}]/.test(text)) return left;
  for (const [close, open] of Object.entries(PAIRS)) left.set(close, countOf(text, close) - countOf(text, open));
  return left;
}

/** Takes off opening brackets in front that nothing within closes. Linear. */
export function withoutUnclosed(text: string): string {
  if (!OPENERS.has(text.charAt(0))) return text;
  const open = new Map([...OPENERS].map((opener): [string, number[]] => [opener, []]));
  for (let i = 0; i < text.length; i += 1) {
    const char = text.charAt(i);
    open.get(char)?.push(i);
    if (char in PAIRS) open.get(PAIRS[char]!)!.pop();
  }
  const unclosed = new Set([...open.values()].flat());
  let start = 0;
  while (unclosed.has(start)) start += 1;
  return text.slice(start);
}

const countOf = (text: string, char: string): number => text.split(char).length - 1;

/** Takes off up to three pairs of brackets that go around the whole text. */
export function unwrap(text: string): string {
  let inner = text;
  for (let layer = 0; layer < 3 && isWrapped(inner); layer += 1) inner = inner.slice(1, -1);
  return inner;
}

function isWrapped(text: string): boolean {
  const [open, close] = [text.charAt(0), text.charAt(text.length - 1)];
  if (PAIRS[close] !== open) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === open) depth += 1;
    if (char === close) depth -= 1;
    if (depth === 0) return at === text.length - 1;
  }
  return false;
}
