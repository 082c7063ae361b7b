import type { Observable, StixObject, Tlp } from '../../kernel/index.js';
import { csvRow } from './csv-cells.js';

const COLUMNS = [
  'value',
  'type',
  'tlp',
  'confidence',
  'labels',
  'valid_from',
  'valid_until',
  'description',
  'reference',
  'id',
];

export const CSV_MEDIA_TYPE = 'text/csv; charset=utf-8; header=present';

export const csvHeader = (): string => `${COLUMNS.join(',')}\r\n`;

/** A row for each observable that an indicator names; none for one whose pattern names none, and for other objects. */
export function csvRows(object: StixObject, tlp: Tlp, observables: readonly Observable[]): string {
  const { confidence, labels = [], valid_from = '', valid_until = '', name, description, id } = object;
  const words = [name, description].filter((text) => typeof text === 'string' && text !== '').join(': ');
  const rest = [
    tlp,
    confidence === undefined ? '' : String(confidence),
    labels.join(';'),
    valid_from,
    valid_until,
    words,
    referenceOf(object),
    id,
  ];
  return observables.map(({ type, value }) => csvRow([value, type, ...rest])).join('');
}

/** The first that leads anywhere. */
function referenceOf({ external_references: references }: StixObject): string {
  const all = Array.isArray(references) ? (references as { url?: unknown }[]) : [];
  return all.flatMap(({ url }) => (typeof url === 'string' ? [url] : []))[0] ?? '';
}
