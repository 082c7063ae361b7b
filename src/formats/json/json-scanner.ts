import { Fault } from '../../kernel/index.js';
import { jsonFault } from './json-fault.js';
import { scanNumber } from './json-number.js';
import { JsonPath } from './json-path.js';
import { QUOTE, scanString } from './json-string.js';
import { ObjectKeys } from './object-keys.js';

export interface JsonLimits {
  /** How deep arrays and objects may nest; a scalar alone is depth 0. */
  readonly depth: number;
  /** How many values there may be in all, containers and scalars alike. */
  readonly nodes: number;
}

const [COMMA, COLON] = [0x2c, 0x3a];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const LITERALS = new Map(['true', 'false', 'null'].map((word) => [word.charCodeAt(0), word]));

/** One pass over a JSON text before anything is built from it: it accepts RFC 8259 less what is forbidden. */
export class JsonScanner {
  #at = 0;
  #nodes = 0;
  readonly #keys: ObjectKeys;
  readonly #path: JsonPath;

  constructor(
    private readonly bytes: Buffer,
    private readonly limits: JsonLimits,
  ) {
    this.#keys = new ObjectKeys(bytes);
    this.#path = new JsonPath(bytes, limits.depth);
  }

  /** Throws the fault of the first thing wrong, with its place as a pointer where the text is JSON at all. */
  scan(): void {
    try {
      this.#value(0);
      if (this.#peek() !== -1) throw jsonFault('invalid_json', 'more after the end', this.#at);
    } catch (error) {
      const pointer = this.#path.pointer();
      if (!(error instanceof Fault) || error.code === 'invalid_json' || pointer === undefined) throw error;
      throw new Fault(error.code, error.detail, { pointer });
    }
  }

  #value(depth: number): void {
    const byte = this.#peek();
    this.#nodes += 1;
    if (this.#nodes > this.limits.nodes)
      throw jsonFault('json_too_deep', `more than ${this.limits.nodes} values`, this.#at);
    if (byte === QUOTE) this.#at = scanString(this.bytes, this.#at + 1) + 1;
    else if (byte === OPEN_OBJECT) this.#object(this.#deeper(depth));
    else if (byte === OPEN_ARRAY) this.#array(this.#deeper(depth));
    else if (LITERALS.has(byte)) this.#literal(LITERALS.get(byte) ?? '');
    else if (byte === 0x2d || (byte >= 0x30 && byte <= 0x39)) this.#at = scanNumber(this.bytes, this.#at);
    else this.#expected('a value');
  }

  #deeper(depth: number): number {
    if (depth === this.limits.depth) throw jsonFault('json_too_deep', `nested more than ${depth} deep`, this.#at);
    this.#at += 1;
    return depth + 1;
  }

  #array(depth: number): void {
    if (this.#took(CLOSE_ARRAY)) return;
    let index = 0;
    do {
      this.#path.index(depth, index);
      this.#value(depth);
      index += 1;
    } while (this.#took(COMMA));
    if (!this.#took(CLOSE_ARRAY)) this.#expected('a comma or ]');
  }

  #object(depth: number): void {
    if (this.#took(CLOSE_OBJECT)) return;
    const opened = this.#keys.open();
    do {
      this.#key(depth);
      if (!this.#took(COLON)) this.#expected('a colon');
      this.#value(depth);
    } while (this.#took(COMMA));
    if (!this.#took(CLOSE_OBJECT)) this.#expected('a comma or }');
    this.#keys.close(opened);
  }

  #key(depth: number): void {
    if (this.#peek() !== QUOTE) this.#expected('a key');
    this.#path.between(depth);
    const start = this.#at + 1;
    const end = scanString(this.bytes, start);
    this.#path.key(depth, start, end);
    const refusal = this.#keys.add(start, end);
    if (refusal === 'forbidden_key') throw jsonFault(refusal, 'a key that is never allowed', start);
    if (refusal === 'duplicate_key') throw jsonFault(refusal, 'a key for the second time', start);
    this.#at = end + 1;
  }

  #literal(word: string): void {
    if (this.bytes.toString('latin1', this.#at, this.#at + word.length) !== word) this.#expected(word);
    this.#at += word.length;
  }

  /** The next byte that is not white space, or -1 at the end. */
  #peek(): number {
    const { bytes } = this;
    for (let at = this.#at; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? -1;
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) {
        this.#at = at;
        return byte;
      }
    }
    this.#at = bytes.length;
    return -1;
  }

  #took(byte: number): boolean {
    const found = this.#peek() === byte;
    if (found) this.#at += 1;
    return found;
  }

  #expected(what: string): never {
    throw jsonFault('invalid_json', `expected ${what}`, this.#at);
  }
}
