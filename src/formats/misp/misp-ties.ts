import type { StixObject } from '../../kernel/index.js';
import { mispFacts } from './misp.js';

/** With what an object is printed, as a part of a MISP event. */
export interface MispTies {
  /** A MISP object: its uuid, and the ids of the attributes in it. */
  readonly object?: { readonly uuid: string; readonly attributes: readonly string[] };
  /** An attribute that has a role in some MISP object. */
  readonly hasRole?: boolean;
  /** A sighting, opinion or reference: the id of what it is printed with. */
  readonly about?: string;
}

const isAttribute = (id: unknown): id is string => typeof id === 'string' && /^(?:indicator|note)--/.test(id);

/** By what MISP's extension and the references of an object say; nothing for what stands by itself. */
export function mispTies(object: StixObject): MispTies {
  const { type, object_refs: refs, source_ref: source } = object;
  if (type === 'grouping') {
    const facts = mispFacts(object, 'object');
    const attributes = Array.isArray(refs) ? refs.filter(isAttribute) : [];
    return facts ? { object: { uuid: facts.uuid, attributes } } : {};
  }
  if (type === 'relationship')
    return typeof source === 'string' && source.startsWith('grouping--') ? { about: source } : {};
  const sighted = sightedIn(object);
  if (isAttribute(sighted)) return { about: sighted };
  return isAttribute(object.id) ? { hasRole: typeof mispFacts(object, 'attribute')?.relation === 'string' } : {};
}

/** The id of what a sighting saw, or what an opinion calls a false positive, unless that was taken back. */
export function sightedIn({ type, opinion, object_refs: refs, sighting_of_ref: seen, revoked }: StixObject): unknown {
  if (revoked) return undefined;
  if (type === 'sighting') return seen;
  return type === 'opinion' && opinion === 'strongly-disagree' && Array.isArray(refs) ? refs[0] : undefined;
}
