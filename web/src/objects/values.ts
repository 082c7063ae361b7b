import { defang, patternValues, printable, type StixObject } from 'tocsin';

/** A value that an object is about, as it is and as it is shown. */
export interface Value {
  readonly type: string;
  readonly real: string;
  readonly shown: string;
}

export function valuesOf(object: StixObject): Value[] {
  if (object.type !== 'indicator' || object.pattern === undefined) return [];
  if ((object['pattern_type'] ?? 'stix') !== 'stix') return [];
  return patternValues(object.pattern).map(({ type, value }) => ({
    type,
    real: value,
    shown: printable(defang(type, value)),
  }));
}
