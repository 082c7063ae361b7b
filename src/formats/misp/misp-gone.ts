import type { Place } from '../reading.js';
import { AttributeShape, type ObjectShape, ReferenceShape } from './misp-shapes.js';

type Gone = readonly [at: Place, uuid: string | undefined, types: readonly string[]];

/** With a MISP object all that was in it is deleted: its attributes, and what it referred to. */
export function* goneWith({ uuid, Attribute = [], ObjectReference = [] }: ObjectShape, at: Place): Generator<Gone> {
  yield [at, uuid, ['grouping']];
  for (const [i, one] of Attribute.entries())
    yield [`${at}.Attribute[${i}]`, AttributeShape.safeParse(one).data?.uuid, ['indicator', 'note']];
  for (const [i, one] of ObjectReference.entries())
    yield [`${at}.ObjectReference[${i}]`, ReferenceShape.safeParse(one).data?.uuid, ['relationship']];
}
