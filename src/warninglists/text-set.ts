import { randomBytes } from 'node:crypto';

const LENGTH_BYTES = 2;
const SEED = randomBytes(4).readUInt32LE();

/** A text as a set looks for it; made once for as many sets as are asked. */
export class Key {
  readonly bytes: Buffer;
  readonly hash: number;

  constructor(text: string) {
    this.bytes = Buffer.from(text);
    // FNV-1a, 32 bits, with a last mixing (MurmurHash3's)
    let hash = SEED;
    for (const byte of this.bytes) hash = Math.imul(hash ^ byte, 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    this.hash = hash ^ (hash >>> 13);
  }
}

/**
 * A set of short texts that lies outside V8's heap: a list of a million would take twice the memory there, and all of it would be
 * looked through whenever V8 clears up. Open addressing; the texts stand one behind the other, each after its length.
 */
export class TextSet {
  /** Where a text begins in `#texts`, one more; 0: nothing. At most half of them are taken. */
  readonly #slots: Uint32Array;
  #texts: Buffer;
  #end = 0;

  /** `most`: texts that will be in it. */
  constructor(most: number) {
    this.#slots = new Uint32Array(2 ** Math.ceil(Math.log2(2 * most + 2)));
    this.#texts = Buffer.alloc(16 * most);
  }

  /** `text`: of at most 65,535 bytes. */
  add(text: string): void {
    const key = new Key(text);
    const slot = this.#find(key);
    if (this.#slots[slot] !== 0) return;
    this.#slots[slot] = this.#end + 1;
    const from = this.#end + LENGTH_BYTES;
    const end = from + key.bytes.length;
    if (end > this.#texts.length) this.#texts = Buffer.concat([this.#texts], 2 * end);
    this.#texts.writeUInt16LE(key.bytes.length, this.#end);
    key.bytes.copy(this.#texts, from);
    this.#end = end;
  }

  has(key: Key): boolean {
    return this.#slots[this.#find(key)] !== 0;
  }

  /** The slot of what is asked for, or the free one where it would stand. */
  #find(key: Key): number {
    const mask = this.#slots.length - 1;
    let slot = key.hash & mask;
    for (let at; (at = this.#slots[slot]!) !== 0; slot = (slot + 1) & mask) if (this.#stands(at - 1, key)) break;
    return slot;
  }

  #stands(at: number, { bytes }: Key): boolean {
    if (this.#texts.readUInt16LE(at) !== bytes.length) return false;
    const from = at + LENGTH_BYTES;
    return bytes.compare(this.#texts, from, from + bytes.length) === 0;
  }
}
