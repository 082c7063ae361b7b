import { append, type StixObject } from '../../kernel/index.js';
import { mispFacts, mispUuid } from './misp.js';
import type { MispAttribute, MispObject, MispReference } from './misp-event.js';
import { secondsOf, texts, type Uuids, words } from './to-attributes.js';

/** MISP objects, each once however many groupings it is in, and the ids of what is in them. */
export function objectsOf(
  objects: readonly StixObject[],
  attributes: ReadonlyMap<string, readonly MispAttribute[]>,
  uuids: Uuids,
): { made: MispObject[]; taken: ReadonlySet<string> } {
  const taken = new Set<string>();
  const groupings = new Map<string, StixObject[]>();
  const byRef = new Map<string, { uuid: string; type: string }>();
  for (const [id, [first]] of attributes) if (first) byRef.set(id, { uuid: first.uuid, type: '0' });
  for (const object of objects) {
    const facts = mispFacts(object, 'object');
    if (object.type !== 'grouping' || !facts) continue;
    const uuid = uuids === 'original' ? facts.uuid : mispUuid('object', object.created_by_ref ?? '', facts.uuid);
    append(groupings, uuid, object);
    byRef.set(object.id, { uuid, type: '1' });
  }
  const references = referencesOf(objects, byRef);
  const made = [...groupings].map(([uuid, [first, ...more]]): MispObject => {
    const own = [first!, ...more].flatMap(({ object_refs: refs }) => (Array.isArray(refs) ? (refs as string[]) : []));
    const inside = [...new Set(own)].filter((id) => attributes.has(id) && !taken.has(id));
    for (const id of inside) taken.add(id);
    return mispObject(
      uuid,
      first!,
      inside.flatMap((id) => attributes.get(id) ?? []),
      references.get(uuid) ?? [],
    );
  });
  return { made, taken };
}

function mispObject(
  uuid: string,
  grouping: StixObject,
  attributes: readonly MispAttribute[],
  references: readonly MispReference[],
): MispObject {
  const facts = mispFacts(grouping, 'object')!;
  return {
    uuid,
    name: words(facts.name),
    'meta-category': words(facts.meta_category),
    description: words(facts.description),
    ...texts({ template_uuid: facts.template_uuid, template_version: facts.template_version }),
    timestamp: secondsOf(grouping.modified),
    comment: words(facts.comment),
    deleted: grouping.revoked ?? false,
    ...texts({ first_seen: facts.first_seen, last_seen: facts.last_seen }),
    Attribute: attributes.map((one) => ({ ...one, object_relation: one.object_relation ?? 'text' })),
    ObjectReference: references,
  };
}

/** By the uuid of the object that refers. */
function referencesOf(
  objects: readonly StixObject[],
  byRef: ReadonlyMap<string, { uuid: string; type: string }>,
): Map<string, MispReference[]> {
  const found = new Map<string, MispReference[]>();
  for (const object of objects) {
    if (object.type !== 'relationship') continue;
    const [source, target] = [byRef.get(String(object['source_ref'])), byRef.get(String(object['target_ref']))];
    if (source?.type !== '1' || !target) continue;
    const facts = mispFacts(object, 'reference');
    const one: MispReference = {
      uuid: facts?.uuid ?? mispUuid('reference', object.id),
      object_uuid: source.uuid,
      referenced_uuid: target.uuid,
      referenced_type: target.type,
      relationship_type: words(facts?.relationship_type ?? object['relationship_type']),
      timestamp: secondsOf(object.modified),
      comment: words(object.description),
      deleted: object.revoked ?? false,
    };
    append(found, source.uuid, one);
  }
  return found;
}
