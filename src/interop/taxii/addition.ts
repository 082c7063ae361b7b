import { type Change, isVersioned, type Put } from '../../exchange/index.js';
import { checkObject, markingOf, tlpOfId } from '../../formats/index.js';
import { checkedPut } from '../../indicators/index.js';
import { Fault, type StixObject, type Tlp, TLP_MARKING } from '../../kernel/index.js';
import type { Collection } from './collections.js';
import { TIMELESS } from './instants.js';

/** What is said of an object whose item in an envelope this is; `done`: there is nothing to store. */
export interface Addition {
  readonly id: string;
  readonly version: string;
  readonly change: Change | undefined;
}

/** An item of an envelope as a change; one that can't be taken keeps its place, with the reason. `at`: its index. */
export function addition(item: unknown, at: number, { audience }: Collection): Addition {
  const said = (typeof item === 'object' && item !== null ? item : {}) as Record<string, unknown>;
  const text = (name: string): string | undefined =>
    typeof said[name] === 'string' ? said[name].slice(0, 300) : undefined;
  const named = { id: text('id') ?? `objects[${at}]`, version: text('modified') ?? text('created') ?? TIMELESS };
  try {
    const object = checkObject(item);
    if (object.spec_version === undefined && isVersioned(object))
      throw new Fault('object_invalid', 'spec_version is required: without it this is STIX 2.0', {
        pointer: '/spec_version',
      });
    if (tlpOfId(object.id) !== undefined) return { ...named, change: undefined }; // it defines what it always has
    return { ...named, change: toChange(object, audience) };
  } catch (error) {
    if (error instanceof Fault) return { ...named, change: { do: 'refuse', fault: error } };
    throw error;
  }
}

function toChange(object: StixObject, audience: Collection['audience']): Put {
  const tlp = labelOf(object, audience?.tlp);
  const put = checkedPut(object, { tlp, audience: audience && askFor(audience), relay: true });
  const speaksOf = spokenOf(object);
  return Object.assign(put, { tlp, speaksOf: speaksOf.length > 0 ? speaksOf : undefined }); // else it can't be made ready before the lock
}

/** An object has the label of its collection, said or not; in the collection of everything it must say it. */
function labelOf(object: StixObject, expected: Tlp | undefined): Tlp {
  if (expected === undefined) return markingOf(object);
  const refs = object.object_marking_refs ?? [];
  const says = refs.some((ref) => tlpOfId(ref) !== undefined);
  const tlp = markingOf(says ? object : { ...object, object_marking_refs: [...refs, TLP_MARKING[expected]] });
  if (tlp === expected) return tlp;
  throw new Fault('conflicting_tlp', 'the collection has another label', { pointer: '/object_marking_refs' });
}

function askFor({ kind, groupId }: NonNullable<Collection['audience']>): Put['audience'] {
  if (kind === 'group') return { group: groupId ?? '' };
  return kind === 'organisation' ? 'organisation' : 'all';
}

/** Ids of the objects that it names. */
function spokenOf(object: StixObject): string[] {
  const { sighting_of_ref, source_ref, target_ref, object_ref, object_refs } = object;
  const named: unknown[] = [sighting_of_ref, source_ref, target_ref, object_ref];
  const all = [...named, ...(Array.isArray(object_refs) ? (object_refs as unknown[]) : [])];
  return [...new Set(all.filter((id): id is string => typeof id === 'string'))];
}
