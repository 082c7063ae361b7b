import { columnsOf, guessColumns } from './columns.js';
import { delimiterOf, type Layout, type Mapping, mapped, mostCommon } from './mapping.js';
import { cellsOf } from './records.js';
import type { Line } from './text-lines.js';

/** Rows that are looked at to tell what a table is. */
const SAMPLE = 50;

/** A line that says something to people alone. `;` is none where it separates columns. */
export const isComment = (text: string, delimiter?: string): boolean =>
  /^\s*(?:#|\/\/)/.test(text) || (delimiter !== ';' && /^\s*;/.test(text));

const isHeader = (cells: readonly string[]): boolean => columnsOf(cells) !== undefined;

/** How a table that begins with these lines is read; undefined when it is none, but a list. */
export function layoutOf(head: readonly Line[], asked: Mapping = {}): Layout | undefined {
  const lines = head.filter(({ text, tooLong }) => !tooLong && text.trim() !== '');
  const data = lines.filter(({ text }) => !isComment(text, asked.delimiter)).slice(0, SAMPLE);
  const named = commented(lines, data[0]);
  const texts = data.map(({ text }) => text);
  const delimiter =
    asked.delimiter ?? delimiterOf(named ? [named.text, ...texts] : texts, isHeader) ?? (asked.columns && ',');
  if (delimiter === undefined) return undefined;
  const rows = data.map(({ no, text }) => ({ line: no, cells: cellsOf(text, delimiter) }));
  const [first] = rows;
  const above = named && { line: named.no, cells: cellsOf(named.text, delimiter) };
  const inComment = above && above.cells.length > 1 && above.cells.length === first?.cells.length ? above : undefined;
  const byName = Object.values(asked.columns ?? {}).some((column) => typeof column === 'string');
  const plain =
    (asked.header ?? (first !== undefined && (isHeader(first.cells) || (byName && !inComment)))) ? first : undefined;
  const header = asked.header === false ? undefined : (plain ?? inComment);
  const sample = (header === first ? rows.slice(1) : rows).map(({ cells }) => cells);
  const width = header?.cells.length ?? mostCommon(sample.map((cells) => cells.length));
  const columns = asked.columns
    ? mapped(asked.columns, header?.cells, Math.max(width, ...sample.map((cells) => cells.length)))
    : ((header && columnsOf(header.cells)) ?? guessColumns(sample));
  return { delimiter, header, columns, width };
}

/** The comment right before the data may name its columns (`# "first_seen_utc","ioc_type","ioc_value"`). */
function commented(lines: readonly Line[], first: Line | undefined): Line | undefined {
  const before = lines.filter(({ no, text }) => no < (first?.no ?? 0) && /^\s*#/.test(text)).at(-1);
  if (before === undefined) return undefined;
  const line = { no: before.no, text: before.text.replace(/^\s*#+\s*/, '') };
  return delimiterOf([line.text], (cells) => cells.length > 1 && isHeader(cells)) === undefined ? undefined : line;
}
