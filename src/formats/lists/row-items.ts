import { Fault } from '../../kernel/index.js';
import type { Found } from '../reading.js';
import { undefuse } from '../export/csv-cells.js';
import { labelsFrom, referencesFrom } from './cell-lists.js';
import { confidenceFrom, papFrom, timeFrom, tlpFrom } from './cell-values.js';
import type { Columns, Field } from './columns.js';
import { typeFor, valuesOf } from './type-names.js';

type Cell = (field: Field) => string;

/** What one row of a table says: an item for each value in it. */
export function* rowItems(at: string, cells: readonly string[], columns: Columns): Generator<Found> {
  const cell: Cell = (field) => undefuse(cells[columns.at[field] ?? -1] ?? '');
  if (cells.some((text) => text.includes('\0'))) {
    yield { at, fault: new Fault('invalid_character', 'the row has U+0000') };
    return;
  }
  const value = cell('value');
  const pattern = cell('pattern');
  if (value === '' && pattern === '') {
    if (cells.some((text) => text !== '')) yield { at, fault: new Fault('invalid', 'there is no value') };
    return;
  }
  if (/^(?:0|false|no)$/i.test(cell('to_ids'))) {
    yield { at, note: 'left out: it is not for detection (to_ids)' };
    return;
  }
  const common = commonOf(cell);
  if (pattern !== '') {
    const type = cell('pattern_type');
    yield { at, item: { pattern, ...(type !== '' && { pattern_type: type }), ...common } };
    return;
  }
  yield* valueItems(at, value, cell('type') || columns.typeOfValue, common);
}

/** A value under another tool's name of its type: `ip-dst|port`, `filename|sha256` and several hashes are several things. */
function* valueItems(
  at: string,
  value: string,
  type: string | undefined,
  common: Readonly<Record<string, unknown>>,
): Generator<Found> {
  const [types, values] = [type?.split('|') ?? [], value.split('|')];
  if (types.length > 1 && types.length === values.length) {
    const port = types.findIndex((name) => /^(?:port|dst-?port|src-?port)$/i.test(name.trim()));
    const more = port === -1 ? common : described(common, `port ${values[port]!.trim()}`);
    for (const [i, part] of values.entries())
      if (i !== port && part.trim() !== '') yield item(at, part.trim(), types[i]!.trim(), more);
    return;
  }
  const withPort = /^ip[\s:_-]*port$/i.test(type ?? '') ? /^(.+):(\d{1,5})$/.exec(value) : null;
  if (withPort) {
    yield item(at, withPort[1]!.replace(/^\[(.*)\]$/, '$1'), 'ip', described(common, `port ${withPort[2]}`));
    return;
  }
  for (const one of valuesOf(value)) yield item(at, one, type, common);
}

const described = (common: Readonly<Record<string, unknown>>, words: string) => ({
  ...common,
  description: [common['description'], words].filter(Boolean).join('; '),
});

function item(at: string, value: string, name: string | undefined, common: Readonly<Record<string, unknown>>): Found {
  const type = typeFor(name, value);
  if (type === null)
    return { at, fault: new Fault('observable_invalid', `the type “${name?.slice(0, 100)}” is not known here`) };
  return { at, item: { value, ...(type !== undefined && { type }), ...common } };
}

/** What is said beside the value; empty cells say nothing. */
function commonOf(cell: Cell): Record<string, unknown> {
  const said: Record<string, unknown> = {};
  const say = (property: string, field: Field, read: (text: string) => unknown) => {
    const text = cell(field);
    if (text !== '') said[property] = read(text);
  };
  say('tlp', 'tlp', tlpFrom);
  say('pap', 'pap', papFrom);
  say('confidence', 'confidence', confidenceFrom);
  say('labels', 'labels', labelsFrom);
  say('description', 'description', String);
  say('name', 'name', String);
  say('valid_from', 'valid_from', timeFrom);
  say('valid_until', 'valid_until', timeFrom);
  say('external_references', 'reference', referencesFrom);
  const seen = cell('last_seen');
  return seen === '' ? said : described(said, `last seen ${timeFrom(seen)}`);
}
