import type { StixObject } from '../../kernel/index.js';
import type { Place } from '../reading.js';
import type { EventParts } from './event-parts.js';
import { IN_EVENT, type Level, mispUuid, withFacts } from './misp.js';
import { marked } from './misp-levels.js';
import { organisation, SightingShape } from './misp-shapes.js';
import { instant, seconds } from './misp-times.js';

/** Sightings of an attribute: seen, or a false positive, which is an opinion; gives their ids. That it expired, the indicator itself says. */
export function fromSightings(
  reading: EventParts,
  sightings: readonly unknown[],
  { at, about, level }: { readonly at: Place; readonly about: string; readonly level: Level },
): string[] {
  const made: string[] = [];
  for (const [i, json] of sightings.entries()) {
    const place = `${at}.Sighting[${i}]`;
    const { success, data: shape } = SightingShape.safeParse(json);
    const when = success ? seconds(shape.date_sighting) : undefined;
    if (!success || when === undefined || !['0', '1', '2'].includes(shape.type ?? '0')) {
      reading.taken.push({ at: place, note: 'it is no sighting that can be read' });
      continue;
    }
    const { type = '0', source, Organisation: by } = shape;
    if (type === '2') continue;
    const uuid =
      shape.uuid ?? mispUuid('sighting', about, type, String(when), by?.uuid ?? by?.name ?? '', source ?? '');
    const facts = withFacts({
      is: 'sighting',
      event: reading.event.uuid,
      uuid,
      type,
      ...(source && { source }),
      ...(by && { organisation: organisation(by) }),
    });
    const kind = type === '0' ? 'sighting' : 'opinion';
    const object: StixObject = {
      type: kind,
      spec_version: '2.1',
      id: reading.id(kind, uuid),
      created: instant(when),
      modified: instant(when),
      ...(type === '0' ? seen(when, about, by?.name) : falsePositive(about, by?.name)),
      labels: [IN_EVENT],
      ...marked(level),
      extensions: facts,
    };
    reading.add(place, object, level);
    made.push(object.id);
  }
  return made;
}

const seen = (when: number, about: string, by: string | undefined) => ({
  first_seen: instant(when),
  last_seen: instant(when),
  count: 1,
  sighting_of_ref: about,
  ...(by !== undefined && { description: `seen by ${by}` }),
});

const falsePositive = (about: string, by: string | undefined) => ({
  opinion: 'strongly-disagree',
  explanation: by === undefined ? 'a false positive' : `a false positive, says ${by}`,
  object_refs: [about],
});

/** When the last sighting of type 2 said that an attribute has expired. */
export function expiry(sightings: readonly unknown[] = []): number | undefined {
  const ends = sightings.flatMap((sighting) => {
    const { type, date_sighting: at } = (sighting ?? {}) as { type?: unknown; date_sighting?: unknown };
    return String(type) === '2' ? [seconds(String(at)) ?? 0] : [];
  });
  const last = Math.max(0, ...ends);
  return last === 0 ? undefined : last;
}
