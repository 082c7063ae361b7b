import { Fault } from '../../kernel/index.js';
import { KEYWORDS, type Constant } from './pattern.js';

export interface Token {
  readonly kind: 'symbol' | 'keyword' | 'name' | 'hyphenated' | 'constant' | 'end';
  /** Symbols, keywords and names as written; for a constant its normal form. */
  readonly text: string;
  /** What kind of constant; undefined for all else. */
  readonly constant?: Constant['type'];
  /** Offset in the pattern, for messages. */
  readonly at: number;
}

const SPACE = /(?:\s|\/\*[^]*?\*\/|\/\/[^\r\n]*)+/y;
const WORD = /[A-Za-z_][A-Za-z0-9_-]*/y;
const NUMBER = /[+-]?(?:\d*\.\d+|\d+)/y;
const STRING = /'((?:[^'\\]|\\['\\])*)'/y;
const PREFIXED = /([hbt])'([^']*)'/y;
const SYMBOL = /==|!=|<>|<=|>=|[=<>[\]():.,*]/y;

const HEX = /^(?:[0-9A-Fa-f]{2})*$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const TIMESTAMP =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?Z$/;

const SYNONYMS: Readonly<Record<string, string>> = { '==': '=', '<>': '!=' };

/** The tokens of a pattern, one at a time: what follows an error is never looked at. */
export class PatternLexer {
  #at = 0;

  constructor(private readonly source: string) {}

  next(): Token {
    this.#match(SPACE);
    const at = this.#at;
    if (at >= this.source.length) return { kind: 'end', text: '', at };
    const token = this.#prefixed(at) ?? this.#word(at) ?? this.#string(at) ?? this.#number(at) ?? this.#symbol(at);
    return (
      token ??
      this.fail(at, this.source[at] === "'" ? 'a string that does not end, or a bad escape' : 'unexpected character')
    );
  }

  /** Throws `pattern_invalid`, saying where. */
  fail(at: number, detail: string): never {
    const lines = this.source.slice(0, at).split('\n');
    const column = (lines.at(-1)?.length ?? 0) + 1;
    throw new Fault('pattern_invalid', `line ${lines.length}, column ${column}: ${detail}`);
  }

  #match(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.#at;
    const found = expression.exec(this.source);
    if (found) this.#at = expression.lastIndex;
    return found;
  }

  #prefixed(at: number): Token | undefined {
    const [, prefix, text = ''] = this.#match(PREFIXED) ?? [];
    if (prefix === undefined) return undefined;
    if (prefix === 'h') return this.#checked(at, 'hex', HEX, text, text.toLowerCase());
    if (prefix === 'b') return this.#checked(at, 'binary', BASE64, text, text);
    return this.#checked(at, 'timestamp', TIMESTAMP, text, text);
  }

  #checked(at: number, constant: Constant['type'], shape: RegExp, text: string, normal: string): Token {
    if (!shape.test(text)) this.fail(at, `not a valid ${constant} constant`);
    return { kind: 'constant', constant, text: normal, at };
  }

  #word(at: number): Token | undefined {
    const text = this.#match(WORD)?.[0];
    if (text === undefined) return undefined;
    if (text === 'true' || text === 'false') return { kind: 'constant', constant: 'boolean', text, at };
    if (KEYWORDS.has(text)) return { kind: 'keyword', text, at };
    return { kind: text.includes('-') ? 'hyphenated' : 'name', text, at };
  }

  #string(at: number): Token | undefined {
    const text = this.#match(STRING)?.[1];
    return text === undefined
      ? undefined
      : { kind: 'constant', constant: 'string', text: text.replace(/\\(['\\])/g, '$1'), at };
  }

  #number(at: number): Token | undefined {
    const text = this.#match(NUMBER)?.[0];
    if (text === undefined) return undefined;
    const [, sign = '', whole = '', fraction] = /^([+-]?)(\d*)(?:\.(\d+))?$/.exec(text) ?? [];
    if (fraction === undefined && /^0\d/.test(whole)) this.fail(at, 'an integer has no leading zeros');
    const minus = sign === '-' ? '-' : '';
    if (fraction === undefined) return { kind: 'constant', constant: 'integer', text: minus + whole, at };
    const digits = `${whole.replace(/^0+(?=\d)/, '') || '0'}.${fraction.replace(/(?<=\d)0+$/, '')}`;
    return { kind: 'constant', constant: 'float', text: minus + digits, at };
  }

  #symbol(at: number): Token | undefined {
    const text = this.#match(SYMBOL)?.[0];
    return text === undefined ? undefined : { kind: 'symbol', text: SYNONYMS[text] ?? text, at };
  }
}
