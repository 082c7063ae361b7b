import type { StixObject } from '../../kernel/index.js';
import type { Place } from '../reading.js';
import type { EventParts, Known } from './event-parts.js';
import { IN_EVENT, withFacts } from './misp.js';
import { marked, stricter } from './misp-levels.js';
import { ReferenceShape, shaped } from './misp-shapes.js';
import { instant, seconds } from './misp-times.js';

/** A reference of an object, one that stands, as a relationship, for those who may see both ends of it. */
export function fromReference(
  reading: EventParts,
  json: unknown,
  source: Known,
  at: Place,
): { readonly id: string; readonly level: Known['level'] } | undefined {
  const shape = shaped(ReferenceShape, json);
  const target = reading.byUuid.get(shape.referenced_uuid);
  if (!target) {
    reading.taken.push({ at, note: 'what it refers to is not in this event, or was not taken' });
    return undefined;
  }
  const level = stricter(source.level, target.level.tlp, target.level.reach);
  const modified = Math.max(seconds(shape.timestamp) ?? 0, reading.changed);
  const object: StixObject = {
    type: 'relationship',
    spec_version: '2.1',
    id: reading.id('relationship', shape.uuid),
    created: instant(reading.created),
    modified: instant(modified),
    relationship_type: slug(shape.relationship_type),
    source_ref: source.ref,
    target_ref: target.ref,
    ...(shape.comment && { description: shape.comment }),
    labels: [IN_EVENT],
    ...marked(level),
    extensions: withFacts({
      is: 'reference',
      event: reading.event.uuid,
      uuid: shape.uuid,
      relationship_type: shape.relationship_type,
      ...(shape.comment && { comment: shape.comment }),
    }),
  };
  reading.add(at, object, level);
  return { id: object.id, level };
}

/** A relationship type as STIX writes it. */
function slug(type: string): string {
  const text = type
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return text.length < 3 ? 'related-to' : text;
}
