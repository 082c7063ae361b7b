import { isSpace, QUOTE } from './value-scan.js';

const BACKSLASH = 0x5c;
const texts = new WeakMap<object, string>();

/** Remembers the text that an object was parsed from, for {@link textOf}; gives the object. */
export function keepText<T extends object>(object: T, text: string): T {
  texts.set(object, text);
  return object;
}

/** The text that this very object was parsed from, where it was kept: of a copy nothing is known. */
export function textOf(object: object): string | undefined {
  return texts.get(object);
}

/**
 * JSON without the white space between its tokens, and every token as it is, to the byte. A stored text has no line ends, or
 * it could not go over the wire as a line.
 */
export function compactJson(bytes: Buffer): string {
  let out: Buffer | undefined;
  let end = 0;
  let quoted = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]!;
    if (quoted && byte === BACKSLASH) {
      if (out) out[end] = byte;
      end += 1;
      at += 1;
    } else if (byte === QUOTE) quoted = !quoted;
    else if (!quoted && isSpace(byte)) {
      if (!out) out = Buffer.from(bytes);
      continue;
    }
    if (out) out[end] = bytes[at]!;
    end += 1;
  }
  return (out ?? bytes).toString('utf8', 0, end);
}

interface Member {
  readonly key: string;
  readonly start: number;
  readonly value: number;
  readonly end: number;
}

/** The members of the object that a valid, compact text is, as offsets. */
function membersOf(text: string): Member[] {
  const members: Member[] = [];
  let at = 1;
  while (text[at] === '"') {
    const start = at;
    const colon = stringEnd(text, at);
    const token = text.slice(start, colon);
    const key = token.includes('\\') ? (JSON.parse(token) as string) : token.slice(1, -1);
    const end = valueEnd(text, colon + 1);
    members.push({ key, start, value: colon + 1, end });
    at = end + 1;
  }
  return members;
}

function stringEnd(text: string, start: number): number {
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote === -1) return text.length;
    let slashes = 0;
    while (text[quote - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return quote + 1;
    at = quote + 1;
  }
}

function valueEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length;) {
    const one = text[at];
    if (one === '"') {
      at = stringEnd(text, at);
      if (depth === 0) return at;
      continue;
    }
    if (one === '{' || one === '[') depth += 1;
    else if (one === '}' || one === ']') {
      if (depth === 0) return at;
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (one === ',' && depth === 0) return at;
    at += 1;
  }
  return text.length;
}

/**
 * The text of an object after a change, given its compact text before: members that are as before stay as they are
 * written, to the byte; changed ones stay in their place; new ones come last.
 */
export function reprint(
  text: string,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): string {
  const changed = changes(before, after);
  if (changed.size === 0) return text;
  const parts: string[] = [];
  for (const { key, start, end } of membersOf(text)) {
    const change = changed.get(key);
    if (change === undefined) parts.push(text.slice(start, end));
    else if (change !== '') parts.push(`${JSON.stringify(key)}:${change}`);
    changed.delete(key);
  }
  for (const [key, change] of changed) if (change !== '') parts.push(`${JSON.stringify(key)}:${change}`);
  return `{${parts.join(',')}}`;
}

/** What differs, as text; empty for what is no longer there. */
function changes(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Map<string, string> {
  const changed = new Map<string, string>();
  for (const [key, value] of Object.entries(after)) {
    if (value === before[key]) continue;
    const text = value === undefined ? '' : JSON.stringify(value);
    if (text !== (before[key] === undefined ? '' : JSON.stringify(before[key]))) changed.set(key, text);
  }
  for (const key of Object.keys(before)) if (!(key in after)) changed.set(key, '');
  return changed;
}
