import type { ObjectFacts } from './misp.js';
import type { ObjectShape } from './misp-shapes.js';
import { seenTime } from './misp-times.js';

/** What is kept of a MISP object besides what is in it. `timestamp`: seconds since the epoch. */
export function objectFacts(shape: ObjectShape, uuid: string, timestamp: number): ObjectFacts {
  const [first, last] = [seenTime(shape.first_seen), seenTime(shape.last_seen)];
  return {
    uuid,
    name: shape.name,
    timestamp,
    ...(shape['meta-category'] && { meta_category: shape['meta-category'] }),
    ...(shape.description && { description: shape.description }),
    ...(shape.template_uuid && { template_uuid: shape.template_uuid }),
    ...(shape.template_version && { template_version: shape.template_version }),
    ...(shape.comment && { comment: shape.comment }),
    ...(first !== undefined && { first_seen: first }),
    ...(last !== undefined && { last_seen: last }),
  };
}
