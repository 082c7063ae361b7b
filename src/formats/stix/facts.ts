import { Fault, type Facts, type Observable, type StixObject, type Tlp } from '../../kernel/index.js';
import { parsePattern } from './parse-pattern.js';
import { patternObservables } from './pattern-observables.js';
import { parseTime } from './time.js';

/**
 * What the hub searches a checked object by. For an indicator whose `pattern_type` is `stix` that includes the
 * observables its pattern names; a pattern that can't be parsed is `pattern_invalid`. Patterns of other languages are
 * opaque. `observables`: those of the pattern, where they are known already. Objects without `created` and `modified` (STIX observables) count as made at the epoch.
 */
export function facts(
  object: StixObject,
  at: { tlp: Tlp; organisationId: string },
  observables: readonly Observable[] = observablesOf(object),
): Facts {
  const created = timeOf(object.created, '/created') ?? 0;
  return {
    type: object.type,
    id: object.id,
    tlp: at.tlp,
    organisationId: at.organisationId,
    confidence: object.confidence ?? null,
    labels: (object.labels ?? []).map((label) => label.toLowerCase()),
    created,
    modified: timeOf(object.modified, '/modified') ?? created,
    validUntil: (object.type === 'indicator' ? timeOf(object.valid_until, '/valid_until') : undefined) ?? null,
    revoked: object.revoked ?? false,
    observables,
    text: searchText(object, observables),
  };
}

function observablesOf({ type, pattern, pattern_type: language }: StixObject): Observable[] {
  if (type !== 'indicator' || language !== 'stix' || pattern === undefined) return [];
  try {
    return patternObservables(parsePattern(pattern));
  } catch (error) {
    throw error instanceof Fault ? new Fault(error.code, error.detail, { pointer: '/pattern' }) : error;
  }
}

function timeOf(time: unknown, pointer: string): number | undefined {
  return typeof time === 'string' ? parseTime(time, pointer) : undefined;
}

/** What an object speaks of is in its text too: the id of an indicator finds its sightings and the opinions of it. */
function searchText(object: StixObject, observables: readonly Observable[]): string {
  const { name, description, labels = [], sighting_of_ref: sighted, object_refs: refs } = object;
  const spokenOf: readonly unknown[] = [sighted, ...(Array.isArray(refs) ? refs : [])];
  const texts: readonly unknown[] = [
    name,
    description,
    ...labels,
    ...observables.map(({ value }) => value),
    ...spokenOf,
  ];
  return texts
    .filter((text) => typeof text === 'string' && text !== '')
    .join('\n')
    .toLowerCase();
}
