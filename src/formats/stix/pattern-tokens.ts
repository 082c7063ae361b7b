import { PatternLexer, type Token } from './pattern-lexer.js';
import type { Constant } from './pattern.js';

/** The longest pattern read, how many comparisons one may have and how deep its parentheses may go. */
const PATTERN_LIMITS = { characters: 10_000, comparisons: 1_000, depth: 32 } as const;

/** A parser's view of a pattern: one token ahead, and the budgets that keep parsing cheap. */
export class PatternTokens {
  readonly #lexer: PatternLexer;
  #current: Token;
  #comparisons = 0;
  #depth = 0;

  constructor(source: string) {
    this.#lexer = new PatternLexer(source);
    if (source.length > PATTERN_LIMITS.characters) {
      this.#lexer.fail(PATTERN_LIMITS.characters, `longer than ${PATTERN_LIMITS.characters} characters`);
    }
    this.#current = this.#lexer.next();
  }

  /** Whether the next token is this symbol or keyword. */
  is(text: string): boolean {
    const { kind } = this.#current;
    return (kind === 'symbol' || kind === 'keyword') && this.#current.text === text;
  }

  /** Takes the symbol or keyword if it is next. */
  skip(text: string): boolean {
    const found = this.is(text);
    if (found) this.#current = this.#lexer.next();
    return found;
  }

  expect(text: string): void {
    if (!this.skip(text)) this.fail(`expected ${text}`);
  }

  /** Takes the next token if it is one of these kinds; fails naming what was expected. */
  take(kinds: readonly Token['kind'][], expected: string): Token {
    const token = this.#current;
    if (!kinds.includes(token.kind)) this.fail(`expected ${expected}`);
    this.#current = this.#lexer.next();
    return token;
  }

  /** Takes a constant of one of these types. */
  constant(types: readonly Constant['type'][], expected: string): Constant {
    const token = this.#current;
    if (token.constant === undefined || !types.includes(token.constant)) this.fail(`expected ${expected}`);
    this.#current = this.#lexer.next();
    return { type: token.constant, text: token.text };
  }

  isConstant(): boolean {
    return this.#current.kind === 'constant';
  }

  atEnd(): boolean {
    return this.#current.kind === 'end';
  }

  countComparison(): void {
    this.#comparisons += 1;
    if (this.#comparisons > PATTERN_LIMITS.comparisons)
      this.fail(`more than ${PATTERN_LIMITS.comparisons} comparisons`);
  }

  /** Parses what stands in parentheses that are already open, up to the closing one. */
  nested<T>(parse: () => T): T {
    this.#depth += 1;
    if (this.#depth > PATTERN_LIMITS.depth) this.fail(`parentheses nested more than ${PATTERN_LIMITS.depth} deep`);
    const inner = parse();
    this.expect(')');
    this.#depth -= 1;
    return inner;
  }

  fail(detail: string): never {
    return this.#lexer.fail(this.#current.at, detail);
  }
}
