import { Fault, type Facts, type Observable, type StixObject, type Tlp } from '../../kernel/index.js';
import { objectObservables } from './object-observables.js';
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
    labels: labelsOf(object).map((label) => label.toLowerCase()),
    created,
    modified: timeOf(object.modified, '/modified') ?? created,
    validUntil: (object.type === 'indicator' ? timeOf(object.valid_until, '/valid_until') : undefined) ?? null,
    revoked: object.revoked ?? false,
    observables,
    ...sightedBy(object),
    text: searchText(object, observables),
  };
}

/** A sighting that says no number is of one time at least. */
function sightedBy({ type, sighting_of_ref: id, count }: StixObject): Pick<Facts, 'sighted'> {
  if (type !== 'sighting' || typeof id !== 'string') return {};
  return { sighted: { id, times: typeof count === 'number' ? count : 1 } };
}

/** What MITRE has given up, it marks by a property of its own: it is found by a label. */
const labelsOf = ({ labels = [], x_mitre_deprecated: deprecated }: StixObject): readonly string[] =>
  deprecated === true ? [...labels, 'deprecated'] : labels;

/** Those that a pattern, a cyber observable or a vulnerability names. Fault: `pattern_invalid`. */
export function observablesOf(object: StixObject): Observable[] {
  const { type, pattern, pattern_type: language } = object;
  if (type !== 'indicator') return objectObservables(object);
  if (language !== 'stix' || pattern === undefined) return [];
  try {
    return patternObservables(parsePattern(pattern));
  } catch (error) {
    throw error instanceof Fault ? new Fault(error.code, error.detail, { pointer: '/pattern' }) : error;
  }
}

function timeOf(time: unknown, pointer: string): number | undefined {
  return typeof time === 'string' ? parseTime(time, pointer) : undefined;
}

/** What an object speaks of is in its text too: the id of an indicator finds its sightings, the opinions of it, and what is related to it. */
function searchText(object: StixObject, observables: readonly Observable[]): string {
  const { name, description, sighting_of_ref: sighted, source_ref, target_ref, object_refs: refs } = object;
  const spokenOf: readonly unknown[] = [sighted, source_ref, target_ref, ...(Array.isArray(refs) ? refs : [])];
  const texts: readonly unknown[] = [
    name,
    description,
    ...labelsOf(object),
    ...observables.map(({ value }) => value),
    ...spokenOf,
    ...namesElsewhere(object),
  ];
  return texts
    .filter((text) => typeof text === 'string' && text !== '')
    .join('\n')
    .toLowerCase();
}

/** Names of it in catalogues of others, as the query language asks for them: `attack:t1059.001`, `cve-2021-26855`. */
function namesElsewhere({ external_references: references }: StixObject): string[] {
  if (!Array.isArray(references)) return [];
  return references.flatMap((reference: unknown) => {
    const { source_name: source, external_id: id } = (reference ?? {}) as Record<string, unknown>;
    if (typeof id !== 'string' || id.length > 200) return [];
    return [/^mitre-(?:[a-z]+-)?attack$/.test(String(source)) ? `attack:${id}` : id];
  });
}
