import { wideEncoding } from '../../../src/formats/lists/wide-encoding.js';
import { hub } from '../hub.ts';
import { linesOf, MOST_VALUES } from './lines.ts';
import { readingOf } from './reading.ts';

/** Files whose names say that they are texts, whatever stands in them. */
const TEXTS = /\.(?:txt|md|markdown|eml|html?|log)$/i;
const MOST_BYTES = 1_048_576;
const LF = 10;

/** The text of a file that is looked through as a pasted one is: a report or a list. Undefined: it is imported as a job. */
export async function textToReview(file: File): Promise<string | undefined> {
  if (file.size > MOST_BYTES || !(await isPlain(file))) return undefined;
  const text = textOf(new Uint8Array(await file.arrayBuffer()));
  if (text.includes('\0')) return undefined; // no text at all
  return readingOf(text) === 'values' && linesOf(text).length > MOST_VALUES ? undefined : text;
}

/** Neither a table nor a document of another tool, as the hub tells from its content. What it can't read it says once the file is looked at as a job. */
async function isPlain(file: File): Promise<boolean> {
  const format = await hub.imports.preview(file, { sample: 1 }).then(
    (told) => told.format,
    () => undefined,
  );
  return format === 'list' || (format === 'csv' && TEXTS.test(file.name));
}

/** As the hub reads files: UTF-8, UTF-16, or, line by line, Windows-1252. */
function textOf(bytes: Uint8Array): string {
  const wide = wideEncoding(bytes);
  if (wide) return new TextDecoder(wide).decode(bytes);
  const all = utf8(bytes);
  if (all !== undefined) return all;
  const pieces: string[] = [];
  for (let from = 0, end = 0; from < bytes.length; from = end) {
    end = bytes.indexOf(LF, from) + 1 || bytes.length;
    const line = bytes.subarray(from, end);
    pieces.push(utf8(line) ?? new TextDecoder('windows-1252').decode(line));
  }
  return pieces.join('');
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
