import type { Place } from '../reading.js';
import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  isSpace,
  NEWLINE,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  ValueScan,
} from './value-scan.js';

/** What a {@link JsonCutter} comes upon, in the order of the file. `bytes` is undefined where there are more than its limit. */
export type Cut =
  /** `value`: one of the file or of the list. `head`, `tail`: the object around a list, before it and after it. */
  | { readonly kind: 'value' | 'head' | 'tail'; readonly at: Place; readonly bytes: Buffer | undefined }
  /** Something between values that JSON does not have there; what stands around it is still cut. */
  | { readonly kind: 'fault'; readonly at: Place; readonly detail: string };

/** Between values of the file; in an object of the file, before a key, a colon, a value, or after one; in a list. */
type State = 'between' | 'key' | 'keyed' | 'colon' | 'value' | 'member' | 'after' | 'list' | 'item' | 'whole';

/**
 * Cuts JSON values out of bytes as they come: the values of a file, one after the other or one a line; of an object that
 * has a list of this name, and of an array, the values in it. Whatever is cut is to be parsed. Holds one value at most, and
 * no more of it than `limit` bytes.
 */
export class JsonCutter {
  #state: State = 'between';
  #scan = new ValueScan(false, true);
  #cuts: Cut[] = [];
  #chunk: Buffer = Buffer.alloc(0);
  /** Of what is under way: what earlier chunks had of it, its length, and where it goes on in this one. */
  #held: Buffer[] = [];
  #size = 0;
  #mark = 0;
  /** The line now, and that in which the value of the file began; each line is a value of its own; a line begins here. */
  #line = 1;
  #begun = 0;
  #lines = false;
  #fresh = false;
  /** Of the object: where its last key began, the key's text, and whether the list has been. */
  #keyFrom = 0;
  #key = '';
  #tail = false;
  /** Of the list: its values so far, whether it is an array of its own, what comes next. */
  #count = 0;
  #bare = false;
  #next: 'first' | 'comma' | 'value' = 'first';

  constructor(
    private readonly list: string,
    private readonly limit: number,
  ) {}

  /** What these bytes complete. */
  push(chunk: Buffer): Cut[] {
    this.#cuts = [];
    this.#chunk = chunk;
    this.#mark = 0;
    let at = 0;
    while (at < chunk.length) at = this.#step(at);
    if (this.#state !== 'between' && this.#state !== 'list') this.#hold(at);
    return this.#cuts;
  }

  /** Where the value is that was never closed, if there is one. */
  end(): Place | undefined {
    return this.#state === 'between' ? undefined : this.#place();
  }

  #step(at: number): number {
    const state = this.#state;
    if (state === 'whole' || state === 'item' || state === 'keyed' || state === 'member') return this.#inValue(at);
    const byte = this.#chunk[at]!;
    if (!isSpace(byte)) return this.#structure(at, byte);
    this.#fresh = byte === NEWLINE;
    if (this.#fresh) this.#newline(at);
    return at + 1;
  }

  #newline(at: number): void {
    this.#line += 1;
    if (this.#lines && this.#state !== 'between') this.#abandon(at + 1);
  }

  /** Each line is a value, and this one's did not end with it. */
  #abandon(at: number): void {
    this.#fault('the line ends within a value');
    this.#begin('between', at);
  }

