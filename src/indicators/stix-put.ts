import type { Kind, Put } from '../exchange/index.js';
import {
  ADVISORY_EXTENSION,
  checkObject,
  markingOf,
  overbroad,
  parsePattern,
  patternObservables,
  textOf,
  tlpFromLabel,
  tlpOfId,
} from '../formats/index.js';
import { Fault, type Observable, type StixObject, type Tlp, TLP_MARKING } from '../kernel/index.js';
import type { Defaults } from './indicator.js';
import { indicatorKind } from './indicator-kind.js';

/** Whole objects of other types are recognised by their id alone. */
const KINDS = new Map<string, Kind>();

function kindOf(type: string): Kind {
  const known = type === 'indicator' ? indicatorKind : KINDS.get(type);
  if (known) return known;
  const kind: Kind = { type, fingerprint: () => null, merge: (before) => before };
  if (KINDS.size < 1_000) KINDS.set(type, kind);
  return kind;
}

/**
 * A whole STIX 2.1 object as a report, with its text where it was kept ({@link textOf}). Throws the Fault that its outcome
 * will name.
 */
export const stixPut = (item: object, defaults: Defaults): Put => checkedPut(checkObject(item), defaults);

/** Likewise one whose structure was checked already. */
export function checkedPut(object: StixObject, defaults: Defaults): Put {
  const isPattern = object.type === 'indicator' && object.pattern_type === 'stix';
  const observables = isPattern ? observablesIn(object.pattern ?? '') : undefined;
  refuseAdvisory(object);
  if (tlpOfId(object.id) !== undefined)
    throw new Fault('object_invalid', 'the hub has the TLP markings', { pointer: '/id' });
  return {
    do: 'put',
    kind: kindOf(object.type),
    object,
    ...(observables && { observables }),
    text: textOf(object),
    relayed: defaults.relay,
    speaksOf: spokenOf(object),
    tlp: labelOf(object, defaults),
    audience: defaults.audience,
  };
}

/** The object's own marking decides; the submission's default only where it has none, and granular ones raise that, too. */
function labelOf(object: StixObject, { tlp }: Defaults): Tlp {
  const refs = object.object_marking_refs ?? [];
  if (tlp === undefined || refs.some((ref) => tlpOfId(ref) !== undefined)) return markingOf(object);
  return markingOf({ ...object, object_marking_refs: [...refs, TLP_MARKING[tlpFromLabel(tlp)]] });
}

/** An advisory of the hub's is signed and published by its own rules, and comes by no other way. */
function refuseAdvisory({ extensions }: StixObject): void {
  if (typeof extensions === 'object' && extensions !== null && ADVISORY_EXTENSION in extensions)
    throw new Fault('object_invalid', 'advisories are written and published under /api/v1/advisories', {
      pointer: `/extensions/${ADVISORY_EXTENSION}`,
    });
}

/** What sightings, opinions and notes speak of: they go no further. */
function spokenOf({ type, sighting_of_ref: sighted, object_refs: refs }: StixObject): string[] | undefined {
  if (type === 'sighting') return [String(sighted)];
  if (type !== 'opinion' && type !== 'note') return undefined;
  return Array.isArray(refs) ? refs.map(String) : undefined;
}

/** Those that a pattern names; none may cover far too much. */
export function observablesIn(pattern: string): Observable[] {
  const observables = patternObservables(parsePattern(pattern));
  refuseOverbroad(observables);
  return observables;
}

/** Throws `observable_overbroad` for what would match half the world. */
export function refuseOverbroad(observables: readonly Observable[]): void {
  for (const observable of observables) {
    const reason = overbroad(observable);
    if (reason !== null) throw new Fault('observable_overbroad', reason);
  }
}
