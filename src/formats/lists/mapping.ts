import { Fault } from '../../kernel/index.js';
import { type Columns, type Field, ignoredOf, plainName } from './columns.js';
import { cellsOf } from './records.js';

/** How a table is to be read, where its reader should not tell it from the content. */
export interface Mapping {
  /** One character. */
  readonly delimiter?: string | undefined;
  /** Whether its first row names the columns. */
  readonly header?: boolean | undefined;
  /** Field → column: its number, from 1, or its name in the header. */
  readonly columns?: Readonly<Partial<Record<Field, number | string>>> | undefined;
}

/** How a table is read: told from its first lines and from what was asked for. */
export interface Layout {
  readonly delimiter: string;
  /** The line that names the columns; undefined: none does. */
  readonly header?: { readonly line: number; readonly cells: readonly string[] } | undefined;
  readonly columns: Columns;
  /** Columns of a row. */
  readonly width: number;
}

/** The columns that were asked for. Faults: `invalid` for one that the table does not have. */
export function mapped(
  columns: NonNullable<Mapping['columns']>,
  header: readonly string[] | undefined,
  width: number,
): Columns {
  const at: Partial<Record<Field, number>> = {};
  for (const [field, column] of Object.entries(columns) as [Field, number | string][]) {
    const index = typeof column === 'number' ? column - 1 : indexOf(column, header);
    if (index < 0 || index >= width)
      throw new Fault('invalid', `the table has no column ${String(column).slice(0, 100)}`, {
        pointer: `/mapping/columns/${field}`,
      });
    at[field] = index;
  }
  if (at.value === undefined && at.pattern === undefined)
    throw new Fault('invalid', 'say which column has the value, or the pattern', { pointer: '/mapping/columns/value' });
  const names = header ?? Array.from({ length: width }, (_, index) => `column ${index + 1}`);
  return { at, ignored: ignoredOf(names, at) };
}

function indexOf(name: string, header: readonly string[] | undefined): number {
  if (header === undefined) return -1;
  const exact = header.indexOf(name);
  return exact === -1 ? header.findIndex((one) => plainName(one) === plainName(name)) : exact;
}

const DELIMITERS = [',', ';', '\t', '|'] as const;

/**
 * What separates the columns: the first that makes a header of the first line, else the one that stands equally often in
 * nearly every line; undefined for a list, where a line is a value whatever is in it.
 */
export function delimiterOf(
  lines: readonly string[],
  isHeader: (cells: readonly string[]) => boolean,
): string | undefined {
  const [first] = lines;
  if (first === undefined) return undefined;
  const heading = DELIMITERS.find((delimiter) => {
    const cells = cellsOf(first, delimiter);
    return cells.length > 1 && isHeader(cells);
  });
  if (heading !== undefined) return heading;
  if (isHeader(cellsOf(first, ','))) return ',';
  return ['\t', '|', ';', ','].find((delimiter) => {
    const counts = lines.map((line) => cellsOf(line, delimiter).length);
    const most = mostCommon(counts);
    return most > 1 && counts.filter((count) => count === most).length >= counts.length * 0.9;
  });
}

/** The width that most rows have. */
export function mostCommon(counts: readonly number[]): number {
  const times = new Map<number, number>();
  for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1);
  return [...times].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? 1;
}
