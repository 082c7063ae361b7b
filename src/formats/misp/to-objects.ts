import { append, type StixObject } from '../../kernel/index.js';
import { mispFacts, mispUuid } from './misp.js';
import type { MispAttribute, MispObject, MispReference } from './misp-event.js';
import type { MispValues, Own } from './misp-values.js';
import { secondsOf, texts, type Uuids, words } from './to-attributes.js';

/** What is referred to. `type`: `0` an attribute, `1` an object. */
interface Target {
  readonly uuid: string;
  readonly type: string;
}

/** What an event is made of: attributes by themselves, and MISP objects. */
interface Arranged {
  readonly loose: readonly MispAttribute[];
  readonly made: readonly MispObject[];
}

/**
 * MISP objects, each once however many groupings it is in, and what is in none. An object is given as far as its attributes are
 * there, and without any it is left out; only what is given is referred to.
 */
export function arranged(
  objects: readonly StixObject[],
  attributes: ReadonlyMap<string, Own>,
  uuids: Uuids,
  values: MispValues,
): Arranged {
  const groupings = new Map<string, StixObject[]>();
  for (const object of objects) {
    const facts = mispFacts(object, 'object');
    if (object.type !== 'grouping' || !facts) continue;
    append(
      groupings,
      uuids === 'original' ? facts.uuid : mispUuid('object', object.created_by_ref ?? '', facts.uuid),
      object,
    );
  }
  const taken = new Set<string>();
  const byRef = new Map<string, Target>();
  const given = (own: readonly Own[]) => {
    for (const {
      from,
      attributes: [first],
    } of own)
      byRef.set(from.id, { uuid: first!.uuid, type: '0' });
    return own.flatMap((one) => one.attributes);
  };
  const made = [...groupings].flatMap(([uuid, parts]) => {
    const refs = parts.flatMap(({ object_refs: own }) => (Array.isArray(own) ? (own as string[]) : []));
    const inside = [...new Set(refs)].filter((id) => attributes.has(id) && !taken.has(id));
    for (const id of inside) taken.add(id);
    const own = given(
      values.once(
        uuid,
        inside.map((id) => attributes.get(id)!),
      ),
    );
    if (own.length === 0) return [];
    for (const { id } of parts) byRef.set(id, { uuid, type: '1' });
    return [mispObject(uuid, parts[0]!, own)];
  });
  const others = [...attributes.values()].filter(({ from }) => !taken.has(from.id));
  const loose = given(values.once('', others.map(withoutRole)));
  const references = referencesOf(objects, byRef);
  return { loose, made: made.map((one) => ({ ...one, ObjectReference: references.get(one.uuid) ?? [] })) };
}

/** A role is one in an object. */
const withoutRole = ({ from, attributes }: Own): Own => ({
  from,
  attributes: attributes.map(({ object_relation: _role, ...one }) => one),
});

function mispObject(
  uuid: string,
  grouping: StixObject,
  attributes: readonly MispAttribute[],
): Omit<MispObject, 'ObjectReference'> {
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
  };
}

/** By the uuid of the object that refers. */
function referencesOf(
  objects: readonly StixObject[],
  byRef: ReadonlyMap<string, Target>,
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
