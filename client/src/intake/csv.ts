import { parse, type InfoRecord } from 'csv-parse';
import { Readable } from 'node:stream';
import type { Item, Tlp } from '../types.js';
import { confidenceFrom, labelsFrom, referencesFrom, timeFrom, tlpFrom, undefuse } from './cells.js';
import { columnsOf, guessColumns, type Columns, type Field } from './columns.js';
import type { Intake, Parsed } from './parsed.js';
import type { Lines } from './source.js';
import { mendQuotes } from './quotes.js';
import { typeFor, valuesOf } from './type-names.js';

interface Row {
  at: string;
  cells: string[];
}

const DELIMITERS: Readonly<Record<string, string>> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars' };
/** Rows that are looked at to tell columns without a header. */
const SAMPLE = 20;

/** A table: its columns by the header's names or, without one, by what stands in them. */
export function readCsv(lines: Lines, delimiter: string): Intake {
  const notes: string[] = [];
  const format = `CSV, separated by ${DELIMITERS[delimiter] ?? delimiter}`;
  return { format, items: itemsIn(rowsOf(lines, delimiter), notes), notes };
}

async function* itemsIn(
  rows: AsyncGenerator<Row | { at: string; problem: string }>,
  notes: string[],
): AsyncGenerator<Parsed> {
  const waiting: Row[] = [];
  let columns: Columns | undefined;
  const begin = (): Row[] => {
    columns = guessColumns(waiting.map(({ cells }) => cells));
    notes.push(`no header; read as ${Object.keys(columns.at).join(', ')}`);
    return waiting.splice(0);
  };
  for await (const row of rows) {
    if ('problem' in row) yield row;
    else if (columns) yield* itemsOf(row, columns);
    else if (waiting.length === 0 && (columns = columnsOf(row.cells))) {
      if (columns.ignored.length > 0) notes.push(`columns not used: ${columns.ignored.join(', ')}`);
    } else if (waiting.push(row) >= SAMPLE) {
      for (const held of begin()) yield* itemsOf(held, columns!);
    }
  }
  if (waiting.length > 0) for (const held of begin()) yield* itemsOf(held, columns!);
}

/** Records with the lines they end on. One that can't be read is reported and the next is read. */
async function* rowsOf(lines: Lines, delimiter: string): AsyncGenerator<Row | { at: string; problem: string }> {
  const problems: { at: string; problem: string }[] = [];
  const parser = Readable.from(mendQuotes(lines.lines(), delimiter)).compose(
    parse({
      delimiter,
      info: true,
      comment: '#',
      comment_no_infix: true,
      skip_empty_lines: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_records_with_error: true,
      trim: true,
      max_record_size: 1_000_000,
      on_skip: (error) => {
        problems.push({ at: `line ${Number(error?.['lines'] ?? 0)}`, problem: error?.message ?? 'not readable' });
        return undefined;
      },
    }),
  );
  for await (const { record, info } of parser as AsyncIterable<{
    record: string[];
    info: InfoRecord & { lines: number };
  }>) {
    yield* problems.splice(0);
    yield { at: `line ${info.lines}`, cells: record };
  }
  yield* problems;
}

function* itemsOf({ at, cells }: Row, columns: Columns): Generator<Parsed> {
  const cell = (field: Field): string => undefuse(cells[columns.at[field] ?? -1]?.trim() ?? '');
  const common = commonOf(cell);
  const pattern = cell('pattern');
  if (pattern !== '') {
    const type = cell('pattern_type');
    yield { at, item: { pattern, ...(type && { pattern_type: type }), ...common } };
    return;
  }
  if (cell('value') === '') {
    if (cells.some((text) => text.trim() !== '')) yield { at, problem: 'there is no value' };
    return;
  }
  for (const value of valuesOf(cell('value'))) {
    const type = typeFor(cell('type') || columns.typeOfValue, value);
    yield { at, item: { value, ...(type && { type }), ...common } };
  }
}

/** What is said beside the value; empty cells say nothing. */
function commonOf(cell: (field: Field) => string): Partial<Item> {
  const said = <T>(field: Field, read: (text: string) => T): T | undefined => {
    const text = cell(field);
    return text === '' ? undefined : read(text);
  };
  const common = {
    tlp: said('tlp', (text) => tlpFrom(text) as Tlp),
    confidence: said('confidence', confidenceFrom),
    labels: said('labels', labelsFrom),
    description: said('description', String),
    name: said('name', String),
    valid_from: said('valid_from', timeFrom),
    valid_until: said('valid_until', timeFrom),
    external_references: said('reference', referencesFrom),
  };
  return Object.fromEntries(Object.entries(common).filter(([, value]) => value !== undefined));
}
