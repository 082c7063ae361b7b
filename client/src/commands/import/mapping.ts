import { InvalidArgumentError } from 'commander';
import type { ImportOptions } from '../../imports.js';

/** `value=indicator,type=2`: which column has what, by name or number. */
export function mapping(text: string): NonNullable<ImportOptions['mapping']> {
  const pairs = text.split(',').map((pair) => pair.split('=').map((part) => part.trim()));
  if (pairs.some((pair) => pair.length !== 2 || pair.includes('')))
    throw new InvalidArgumentError('It must be FIELD=COLUMN, by name or number, with commas between.');
  const columns = Object.fromEntries(
    pairs.map(([field, column]) => [field!, /^\d+$/.test(column!) ? Number(column) : column!]),
  );
  return { columns };
}

/** One character; a shell makes it hard to write a tab. */
export function delimiter(text: string): string {
  if (text === 'tab' || text === '\\t') return '\t';
  if (text.length === 1) return text;
  throw new InvalidArgumentError('It must be one character, or tab.');
}
