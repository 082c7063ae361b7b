import { classify } from '../observables/classify.js';
import { isTime, isTlp } from './cell-values.js';
import { isTypeName } from './type-names.js';

/** What a column of a table may say of an indicator. */
export const FIELDS = [
  'value',
  'type',
  'tlp',
  'pap',
  'confidence',
  'labels',
  'description',
  'name',
  'valid_from',
  'valid_until',
  'last_seen',
  'reference',
  'pattern',
  'pattern_type',
  'to_ids',
] as const;
export type Field = (typeof FIELDS)[number];

/** Headers by field; in lower case, letters and digits only. The first that a file has is taken. */
const HEADERS: Readonly<Record<Field, readonly string[]>> = {
  value: split('value indicator ioc indicatorvalue iocvalue observable observablevalue attributevalue indicators iocs'),
  type: ['type', 'indicatortype', 'ioctype', 'entitytype', 'observabletype', 'attributetype', 'datatype'],
  tlp: ['tlp', 'tlplabel', 'tlplevel', 'marking'],
  pap: ['pap', 'paplabel', 'paplevel'],
  confidence: ['confidence', 'confidencelevel', 'confidencescore'],
  labels: ['labels', 'label', 'tags', 'tag', 'objecttags', 'attributetag'],
  description: ['description', 'notes', 'note', 'comment', 'comments', 'context'],
  name: ['name', 'title', 'signature', 'malware', 'malwareprintable'],
  valid_from: ['validfrom', 'firstseen', 'firstseenutc', 'dateadded'],
  valid_until: ['validuntil', 'validto', 'expires', 'expiration', 'expiry'],
  last_seen: ['lastseen', 'lastseenutc', 'lastonline'],
  reference: ['reference', 'references', 'source', 'url', 'link'],
  pattern: ['pattern', 'stixpattern'],
  pattern_type: ['patterntype'],
  to_ids: ['toids'],
};

function split(text: string): string[] {
  return text.split(' ');
}

/** Which column (from 0) holds which field. */
export interface Columns {
  readonly at: Readonly<Partial<Record<Field, number>>>;
  /** What the header of the value column says of all values. */
  readonly typeOfValue?: string | undefined;
  /** Headers that mean nothing here. */
  readonly ignored: readonly string[];
}

/** A row of these words alone may be a header though it knows no better name for its values than their type. */
const HEADER = /^[a-z][a-z _-]*\d{0,3}$|^$/i;

export const plainName = (header: string): string => header.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** The columns that a header names; undefined when it names no value, and so is none. */
export function columnsOf(header: readonly string[]): Columns | undefined {
  const words = header.map(plainName);
  const at: Partial<Record<Field, number>> = {};
  for (const field of FIELDS) {
    const name = HEADERS[field].find((candidate) => words.includes(candidate));
    if (name !== undefined) at[field] = words.indexOf(name);
  }
  let typeOfValue: string | undefined;
  if (at.value === undefined && at.pattern === undefined) {
    // `sha256,comment` or `url` alone: the header says what the values are
    const value = header.every((name) => HEADER.test(name)) ? words.findIndex((word) => isTypeName(word)) : -1;
    if (value < 0) return undefined;
    if (at.reference === value) delete at.reference;
    at.value = value;
    typeOfValue = header[value]!;
  }
  return { at, typeOfValue, ignored: ignoredOf(header, at) };
}

export function ignoredOf(header: readonly string[], at: Columns['at']): string[] {
  const used = new Set<number | undefined>(Object.values(at));
  return header.filter((name, index) => !used.has(index) && name !== '');
}

/**
 * The columns of a table without a header, by what stands in its first rows. Only what can't be mistaken: a number may be
 * a confidence, a port or a count, and a date may be of anything.
 */
export function guessColumns(rows: readonly (readonly string[])[]): Columns {
  const width = Math.max(1, ...rows.map((row) => row.length));
  const cellsAt = (index: number) => rows.map((row) => row[index] ?? '').filter((cell) => cell !== '');
  const all = (index: number, test: (cell: string) => boolean): boolean => {
    const cells = cellsAt(index);
    return cells.length > 0 && cells.every(test);
  };
  const indexes = Array.from({ length: width }, (_, index) => index);
  const type = indexes.find((index) => all(index, isTypeName));
  const tlp = indexes.find((index) => all(index, isTlp));
  const rest = indexes.filter((index) => index !== type && index !== tlp && !all(index, isNumberOrTime));
  const share = (index: number) =>
    cellsAt(index).filter((cell) => classify(cell) !== null).length / Math.max(1, rows.length);
  const [best] = rest.toSorted((a, b) => share(b) - share(a) || a - b);
  const value = best ?? 0;
  const description = rest.find((index) => index > value);
  const at = {
    value,
    ...(type !== undefined && { type }),
    ...(tlp !== undefined && { tlp }),
    ...(description !== undefined && { description }),
  };
  const used = new Set<number>(Object.values(at));
  return { at, ignored: indexes.filter((index) => !used.has(index)).map((index) => `column ${index + 1}`) };
}

const isNumberOrTime = (cell: string): boolean =>
  /^-?[\d.,]+%?$/.test(cell.replace(/^\d+\.\d+\.\d+\.\d+$/, 'address')) || isTime(cell);
