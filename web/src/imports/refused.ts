import { hub } from '../hub.ts';

/** An item that was refused, and why. */
export interface Refused {
  readonly place: string;
  readonly code: string;
  readonly reason: string;
}

/** The first items of an import that were refused; the rest is in the file of outcomes. */
export async function refusedOf(id: string, most: number): Promise<Refused[]> {
  let text = '';
  let lines = 0;
  for await (const piece of hub.imports.outcomes(id, 'rejected')) {
    text += piece;
    lines = text.split('\n').length;
    if (lines > most + 2) break;
  }
  return rowsOf(text)
    .slice(1, most + 1)
    .map(([place = '', , code = '', reason = '']) => ({ place, code, reason }));
}

/** RFC 4180: cells with commas, quotes or line ends in them stand in quotes. What is cut off at the end is left out. */
function rowsOf(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n)/g)) {
    row.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
