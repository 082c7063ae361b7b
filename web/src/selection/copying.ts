import type { TFunction } from 'i18next';
import type { Row } from '../feed/row.ts';
import { hub } from '../hub.ts';
import { valuesOf } from '../objects/values.ts';
import { copyLines } from '../parts/clipboard.ts';
import { queries } from '../queries.ts';

const AT_ONCE = 8;

/** All values of one row, as they are or defanged; what is no indicator, by what it is called. */
async function valuesOfRow(row: Row, real: boolean): Promise<string[]> {
  // rows are short of what has many values, and know none as it is
  if (!real && !/ \+\d+$/.test(row.value)) return row.value.split('\n');
  const { object } = await queries.fetchQuery({
    queryKey: ['object', row.id],
    queryFn: () => hub.get(row.id),
    staleTime: 60_000,
  });
  const values = valuesOf(object);
  return values.length === 0 ? [row.value] : values.map((value) => (real ? value.real : value.shown));
}

/** Copies the values of rows, one a line. */
export const copyRows = (rows: readonly Row[], real: boolean, t: TFunction): Promise<void> =>
  copyLines(valuesOfRows(rows, real), t);

async function valuesOfRows(rows: readonly Row[], real: boolean): Promise<string[]> {
  const lines: string[] = [];
  for (let i = 0; i < rows.length; i += AT_ONCE) {
    const some = await Promise.all(rows.slice(i, i + AT_ONCE).map((row) => valuesOfRow(row, real)));
    lines.push(...some.flat());
  }
  return lines;
}
