import { Fault } from '../../kernel/index.js';

/** One value of a file, or why it was passed over. */
export type JsonItem = { readonly at: string } & (
  | { readonly text: Buffer; readonly fault?: undefined }
  | { readonly text?: undefined; readonly fault: Fault }
);

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** What the bytes between items are part of. */
type Around = 'file' | 'list' | 'envelope';

/**
 * Cuts a JSON file into the values it lists: the elements of an array, those of `"response"` in an object that begins with it,
 * or the whole, or several values one after the other. Holds one value, of at most `most` bytes; what is longer is passed over.
 * It only looks for where values end: whoever parses them finds what is wrong in them.
 */
export class JsonItems {
  private readonly around: Around[] = ['file'];
  private held: Buffer[] = [];
  private bytes = 0;
  private depth = 0;
  private inString = false;
  private escaped = false;
  /** Within a value; false: between values. */
  private open = false;
  private scalar = false;
  private count = 0;
  private start = true;
  private done: JsonItem[] = [];

  constructor(
    private readonly most: number,
    private readonly envelope = 'response',
  ) {}

  /** The values that end in this piece. */
  take(given: Uint8Array): JsonItem[] {
    let piece = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
    if (this.start && piece.length > 0) {
      this.start = false;
      if (piece.subarray(0, 3).equals(BOM)) piece = piece.subarray(3);
    }
    let from = 0;
    for (let at = 0; at < piece.length; at += 1) {
      if (this.inString) {
        at = this.string(piece, at);
        continue;
      }
      const byte = piece[at] ?? 0;
      if (!this.open) {
        if (!this.between(byte)) continue;
        from = at;
        if (this.scalar) continue; // what it begins with never ends it, were it a bracket that closes nothing
      }
      if (this.scalar && (isSpace(byte) || byte === COMMA || byte === CLOSE_ARRAY || byte === CLOSE_OBJECT)) {
        this.end(piece.subarray(from, at));
        at -= 1; // what ended it has a meaning of its own
      } else if (this.within(byte)) {
        this.end(piece.subarray(from, at + 1));
      } else if (byte === COLON && this.isEnvelope(piece, from, at)) {
        this.around.push('envelope');
        this.reset();
      }
    }
    if (this.open) this.keep(piece.subarray(from));
    return this.flush();
  }

  /** What is left when the file has ended. Fault: `invalid_json` where it ends too early. */
  last(): JsonItem[] {
    if (this.open && this.scalar) this.end(Buffer.alloc(0));
    if (this.open || this.around.length > 1)
      throw new Fault('invalid_json', 'the file ends before its last value does');
    return this.flush();
  }

  private flush(): JsonItem[] {
    const { done } = this;
    this.done = [];
    return done;
  }

  /** Goes on to the last byte of the string, or to the end of the piece. */
  private string(piece: Buffer, from: number): number {
    for (let at = from; at < piece.length; at += 1) {
      if (this.escaped) this.escaped = false;
      else if (piece[at] === BACKSLASH) this.escaped = true;
      else if (piece[at] === QUOTE) {
        this.inString = false;
        return at;
      }
    }
    return piece.length;
  }

  /** A byte between values; true where one begins. */
  private between(byte: number): boolean {
    if (isSpace(byte) || byte === COMMA) return false;
    const around = this.around.at(-1);
    if (byte === OPEN_ARRAY && around !== 'list') {
      this.around.push('list');
      return false;
    }
    if ((byte === CLOSE_ARRAY && around === 'list') || (byte === CLOSE_OBJECT && around === 'envelope')) {
      this.around.pop();
      return false;
    }
    if (around === 'envelope' && (byte === QUOTE || byte === COLON)) {
      this.inString = byte === QUOTE; // the key of what comes after the list
      return false;
    }
    this.open = true;
    this.scalar = byte !== OPEN_OBJECT && byte !== OPEN_ARRAY && byte !== QUOTE;
    return true;
  }

  /** A byte of a value outside its strings; true where the value ends. */
  private within(byte: number): boolean {
    if (byte === QUOTE) this.inString = true;
    else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) this.depth += 1;
    else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      this.depth -= 1;
      return this.depth <= 0;
    }
    return false;
  }

  /** Whether this colon is after the first key of an object of the file's own, and the key is the envelope's. */
  private isEnvelope(piece: Buffer, from: number, at: number): boolean {
    if (this.depth !== 1 || this.around.at(-1) !== 'file' || this.bytes > 64 || at - from > 64) return false;
    const text = Buffer.concat([...this.held, piece.subarray(from, at)]).toString('latin1');
    return text.slice(1).trim() === `"${this.envelope}"`;
  }

  private keep(bytes: Buffer): void {
    this.bytes += bytes.length;
    if (this.bytes <= this.most) this.held.push(Buffer.from(bytes));
    else this.held = [];
  }

  private end(bytes: Buffer): void {
    this.keep(bytes);
    const at = this.around.length > 1 ? `[${this.count}]` : this.count === 0 ? '' : `[${this.count}]`;
    this.count += 1;
    this.done.push(
      this.bytes > this.most
        ? { at, fault: new Fault('body_too_large', `an event has at most ${this.most} bytes`) }
        : { at, text: Buffer.concat(this.held) },
    );
    this.reset();
  }

  private reset(): void {
    this.held = [];
    [this.bytes, this.depth, this.open, this.scalar] = [0, 0, false, false];
  }
}