  #structure(at: number, byte: number): number {
    switch (this.#state) {
      case 'between':
        return this.#first(at, byte);
      case 'list':
        return this.#inList(at, byte);
      case 'key':
        if (byte !== QUOTE) return this.#give(at, byte);
        [this.#keyFrom, this.#key] = [this.#size + at - this.#mark, ''];
        return this.#go('keyed', at);
      case 'colon':
        return byte === COLON ? this.#go('value', at + 1) : this.#give(at, byte);
      case 'value':
        if (byte === OPEN_ARRAY && !this.#tail && this.#isList()) return this.#openList(at);
        return this.#go('member', at);
      default:
        if (byte === CLOSE_OBJECT) return this.#cut(this.#tail ? 'tail' : 'value', at + 1);
        return byte === COMMA ? this.#go('key', at + 1) : this.#give(at, byte);
    }
  }

  #first(at: number, byte: number): number {
    [this.#begun, this.#tail, this.#count] = [this.#line, false, 0];
    if (byte === OPEN_ARRAY) {
      [this.#bare, this.#next] = [true, 'first'];
      return this.#begin('list', at + 1);
    }
    this.#begin(byte === OPEN_OBJECT ? 'key' : 'whole', at);
    return byte === OPEN_OBJECT ? at + 1 : at;
  }

  /** The object is not as JSON has it: it ends where another begins a line, or the rest of it is only looked for its end. */
  #give(at: number, byte: number): number {
    if (this.#fresh && byte === OPEN_OBJECT) return this.#cut('value', at);
    this.#state = 'whole';
    this.#scan = new ValueScan(this.#lines, true, 1);
    return at;
  }

  /** Whether the key is the list's name, also where letters of it are written as escapes: whoever parses it reads the same. */
  #isList(): boolean {
    if (!this.#key.includes('\\')) return this.#key === `"${this.list}"`;
    try {
      return JSON.parse(this.#key) === this.list;
    } catch {
      return false; // too long to be it
    }
  }

  #openList(at: number): number {
    this.#hold(at);
    const whole = this.#size <= this.limit ? closed(Buffer.concat(this.#held).subarray(0, this.#keyFrom)) : undefined;
    this.#cuts.push({ kind: 'head', at: this.#place(), bytes: whole });
    [this.#bare, this.#next, this.#tail] = [false, 'first', true];
    return this.#begin('list', at + 1);
  }

  #inList(at: number, byte: number): number {
    if (byte === CLOSE_ARRAY) {
      if (this.#next === 'value') this.#fault('a comma without a value after it');
      if (this.#bare) return this.#begin('between', at + 1);
      this.#begin('after', at + 1);
      [this.#held, this.#size] = [[Buffer.from('{')], 1];
      return at + 1;
    }
    if (byte === COMMA) {
      if (this.#next !== 'comma') this.#fault('a comma without a value before it');
      this.#next = 'value';
      return at + 1;
    }
    if (this.#next === 'comma') this.#fault('no comma before this value');
    this.#next = 'comma';
    return this.#begin('item', at);
  }

  /** What is held begins here. */
  #begin(state: State, at: number): number {
    [this.#held, this.#size, this.#mark] = [[], 0, at];
    return this.#go(state, at);
  }

  #go(state: State, at: number): number {
    this.#state = state;
    this.#fresh = false;
    if (state === 'item' || state === 'whole' || state === 'keyed' || state === 'member')
      this.#scan = new ValueScan(this.#lines, state !== 'item');
    return at;
  }

  #inValue(from: number): number {
    const before = this.#scan.lines;
    const stop = this.#scan.scan(this.#chunk, from);
    const { at } = this.#scan;
    this.#line += this.#scan.lines - before;
    const longest = 6 * this.list.length + 2; // each letter an escape, and the quotes
    if (this.#state === 'keyed' && this.#key.length <= longest)
      this.#key += this.#chunk.toString('latin1', from, Math.min(at, from + longest + 1));
    if (this.#lines && this.#scan.lines > before) this.#abandon(at);
    else if (stop === 'broken') this.#cut('value', at);
    else if (stop === 'end') {
      if (this.#state === 'keyed') this.#go('colon', at);
      else if (this.#state === 'member') this.#go('after', at);
      else this.#cut('value', at);
    }
    return at;
  }

  #cut(kind: 'value' | 'tail', at: number): number {
    this.#hold(at);
    const bytes = this.#size > this.limit ? undefined : Buffer.concat(this.#held);
    if (kind === 'tail' && bytes) blankComma(bytes);
    this.#cuts.push({ kind, at: this.#place(), bytes });
    if (this.#state === 'item') {
      this.#count += 1;
      return this.#begin('list', at);
    }
    if (this.#begun === 1 && this.#line === 1) this.#lines = true;
    return this.#begin('between', at);
  }

  /** Keeps what this chunk has of the value under way, unless it has grown too long. */
  #hold(at: number): void {
    this.#size += at - this.#mark;
    if (this.#size > this.limit) this.#held = [];
    else this.#held.push(this.#chunk.subarray(this.#mark, at));
    this.#mark = at;
  }

  #fault(detail: string): void {
    this.#cuts.push({ kind: 'fault', at: this.#place(), detail });
  }

  #place(): Place {
    if (this.#state !== 'list' && this.#state !== 'item') return `line ${this.#begun}`;
    const where = `${this.#bare ? '' : this.list}[${this.#count}]`;
    return this.#begun > 1 ? `line ${this.#begun}, ${where}` : where;
  }
}

/** The members before a list as an object of their own. */
function closed(head: Buffer): Buffer {
  const text = head.toString('latin1').trimEnd();
  return Buffer.from(`${text.endsWith(',') ? text.slice(0, -1) : text}}`, 'latin1');
}

/** The comma between a list and the members after it. */
function blankComma(tail: Buffer): void {
  const comma = tail.findIndex((byte, at) => at > 0 && !isSpace(byte));
  if (tail[comma] === COMMA) tail[comma] = 0x20;
}
