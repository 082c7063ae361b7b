import { isTime, isTlp } from './cells.js';
import { isTypeName } from './type-names.js';

export type Field =
  | 'value'
  | 'type'
  | 'tlp'
  | 'confidence'
  | 'labels'
  | 'description'
  | 'name'
  | 'valid_from'
  | 'valid_until'
  | 'reference'
  | 'pattern'
  | 'pattern_type';

/** Headers by field; in lower case, letters and digits only. The first that a file has is taken. */
const HEADERS: Readonly<Record<Field, readonly string[]>> = {
  value: ['value', 'indicator', 'ioc', 'indicatorvalue', 'iocvalue', 'observable', 'observablevalue', 'attributevalue'],
  type: ['type', 'indicatortype', 'ioctype', 'entitytype', 'observabletype', 'attributetype'],
  tlp: ['tlp', 'tlplabel', 'tlplevel', 'marking'],
  confidence: ['confidence', 'confidencelevel', 'confidencescore'],
  labels: ['labels', 'label', 'tags', 'tag'],
  description: ['description', 'notes', 'note', 'comment', 'comments', 'context'],
  name: ['name', 'title'],
  valid_from: ['validfrom', 'firstseen'],
  valid_until: ['validuntil', 'validto', 'expires', 'expiration', 'expiry'],
  reference: ['reference', 'references', 'source', 'url', 'link'],
  pattern: ['pattern', 'stixpattern'],
  pattern_type: ['patterntype'],
};

/** Which column holds which field. `typeOfValue` is what the header of the value column says of all values. */
export interface Columns {
  at: Partial<Record<Field, number>>;
  typeOfValue?: string;
  /** Headers that mean nothing here. */
  ignored: string[];
}

/** A row of these words alone may be a header though it knows no better name for its values than their type. */
const HEADER = /^[a-z][a-z _-]*\d{0,3}$|^$/i;

const plain = (header: string): string => header.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** The columns that a header names; undefined when it names no value, and so is none. */
export function columnsOf(header: readonly string[]): Columns | undefined {
  const words = header.map(plain);
  const at: Partial<Record<Field, number>> = {};
  for (const [field, names] of Object.entries(HEADERS) as [Field, readonly string[]][]) {
    const name = names.find((candidate) => words.includes(candidate));
    if (name !== undefined) at[field] = words.indexOf(name);
  }
  const columns: Columns = { at, ignored: [] };
  if (at.value === undefined && at.pattern === undefined) {
    // `sha256,comment` or `url` alone: the header says what the values are.
    const value = header.every((name) => HEADER.test(name)) ? words.findIndex((word) => isTypeName(word)) : -1;
    if (value < 0) return undefined;
    if (at.reference === value) delete at.reference;
    at.value = value;
    columns.typeOfValue = header[value]!;
  }
  const used = new Set(Object.values(at));
  columns.ignored = header.filter((name, index) => !used.has(index) && name !== '');
  return columns;
}

/**
 * The columns of a file without a header, by what stands in its first rows. Only what can't be mistaken: a number may be
 * a confidence, a port or a count, and a date may be of anything.
 */
export function guessColumns(rows: readonly (readonly string[])[]): Columns {
  const width = Math.max(...rows.map((row) => row.length));
  const all = (index: number, test: (cell: string) => boolean): boolean => {
    const cells = rows.map((row) => row[index] ?? '').filter((cell) => cell !== '');
    return cells.length > 0 && cells.every(test);
  };
  const indexes = Array.from({ length: width }, (_, index) => index);
  const type = indexes.find((index) => all(index, isTypeName));
  const tlp = indexes.find((index) => all(index, isTlp));
  const rest = indexes.filter((index) => index !== type && index !== tlp && !all(index, isNumberOrTime));
  const [value = 0, description] = rest;
  const at = { value, ...(type !== undefined && { type }), ...(tlp !== undefined && { tlp }) };
  const columns = description === undefined ? at : { ...at, description };
  const used = new Set<number>(Object.values(columns));
  return { at: columns, ignored: indexes.filter((index) => !used.has(index)).map((index) => `column ${index + 1}`) };
}

const isNumberOrTime = (cell: string): boolean =>
  /^-?[\d.,]+%?$/.test(cell.replace(/^\d+\.\d+\.\d+\.\d+$/, 'address')) || isTime(cell);
