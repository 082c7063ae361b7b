import type { Readable } from 'node:stream';
import { readCsv } from './csv.js';
import { columnsOf } from './columns.js';
import { readJson } from './json.js';
import type { Intake, Parsed } from './parsed.js';
import { Lines, textOf } from './source.js';

const LOOKED_AT = 64 * 1024;

/** A file of any of the kinds people have, told by what is in it and not by its name. `-` is stdin. */
export async function readItems(path: string, stdin: Readable): Promise<Intake> {
  const lines = new Lines(textOf(path, stdin));
  const start = await lines.peek(LOOKED_AT);
  if (looksLikeJson(start)) return readJson(lines);
  const delimiter = delimiterOf(start);
  return delimiter === undefined ? readList(lines) : readCsv(lines, delimiter);
}

/** `[` may also begin a defanged value. */
const looksLikeJson = (start: string): boolean => /^\s*(?:\{\s*["}]|\[\s*(?:[{"\]]|$))/.test(start);

/** The cells of a line; a delimiter within quotes is none. */
const cells = (line: string, delimiter: string): string[] =>
  line.replaceAll(/"[^"]*"/g, (quoted) => quoted.replaceAll(/[,;\t|]/g, ' ')).split(delimiter);

/**
 * What separates the columns: the first that makes a header of the first line, else the one that stands equally often in
 * every line. None is a plain list, where a line is a value whatever is in it.
 */
export function delimiterOf(start: string): string | undefined {
  const lines = start.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const complete = (lines.length > 1 && start.length >= LOOKED_AT ? lines.slice(0, -1) : lines).slice(0, 50);
  const [first] = complete;
  if (first === undefined) return undefined;
  const header = [',', ';', '\t', '|'].find((delimiter) => {
    const names = cells(first, delimiter).map((name) => name.replaceAll('"', ''));
    return names.length > 1 && columnsOf(names) !== undefined;
  });
  if (header !== undefined) return header;
  if (columnsOf([first.replaceAll('"', '')])) return ',';
  return ['\t', '|', ';', ','].find((delimiter) => {
    const counts = complete.map((line) => cells(line, delimiter).length);
    return counts[0]! > 1 && counts.every((count) => count === counts[0]);
  });
}

/** One value a line; `#` begins a comment at the start of a line or after white space. */
function readList(lines: Lines): Intake {
  return { format: 'a list of values', items: listed(lines), notes: [] };
}

async function* listed(lines: Lines): AsyncGenerator<Parsed> {
  let line = 0;
  for await (const text of lines.lines()) {
    line++;
    const value = text.replace(/(^|\s)#.*$/, '').trim();
    if (value !== '') yield { at: `line ${line}`, item: { value } };
  }
}
