import { defang, patternValues, printable, type StixObject, tlpOf } from 'tocsin';

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

/** A pattern with its values defanged. */
export const defangedPattern = (object: StixObject): string | undefined =>
  valuesOf(object).reduce((text, { real, shown }) => text?.replaceAll(real, shown), object.pattern);

/** To one's own organisation alone. CLEAR and GREEN can't go there; RED goes to people, and would be widened by this. */
export function ownAlone(object: StixObject) {
  const tlp = tlpOf(object);
  return { audience: 'organisation' as const, tlp: tlp === 'amber+strict' ? tlp : ('amber' as const) };
}
