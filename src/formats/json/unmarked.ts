import { Fault } from '../../kernel/index.js';

/** The bytes of JSON without a byte order mark. Throws for one of UTF-16. */
export async function* unmarked(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let begun = Buffer.alloc(0);
  let past = false;
  for await (const piece of bytes) {
    const buffer = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    if (past) {
      yield buffer;
      continue;
    }
    begun = Buffer.concat([begun, buffer]);
    if (begun.length < 3) continue;
    past = true;
    yield withoutMark(begun);
  }
  if (!past && begun.length > 0) yield withoutMark(begun);
}

function withoutMark(begun: Buffer): Buffer {
  if ((begun[0] === 0xff && begun[1] === 0xfe) || (begun[0] === 0xfe && begun[1] === 0xff))
    throw new Fault('invalid_json', 'the file is UTF-16; JSON is UTF-8');
  return begun[0] === 0xef && begun[1] === 0xbb && begun[2] === 0xbf ? begun.subarray(3) : begun;
}
