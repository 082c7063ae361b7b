import { isUtf8 } from 'node:buffer';
import { wideEncoding } from './wide-encoding.js';

/** A line of a file, without its end. One that is `tooLong` has no text: it was dropped as it came. */
export interface Line {
  /** Counted from 1, empty lines included. */
  readonly no: number;
  readonly text: string;
  readonly tooLong?: true;
}

/** Bytes of a line, at most. */
export const LINE_BYTES = 1 << 18;
/** How much of a file its encoding and its line ends are told from. */
const LOOKED_AT = 1 << 14;
const [LF, CR] = [10, 13];

/**
 * The lines of a text as they come, many at a time, in memory that does not grow with the file: UTF-8, UTF-16 with or
 * without a byte order mark, and lines that are not UTF-8 as Windows-1252. Lines end as on Unix, Windows or an old Mac.
 */
export async function* textLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<readonly Line[]> {
  const cutter = new LineCutter();
  let read: ((piece: Buffer) => Buffer) | undefined;
  let head: Buffer | undefined;
  for await (const came of bytes) {
    let piece = Buffer.from(came.buffer, came.byteOffset, came.byteLength);
    if (!read) {
      head = head ? Buffer.concat([head, piece]) : piece;
      if (head.length < LOOKED_AT) continue;
      [read, piece, head] = [readerOf(head), head, undefined];
    }
    const lines = cutter.cut(read(piece));
    if (lines.length > 0) yield lines;
  }
  if (head) yield cutter.cut(readerOf(head)(head));
  yield cutter.end();
}

/** What makes UTF-8 (or whatever it was) with line feeds of a file that begins so. */
function readerOf(head: Buffer): (piece: Buffer) => Buffer {
  const wide = wideEncoding(head);
  const decoder = wide && new TextDecoder(wide);
  const decoded = (piece: Buffer) => (decoder ? Buffer.from(decoder.decode(piece, { stream: true })) : piece);
  const start = decoded(Buffer.from(head));
  if (decoder) decoder.decode(); // what was read for a look is read again
  const mac = start.includes(CR) && !start.includes(LF);
  let first = true;
  return (piece) => {
    let text = decoded(piece);
    if (first && text[0] === 0xef && text[1] === 0xbb && text[2] === 0xbf) text = text.subarray(3);
    first = false;
    return mac ? Buffer.from(text.map((byte) => (byte === CR ? LF : byte))) : text;
  };
}

/** All of a text in whatever of these encodings it is, without a byte order mark; likewise line by line where it is not UTF-8. */
export function wholeText(bytes: Buffer): string {
  const wide = wideEncoding(bytes);
  if (wide) return new TextDecoder(wide).decode(bytes);
  if (isUtf8(bytes)) return new TextDecoder().decode(bytes);
  const pieces: string[] = [];
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  for (let from = start; from < bytes.length;) {
    const end = bytes.indexOf(LF, from);
    const line = bytes.subarray(from, end === -1 ? bytes.length : end + 1);
    pieces.push(isUtf8(line) ? line.toString('utf8') : windows1252(line));
    from += line.length;
  }
  return pieces.join('');
}

/** Cuts bytes into lines; holds one line at most. */
class LineCutter {
  private no = 0;
  private rest: Buffer[] = [];
  private held = 0;
  private dropping = false;

  cut(piece: Buffer): Line[] {
    const last = piece.lastIndexOf(LF);
    if (last === -1) {
      this.keep(piece);
      return [];
    }
    const lines: Line[] = [];
    let from = 0;
    if (this.dropping) {
      from = piece.indexOf(LF) + 1;
      lines.push({ no: ++this.no, text: '', tooLong: true });
      this.dropping = false;
    }
    const block = piece.subarray(from, Math.max(from, last));
    if (last >= from) this.lines(this.rest.length > 0 ? Buffer.concat([...this.rest, block]) : block, lines);
    [this.rest, this.held] = [[], 0];
    this.keep(piece.subarray(last + 1));
    return lines;
  }

  end(): Line[] {
    const lines: Line[] = [];
    if (this.dropping) lines.push({ no: ++this.no, text: '', tooLong: true });
    else if (this.held > 0) this.lines(Buffer.concat(this.rest), lines);
    return lines;
  }

  private keep(piece: Buffer): void {
    if (this.dropping || piece.length === 0) return;
    this.rest.push(Buffer.from(piece)); // a copy: the piece may be large, and used again
    this.held += piece.length;
    if (this.held <= LINE_BYTES) return;
    [this.rest, this.held, this.dropping] = [[], 0, true];
  }

  private lines(block: Buffer, into: Line[]): void {
    if (isUtf8(block)) {
      for (const text of block.toString('utf8').split('\n')) into.push(this.line(text));
      return;
    }
    for (let from = 0; from <= block.length;) {
      const end = block.indexOf(LF, from);
      const line = block.subarray(from, end === -1 ? block.length : end);
      into.push(this.line(isUtf8(line) ? line.toString('utf8') : windows1252(line)));
      from += line.length + 1;
    }
  }

  private line(text: string): Line {
    this.no += 1;
    if (text.length > LINE_BYTES) return { no: this.no, text: '', tooLong: true };
    return { no: this.no, text: text.endsWith('\r') ? text.slice(0, -1) : text };
  }
}

/** Where Windows-1252 is not Latin-1 (WHATWG Encoding); Node's own decoder does not tell the two apart. */
const FROM_80 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

const windows1252 = (bytes: Buffer): string =>
  bytes.toString('latin1').replaceAll(/[\u0080-\u009f]/g, (char) => FROM_80[char.charCodeAt(0) - 0x80]!);
