import { Fault } from '../../kernel/index.js';
import type { Found, Reader } from '../reading.js';
import { isComment, layoutOf } from './layout.js';
import type { Layout, Mapping } from './mapping.js';
import { lineItems } from './read-list.js';
import { Records, type Row } from './records.js';
import { rowItems } from './row-items.js';
import { type Line, textLines } from './text-lines.js';

/** Lines and characters at the beginning that the layout is told from. */
const HEAD_LINES = 200;
const HEAD_CHARACTERS = 65_536;

/** The first lines of a text, and all of them. */
export async function lookInto(
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ head: readonly Line[]; all: AsyncGenerator<readonly Line[]> }> {
  const lines = textLines(bytes);
  const held: Line[] = [];
  let characters = 0;
  while (held.length < HEAD_LINES && characters < HEAD_CHARACTERS) {
    const next = await lines.next();
    if (next.done) break;
    for (const line of next.value) held.push(line);
    characters += next.value.reduce((sum, { text }) => sum + text.length, 0);
  }
  return { head: headOf(held), all: joined(held, lines) };
}

function headOf(held: readonly Line[]): Line[] {
  const head: Line[] = [];
  let characters = 0;
  for (const line of held) {
    characters += line.text.length;
    if (head.length >= HEAD_LINES || (head.length > 0 && characters > HEAD_CHARACTERS)) break;
    head.push(line);
  }
  return head;
}

async function* joined(held: readonly Line[], rest: AsyncGenerator<readonly Line[]>): AsyncGenerator<readonly Line[]> {
  yield held;
  yield* rest;
}

/**
 * Reads tables: CSV with any separator, with or without a header. Columns are those of `mapping`, else those that the
 * header names or the content shows. What turns out to have one column is read as a list.
 */
export const csvReader = (mapping: Mapping = {}): Reader =>
  async function* (bytes) {
    const { head, all } = await lookInto(bytes);
    const layout = layoutOf(head, mapping);
    if (layout) yield* table(all, layout);
    else yield* list(all);
  };

/** Reads lists of a value a line. */
export const listReader: Reader = async function* (bytes) {
  yield* list(textLines(bytes));
};

async function* list(all: AsyncIterable<readonly Line[]>): AsyncGenerator<Found> {
  for await (const lines of all) for (const line of lines) yield* lineItems(line);
}

async function* table(all: AsyncIterable<readonly Line[]>, layout: Layout): AsyncGenerator<Found> {
  const { columns, header, delimiter, width } = layout;
  if (columns.ignored.length > 0)
    yield {
      at: header ? `line ${header.line}` : 'line 1',
      note: `columns not used: ${columns.ignored.join(', ').slice(0, 300)}`,
    };
  const hasRules = columns.at.pattern !== undefined;
  const records = new Records(delimiter, width, (text) => isComment(text, delimiter), { hasRules });
  for await (const lines of all) {
    for (const line of lines) {
      if (line.no === header?.line) continue;
      for (const row of records.push(line)) yield* ofRow(row, layout);
    }
  }
  for (const row of records.end()) yield* ofRow(row, layout);
}

function* ofRow(row: Row, { columns }: Layout): Generator<Found> {
  const at = `line ${row.line}`;
  if ('problem' in row) yield { at, fault: new Fault(row.tooLong ? 'body_too_large' : 'invalid', row.problem) };
  else yield* rowItems(at, row.cells, columns);
}
