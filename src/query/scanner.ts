import { misread } from './misread.js';

/** A word of the query as it stands in the text; what it means is for `keys.ts` and `bare.ts`. */
export interface Term {
  readonly column: number;
  /** As written; undefined for a bare word or quoted string. */
  readonly key: string | undefined;
  readonly operator: string;
  readonly value: string;
  readonly quoted: boolean;
  /** A `*` follows: a prefix is meant. Bare words keep their stars. */
  readonly star: boolean;
}

export type Token =
  | { readonly kind: 'open' | 'close' | 'not' | 'or' | 'end'; readonly column: number }
  | { readonly kind: 'term'; readonly column: number; readonly term: Term };

const KEYED = /([a-z]+)(:|<=|>=|!=|<|>|=)/iy;
const SPACE = /\s*/y;
const QUOTED = /"((?:[^"\\]|\\[\s\S])*)"(\*?)/y;
const PUNCTUATION: Readonly<Record<string, 'open' | 'close' | 'not'>> = { '(': 'open', ')': 'close', '-': 'not' };
const FOREIGN: ReadonlyMap<string, string> = new Map([
  ['AND', 'terms side by side are all required, leave AND out (or quote it)'],
  ['NOT', 'write -term for NOT (or quote it)'],
]);

/** Splits a query into tokens, one at a time and in linear time. `keys` are the words that make `word:` a key. */
export class Scanner {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly keys: ReadonlySet<string>,
  ) {}

  next(): Token {
    this.match(SPACE);
    const column = this.at + 1;
    const char = this.text.charAt(this.at);
    if (char === '') return { kind: 'end', column };
    const kind = PUNCTUATION[char];
    if (kind) {
      this.at += 1;
      return { kind, column };
    }
    const term = this.term(column);
    const word = term.key === undefined && !term.quoted ? term.value : '';
    if (word === 'OR') return { kind: 'or', column };
    const advice = FOREIGN.get(word);
    if (advice) throw misread(column, advice);
    return { kind: 'term', column, term };
  }

  private term(column: number): Term {
    const keyed = this.peek(KEYED);
    const known = keyed && this.keys.has((keyed[1] ?? '').toLowerCase());
    if (known) this.at += keyed[0].length;
    const key = known ? keyed[1] : undefined;
    const operator = (known && keyed[2]) || '';
    if (this.text.charAt(this.at) === '"') return { column, key, operator, ...this.quoted() };
    const word = this.word();
    const star = known === true && word.endsWith('*');
    const value = star ? word.slice(0, -1) : word;
    if (value === '') throw misread(column, `nothing follows ${key}${operator}`);
    return { column, key, operator, value, quoted: false, star };
  }

  private quoted(): Pick<Term, 'value' | 'quoted' | 'star'> {
    const start = this.at + 1;
    const found = this.match(QUOTED);
    if (!found) throw misread(start, 'the quotation mark is never closed');
    // Only these two are escaped, so that "C:\Windows" means what it says.
    const value = (found[1] ?? '').replace(/\\(["\\])/g, '$1');
    if (value === '') throw misread(start, 'there is nothing between the quotation marks');
    if (!/^[\s)]?$/.test(this.text.charAt(this.at))) {
      throw misread(this.at + 1, 'a space must follow the closing quotation mark');
    }
    return { value, quoted: true, star: found[2] === '*' };
  }

  /** Up to white space or a `)` that the word did not open itself: `evil(.)example` is one word. */
  private word(): string {
    const start = this.at;
    for (let open = 0; this.at < this.text.length; this.at += 1) {
      const char = this.text.charAt(this.at);
      if (/\s/.test(char) || (char === ')' && open === 0)) break;
      if (char === '(') open += 1;
      if (char === ')') open -= 1;
    }
    return this.text.slice(start, this.at);
  }

  private peek(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    return pattern.exec(this.text);
  }

  private match(pattern: RegExp): RegExpExecArray | null {
    const found = this.peek(pattern);
    if (found) this.at += found[0].length;
    return found;
  }
}
