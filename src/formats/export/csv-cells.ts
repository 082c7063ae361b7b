/** What a spreadsheet may take for a formula: also in full-width forms, and after blanks that it drops. */
const FORMULA = /^['\s\u200b\ufeff\p{Cc}]*[=+\-@\uff1d\uff0b\uff0d\uff20|%]|^\p{Cc}/u;

/**
 * A cell that no spreadsheet calculates: an apostrophe is put before what looks like a formula, and before what begins with
 * one already, so that {@link undefuse} gives back exactly what was there.
 */
export const defuse = (text: string): string => (text.startsWith("'") || FORMULA.test(text) ? `'${text}` : text);

/** What {@link defuse} was given. A cell of others that merely begins with an apostrophe stays as it is. */
export const undefuse = (cell: string): string =>
  cell.startsWith("'") && defuse(cell.slice(1)) === cell ? cell.slice(1) : cell;

/** A row, RFC 4180: every cell is quoted, so that none can be cut at a semicolon or a line break. */
export const csvRow = (cells: readonly string[]): string =>
  `${cells.map((cell) => `"${defuse(cell).replaceAll('"', '""')}"`).join(',')}\r\n`;
