import { type Found, itemIn, type Reader } from '../reading.js';

/** In pieces of an odd size, so that lines and characters are cut. */
async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** All that a reader comes upon in a text: place and item, code or note. For tests. */
export async function read(reader: Reader, text: string | Uint8Array, size = 7): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const found of reader(pieces(typeof text === 'string' ? Buffer.from(text) : text, size)))
    all.push(told(found));
  return all;
}

const told = (found: Found): unknown =>
  'fault' in found
    ? [found.at, found.fault.code]
    : 'note' in found
      ? [found.at, found.note]
      : [found.at, itemIn(found)?.item];
