import type { Entry, StixObject, Tlp } from '../types.js';
import { defang } from './defang.js';
import { patternValues } from './pattern.js';
import { TLP_WIDTH, tlpText, type Style } from './style.js';
import { printable } from './text.js';

const MARKINGS: Readonly<Record<string, Tlp>> = {
  'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487': 'clear',
  'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb': 'green',
  'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421': 'amber',
  'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003': 'amber+strict',
  'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1': 'red',
};

/** Short names of organisations, by the id that objects name them by. */
export type Names = ReadonlyMap<string, string>;

/** The label that an object's markings say. */
export const tlpOf = (object: StixObject): Tlp | undefined =>
  (object.object_marking_refs ?? []).map((ref) => MARKINGS[ref]).find((label) => label !== undefined);

/** What an object is about, in one type and one text that is safe to show. */
export function subjectOf(object: StixObject): { type: string; value: string } {
  if (object.type !== 'indicator') return { type: object.type, value: referenceOf(object) };
  const language = object['pattern_type'];
  const patternType = typeof language === 'string' ? language : 'stix';
  if (object.pattern === undefined) return { type: 'indicator', value: object.id };
  if (patternType !== 'stix')
    return { type: printable(patternType), value: object.name ? '' : shortened(object.pattern) };
  const values = patternValues(object.pattern);
  const [first] = values;
  if (!first) return { type: 'indicator', value: shortened(object.pattern) };
  const shown = values.slice(0, 3).map(({ type, value }) => printable(defang(type, value)));
  const more = values.length > 3 ? ` +${values.length - 3}` : '';
  return { type: printable(first.type), value: shown.join(' ') + more };
}

function referenceOf(object: StixObject): string {
  const opinion = object['opinion'];
  const about = object['sighting_of_ref'] ?? (object['object_refs'] as unknown[] | undefined)?.[0];
  const said = typeof opinion === 'string' ? [opinion] : [];
  const subject = typeof about === 'string' && object.type !== 'report' ? about : object.name ? '' : object.id;
  return printable([...said, subject].join(' ').trim());
}

const shortened = (pattern: string): string => printable(pattern.length > 120 ? `${pattern.slice(0, 119)}…` : pattern);

/** The columns of one object, plain and, for a terminal, padded and coloured. */
export class Describer {
  constructor(
    private readonly style: Style,
    /** Padded columns on a terminal, tabs elsewhere. */
    private readonly table: boolean,
    private readonly names: () => Names,
  ) {}

  /** Time, op, TLP, organisation, type, value, confidence, name. */
  entry(entry: Entry): string {
    const { op } = entry;
    const paint = op === 'create' ? this.style.green : op === 'update' ? this.style.bold : this.style.yellow;
    const time = `${entry.at.slice(0, 19).replace('T', ' ')}Z`;
    return this.#join([this.#pad(time, 20, this.style.dim), this.#pad(op, 6, paint), ...this.#object(entry.object)]);
  }

  /** TLP, organisation, type, value, confidence, name, id. */
  object(object: StixObject): string {
    return this.#join([...this.#object(object), this.style.dim(object.id)]);
  }

  #object(object: StixObject): string[] {
    const { type, value } = subjectOf(object);
    const label = tlpOf(object);
    const from =
      object.created_by_ref === undefined ? '-' : (this.names().get(object.created_by_ref) ?? object.created_by_ref);
    return [
      this.#pad(tlpText(label), TLP_WIDTH, () => this.style.tlp(label)),
      this.#pad(printable(from), 10),
      this.#pad(type, 12),
      this.#pad(value === '' ? '-' : value, 36, this.style.bold),
      this.#pad(object.confidence === undefined ? '-' : String(object.confidence), 3),
      printable(object.name ?? ''),
    ];
  }

  #pad(text: string, width: number, paint: (text: string) => string = (same) => same): string {
    return this.table ? paint(text) + ' '.repeat(Math.max(0, width - text.length)) : text;
  }

  #join(columns: string[]): string {
    return columns.join(this.table ? '  ' : '\t').trimEnd();
  }
}
