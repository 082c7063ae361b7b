import type { StixObject, Tlp } from '../../kernel/index.js';
import { labelsText, referencesText } from '../lists/cell-lists.js';
import { patternOf } from '../stix/observable-pattern.js';
import { parsePattern } from '../stix/parse-pattern.js';
import { patternObservables } from '../stix/pattern-observables.js';
import { printPattern } from '../stix/print-pattern.js';
import { csvRow } from './csv-cells.js';

/** Those that a table of ours may have on its way in, and the id. */
const COLUMNS = [
  'value',
  'type',
  'tlp',
  'confidence',
  'labels',
  'valid_from',
  'valid_until',
  'name',
  'description',
  'reference',
  'pattern',
  'pattern_type',
  'id',
];

export const CSV_MEDIA_TYPE = 'text/csv; charset=utf-8; header=present';

export const csvHeader = (): string => `${COLUMNS.join(',')}\r\n`;

/**
 * An indicator's rows: one for each observable that it names, with the whole pattern where that says more than the value; one
 * with the pattern alone where it names none, or is in another language. None for other objects.
 */
export function csvRows(object: StixObject, tlp: Tlp): string {
  const { type, confidence, labels = [], valid_from = '', valid_until = '', name, description, id } = object;
  if (type !== 'indicator') return '';
  const { values, pattern, language } = saidBy(object);
  const middle = [tlp, confidence === undefined ? '' : String(confidence), labelsText(labels), valid_from, valid_until];
  const words = [name, description].map((text) => (typeof text === 'string' ? text : ''));
  const rest = [...middle, ...words, referencesText(object['external_references']), pattern, language, id];
  return values.map((value) => csvRow([...value, ...rest])).join('');
}

interface Said {
  /** Value and type of each row. */
  readonly values: readonly (readonly [value: string, type: string])[];
  readonly pattern: string;
  readonly language: string;
}

function saidBy({ pattern = '', pattern_type: language = 'stix' }: StixObject): Said {
  if (language !== 'stix') return { values: [['', '']], pattern, language };
  const parsed = parsePattern(pattern);
  const observables = patternObservables(parsed);
  const [first] = observables;
  if (!first) return { values: [['', '']], pattern, language };
  const isAll = observables.length === 1 && patternOf(first) === printPattern(parsed);
  const values = observables.map(({ value, type }) => [value, type] as const);
  return isAll ? { values, pattern: '', language: '' } : { values, pattern, language };
}
