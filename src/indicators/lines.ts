import type { Readable } from 'node:stream';

/** A longer line is cut there, and will be refused. */
export const LINE_BYTES = 1 << 18;

/** Lines of a byte stream, without their ends; empty ones are passed over. Holds one line at most, whatever is sent. */
export async function* lines(stream: Readable): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let held = 0;
  for await (const piece of stream as AsyncIterable<Buffer>) {
    let begin = 0;
    for (let end = piece.indexOf(10); end !== -1; end = piece.indexOf(10, begin)) {
      const line = trim(
        rest.length > 0 ? Buffer.concat([...rest, piece.subarray(begin, end)]) : piece.subarray(begin, end),
      );
      [rest, held, begin] = [[], 0, end + 1];
      if (line.length > 0) yield line;
    }
    if (begin < piece.length && held <= LINE_BYTES) {
      rest.push(piece.subarray(begin));
      held += piece.length - begin;
    }
  }
  const last = trim(Buffer.concat(rest));
  if (last.length > 0) yield last;
}

function trim(line: Buffer): Buffer {
  let end = line.length;
  while (end > 0 && (line[end - 1] === 13 || line[end - 1] === 32)) end -= 1;
  return line.subarray(0, end);
}
