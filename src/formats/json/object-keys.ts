// Above this an object's keys go into a set: comparing each with all before it would be quadratic.
const FEW = 32;
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);
const BACKSLASH = 0x5c;

/** What to give back when an object ends. */
export interface Opened {
  readonly base: number;
  readonly texts: Set<string> | undefined;
}

/**
 * The keys of all objects that are open at one moment of a scan, to find one that comes twice. Keys are told apart by
 * hash and then by bytes; an object with many keys, or with an escaped one, changes to a set of texts, so that neither
 * many keys nor keys made to collide take more than linear time.
 */
export class ObjectKeys {
  #hashes = new Int32Array(256);
  #starts = new Int32Array(256);
  #ends = new Int32Array(256);
  #top = 0;
  #base = 0;
  #texts: Set<string> | undefined;

  constructor(private readonly bytes: Buffer) {}

  /** Begins an object; give what this returns to {@link close}. */
  open(): Opened {
    const outer = { base: this.#base, texts: this.#texts };
    this.#base = this.#top;
    this.#texts = undefined;
    return outer;
  }

  close(outer: Opened): void {
    this.#top = this.#base;
    this.#base = outer.base;
    this.#texts = outer.texts;
  }

  /** Remembers a key of the innermost object (offsets without the quotes), or says why it must not be there. */
  add(start: number, end: number): 'forbidden_key' | 'duplicate_key' | undefined {
    let hash = 0;
    let escaped = false;
    for (let at = start; at < end; at += 1) {
      const byte = this.bytes[at] ?? 0;
      hash = Math.imul(hash ^ byte, 0x01000193);
      if (byte === BACKSLASH) escaped = true;
    }
    if (escaped || this.#texts || this.#top - this.#base >= FEW) return this.#addText(start, end);
    if (isForbidden(this.bytes, start, end)) return 'forbidden_key';
    for (let at = this.#base; at < this.#top; at += 1) {
      if (this.#hashes[at] === hash && this.#equals(at, start, end)) return 'duplicate_key';
    }
    this.#push(hash, start, end);
    return undefined;
  }

  #addText(start: number, end: number): 'forbidden_key' | 'duplicate_key' | undefined {
    this.#texts ??= this.#earlier();
    const text = this.#text(start, end);
    if (FORBIDDEN.has(text)) return 'forbidden_key';
    if (this.#texts.has(text)) return 'duplicate_key';
    this.#texts.add(text);
    return undefined;
  }

  #earlier(): Set<string> {
    const texts = new Set<string>();
    for (let at = this.#base; at < this.#top; at += 1)
      texts.add(this.#text(this.#starts[at] ?? 0, this.#ends[at] ?? 0));
    return texts;
  }

  /** The key as JSON.parse will read it. */
  #text(start: number, end: number): string {
    const text = this.bytes.toString('utf8', start, end);
    return text.includes('\\') ? (JSON.parse(`"${text}"`) as string) : text;
  }

  #equals(at: number, start: number, end: number): boolean {
    return this.bytes.compare(this.bytes, this.#starts[at], this.#ends[at], start, end) === 0;
  }

  #push(hash: number, start: number, end: number): void {
    if (this.#top === this.#hashes.length) {
      this.#hashes = doubled(this.#hashes);
      this.#starts = doubled(this.#starts);
      this.#ends = doubled(this.#ends);
    }
    this.#hashes[this.#top] = hash;
    this.#starts[this.#top] = start;
    this.#ends[this.#top] = end;
    this.#top += 1;
  }
}

/** Only 9 and 11 bytes can be one of the forbidden: most keys are never made a text. */
function isForbidden(bytes: Buffer, start: number, end: number): boolean {
  const length = end - start;
  return (length === 9 || length === 11) && FORBIDDEN.has(bytes.toString('latin1', start, end));
}

function doubled(from: Int32Array): Int32Array<ArrayBuffer> {
  const to = new Int32Array(from.length * 2);
  to.set(from);
  return to;
}
