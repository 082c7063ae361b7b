import type { StixObject } from '../../kernel/index.js';
import { mispFacts } from './misp.js';
import type { MispEvent } from './misp-event.js';
import { tagOfLabel, within } from './misp-tags.js';
import { readMispParts } from './read-misp.js';
import { headOfGrouping, toMisp } from './to-misp.js';

/** Any JSON object. */
export interface Loose {
  readonly [property: string]: unknown;
}

/** Reads what is given and prints what was read, as a feed does; with the places of what was not taken. */
export async function again(text: string): Promise<{ events: MispEvent[]; refused: Set<string> }> {
  async function* bytes() {
    yield Buffer.from(text);
  }
  const objects: StixObject[] = [];
  const refused = new Set<string>();
  for await (const part of readMispParts(bytes())) {
    if ('object' in part) objects.push(part.object);
    else if ('fault' in part || 'gone' in part) refused.add(part.at.replace(/^(?:\[\d+\]\.?)?(?:Event)?\.?/, ''));
  }
  const uuids = new Set(objects.flatMap((one) => mispFacts(one, 'event')?.uuid ?? []));
  const events = [...uuids].map((uuid) => {
    const whole = objects.filter((one) => mispFacts(one, 'event')?.uuid === uuid);
    const refs = new Set(whole.flatMap((one) => one['object_refs'] as string[]));
    const head = headOfGrouping(whole[0]!, 1_800_000_000, { name: 'nobody', uuid: 'none' })!;
    return toMisp(
      { uuid, uuids: 'original', head, asCame: true },
      objects.filter(({ id }) => refs.has(id)),
    ).Event;
  });
  return { events, refused };
}

const list = (value: unknown): Loose[] => (Array.isArray(value) ? (value as Loose[]) : []);
export const isTlp = (tag: Loose): boolean => /^tlp:/i.test(String(tag['name']));
const labels = (tags: unknown): string[] =>
  [
    ...new Set(
      list(tags)
        .filter((tag) => !isTlp(tag) && !tag['local'])
        .map((tag) => String(tag['name']).trim()),
    ),
  ].toSorted();

/** A cluster is a tag. */
const clusters = (galaxies: unknown): Loose[] =>
  list(galaxies).flatMap((galaxy) => list(galaxy['GalaxyCluster']).map((one) => ({ name: one['tag_name'] })));

/** What may be done with an event at most, may be done with its attributes at most. */
const attributeLine = (one: Loose, whole: readonly string[], object = ''): string =>
  JSON.stringify([
    object,
    one['uuid'],
    one['type'],
    one['category'],
    String(one['value']),
    Boolean(one['to_ids']),
    one['comment'] ?? '',
    Boolean(one['disable_correlation']),
    object === '' ? '' : one['object_relation'],
    within(whole, labels(one['Tag'])).map(tagOfLabel).toSorted(),
    list(one['Sighting'])
      .filter(({ type }) => type !== '2')
      .map(({ uuid, type, date_sighting: at }) => [uuid, type, at]),
  ]);

/** What an event means, one thing a line. Times are the hub's, and the TLP is looked at elsewhere. */
export function meaning(event: Loose, refused: ReadonlySet<string> = new Set()): string[] {
  const whole = labels([...list(event['Tag']), ...clusters(event['Galaxy'])]);
  const lines = [
    JSON.stringify([
      'event',
      event['uuid'],
      event['info'],
      event['date'],
      String(event['threat_level_id']),
      String(event['analysis']),
      whole,
    ]),
  ];
  for (const [i, one] of list(event['Attribute']).entries())
    if (!refused.has(`Attribute[${i}]`) && !one['deleted']) lines.push(attributeLine(one, whole));
  for (const [j, object] of list(event['Object']).entries()) {
    lines.push(
      JSON.stringify([
        'object',
        object['uuid'],
        object['name'],
        object['meta-category'] ?? '',
        object['description'] ?? '',
        object['comment'] ?? '',
        object['template_uuid'],
      ]),
    );
    for (const [i, one] of list(object['Attribute']).entries())
      if (!refused.has(`Object[${j}].Attribute[${i}]`) && !one['deleted'])
        lines.push(attributeLine(one, whole, String(object['uuid'])));
    for (const one of list(object['ObjectReference']))
      lines.push(
        JSON.stringify([
          'reference',
          one['uuid'],
          object['uuid'],
          one['referenced_uuid'],
          one['relationship_type'],
          one['comment'] ?? '',
        ]),
      );
  }
  for (const [i, one] of list(event['EventReport']).entries())
    if (!refused.has(`EventReport[${i}]`) && !one['deleted'])
      lines.push(JSON.stringify(['report', one['uuid'], one['name'], one['content']]));
  return lines.toSorted();
}

export function eventsIn(json: unknown): Loose[] {
  if (Array.isArray(json)) return json.flatMap(eventsIn);
  const { response, Event: event } = json as { response?: unknown; Event?: Loose };
  if (response) return eventsIn(response);
  return event ? [event] : [json as Loose];
}
