import {
  Fault,
  OPENCTI_MARKING,
  TLP,
  TLP1_MARKING,
  TLP_MARKING,
  tlpRank,
  type StixObject,
  type Tlp,
} from '../../kernel/index.js';

const LEVELS = new Map<string, Tlp>([
  ...Object.entries(TLP1_MARKING),
  ...Object.entries(OPENCTI_MARKING),
  ...TLP.map((tlp) => [TLP_MARKING[tlp], tlp] as const),
]);

const ID = /^marking-definition--[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

// Wrong copies of the TLP ids circulate: they share the first or the last group with the real one.
const GROUPS = new Set([...LEVELS.keys()].flatMap((id) => [firstGroup(id), lastGroup(id)]));

function firstGroup(id: string): string {
  return id.slice(20, 28);
}

function lastGroup(id: string): string {
  return id.slice(-12);
}

/**
 * The TLP level of an object by its `object_marking_refs`, TLP 2.0, TLP 1 or OpenCTI's; granular TLP markings raise the whole
 * object to the strictest of them. Other markings have no say in access. Throws `tlp_required` without any,
 * `conflicting_tlp` for two levels on the object, `tlp_unknown` for whatever only looks like a TLP marking.
 */
export function markingOf(object: StixObject): Tlp {
  const refs = object.object_marking_refs;
  const levels = new Set(
    listOf(refs, '/object_marking_refs').flatMap((ref, index) => tlpOfRef(ref, `/object_marking_refs/${index}`)),
  );
  const [level, second] = [...levels];
  if (level === undefined) throw new Fault('tlp_required', undefined, { pointer: '/object_marking_refs' });
  if (second !== undefined) throw new Fault('conflicting_tlp', undefined, { pointer: '/object_marking_refs' });
  return granularLevels(object).reduce(
    (strictest, one) => (tlpRank(one) > tlpRank(strictest) ? one : strictest),
    level,
  );
}

function granularLevels(object: StixObject): Tlp[] {
  return listOf(object['granular_markings'], '/granular_markings').flatMap((one, index) => {
    const pointer = `/granular_markings/${index}/marking_ref`;
    if (typeof one !== 'object' || one === null) throw unknownMarking(`/granular_markings/${index}`);
    return 'marking_ref' in one ? tlpOfRef(one.marking_ref, pointer) : []; // one with `lang` marks a language
  });
}

function listOf(value: unknown, pointer: string): readonly unknown[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw unknownMarking(pointer);
  return value;
}

function tlpOfRef(ref: unknown, pointer: string): Tlp[] {
  if (typeof ref !== 'string' || !ID.test(ref)) throw unknownMarking(pointer);
  const level = LEVELS.get(ref);
  if (level !== undefined) return [level];
  if (GROUPS.has(firstGroup(ref)) || GROUPS.has(lastGroup(ref))) throw unknownMarking(pointer);
  return [];
}

const unknownMarking = (pointer: string): Fault =>
  new Fault('tlp_unknown', 'not the id of a TLP 2.0 or TLP 1 marking', { pointer });

/** The level that an id of the TLP 2.0 or TLP 1 markings, or one of OpenCTI's, stands for; undefined for every other id. */
export function tlpOfId(id: string): Tlp | undefined {
  return LEVELS.get(id);
}

/**
 * The level a label stands for: `clear`, `green`, `amber`, `amber+strict`, `red`, in any case, with or without `TLP:`;
 * `white` of TLP 1 is clear. Anything else, spaces included, is `tlp_unknown` (FIRST TLP 2.0 knows no other labels).
 */
export function tlpFromLabel(text: string): Tlp {
  const [, label] = (typeof text === 'string' && /^(?:TLP:)?([A-Z+]{3,12})$/i.exec(text)) || [];
  const level = label?.toLowerCase() === 'white' ? 'clear' : TLP.find((tlp) => tlp === label?.toLowerCase());
  if (level === undefined)
    throw new Fault('tlp_unknown', `the labels are ${TLP.map((tlp) => `TLP:${tlp.toUpperCase()}`).join(', ')}`);
  return level;
}
