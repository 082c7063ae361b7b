import { Fault } from '../kernel/index.js';
import { bareLeaf } from './bare.js';
import { simplify } from './canonical.js';
import { KEY_NAMES, KEY_WORDS, keyedLeaf } from './keys.js';
import { misread } from './misread.js';
import type { Draft, Query, QueryContext } from './node.js';
import { print } from './print.js';
import { Scanner, type Token } from './scanner.js';
import { type Whole, wholeValue } from './whole.js';

const MAX_LENGTH = 512;
const MAX_TERMS = 64;
/** Each counts all sightings in sight: two bounds are enough. */
const MAX_SEEN = 2;
const MAX_DEPTH = 16;

/**
 * Reads what a user wrote. Throws `query_invalid` with the column and the reason for anything it can't read in full;
 * it never guesses by leaving a part out, since a filter that means less than it says misses alerts.
 */
export function parseQuery(text: string, context: QueryContext): Query {
  if (text.length > MAX_LENGTH) throw misread(MAX_LENGTH + 1, `a query has at most ${MAX_LENGTH} characters`);
  return parseAny(text, context);
}

/** As {@link parseQuery}, for a text of any length: a canonical one may be longer than what it was made of. */
export function parseAny(text: string, context: QueryContext): Query {
  const unstorable = /[\0\p{Cs}]/u.exec(text);
  if (unstorable) throw misread(unstorable.index + 1, 'there is a character that no text can hold');
  const { draft, isValue } = read(text, context);
  const node = simplify(draft);
  return { node, text: print(node), isValue };
}

/** One value with spaces in its disguise is that value; any other is so only where the grammar can't read it. */
function read(text: string, context: QueryContext): { draft: Draft; isValue: boolean } {
  const whole = wholeValue(text);
  const asValue = (value: Whole) => ({ draft: bareLeaf(value.term, KEY_NAMES), isValue: true });
  if (whole?.spaced) return asValue(whole);
  try {
    return { draft: new Parser(text, context).query(), isValue: false };
  } catch (error) {
    if (whole && error instanceof Fault && error.code === 'query_invalid') return asValue(whole);
    throw error;
  }
}

class Parser {
  private readonly scanner: Scanner;
  private token: Token;
  private terms = 0;
  private seen = 0;
  private depth = 0;

  constructor(
    text: string,
    private readonly context: QueryContext,
  ) {
    this.scanner = new Scanner(text, KEY_WORDS);
    this.token = this.scanner.next();
  }

  query(): Draft {
    const draft: Draft = this.is('end') ? { kind: 'all', of: [] } : this.any();
    if (!this.is('end')) throw misread(this.token.column, 'this closes no parenthesis');
    return draft;
  }

  /** Alternatives; OR binds less than standing side by side. */
  private any(): Draft {
    const of = [this.all()];
    while (this.is('or')) {
      this.advance();
      of.push(this.all());
    }
    return { kind: 'any', of };
  }

  private all(): Draft {
    const of: Draft[] = [];
    while (!this.is('end') && !this.is('close') && !this.is('or')) of.push(this.one());
    if (of.length === 0) throw misread(this.token.column, 'a term is missing here');
    return { kind: 'all', of };
  }

  private one(): Draft {
    let negated = false;
    for (; this.is('not'); this.advance()) negated = !negated;
    const draft = this.is('open') ? this.group() : this.term();
    return negated ? { kind: 'not', of: draft } : draft;
  }

  private group(): Draft {
    const { column } = this.token;
    this.depth += 1;
    if (this.depth > MAX_DEPTH) throw misread(column, `parentheses nest at most ${MAX_DEPTH} deep`);
    this.advance();
    const draft = this.any();
    if (!this.is('close')) throw misread(column, 'the parenthesis is never closed');
    this.advance();
    this.depth -= 1;
    return draft;
  }

  private term(): Draft {
    if (this.token.kind !== 'term') throw misread(this.token.column, 'a term must follow the -');
    const { term } = this.token;
    this.terms += 1;
    if (term.key === 'seen') this.seen += 1;
    if (this.seen > MAX_SEEN) throw misread(term.column, `a query has at most ${MAX_SEEN} terms of seen`);
    if (this.terms > MAX_TERMS) throw misread(term.column, `a query has at most ${MAX_TERMS} terms`);
    const draft = term.key === undefined ? bareLeaf(term, KEY_NAMES) : keyedLeaf(term, this.context);
    this.advance();
    return draft;
  }

  private is(kind: Token['kind']): boolean {
    return this.token.kind === kind;
  }

  private advance(): void {
    this.token = this.scanner.next();
  }
}
