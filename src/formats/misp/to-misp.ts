import { hash } from 'node:crypto';
import { append, Distinct, type StixObject, TLP, type Tlp, tlpRank } from '../../kernel/index.js';
import { markingOf } from '../stix/marking.js';
import { mispFacts, mispUuid } from './misp.js';
import {
  type MispAttribute,
  type MispEvent,
  type MispHead,
  type MispReport,
  type MispSighting,
  tlpTag,
} from './misp-event.js';
import { sightedIn } from './misp-ties.js';
import { MispValues, type Own } from './misp-values.js';
import { attributesOf, secondsOf, tagsOf, texts, type Uuids, words } from './to-attributes.js';
import { arranged } from './to-objects.js';

/** An event that is to be printed: its head, its uuid, and whether the ids of its parts are MISP's own. */
export interface Heading {
  readonly uuid: string;
  readonly uuids: Uuids;
  readonly head: MispHead;
  readonly extendsUuid?: string | undefined;
  /** For an event that came from MISP: what stood twice in it does so again. Elsewhere no value is given twice. */
  readonly asCame?: boolean;
}

export interface Origin {
  readonly name: string;
  readonly uuid: string;
}

/** The head of an event that came from MISP: of the grouping that it was read as. `by`: who handed it in, for an event that names nobody. */
export function headOfGrouping(grouping: StixObject, timestamp: number, by: Origin): MispHead | undefined {
  const facts = mispFacts(grouping, 'event');
  if (!facts) return undefined;
  const { orgc } = facts;
  return {
    info: words(grouping.name ?? facts.info),
    date: words(facts.date),
    analysis: digit(facts.analysis, '0'),
    threat_level_id: digit(facts.threat_level_id, '4'),
    timestamp: String(timestamp),
    Orgc: orgc
      ? { name: words(orgc.name), uuid: texts({ uuid: orgc.uuid }).uuid ?? mispUuid('organisation', words(orgc.name)) }
      : by,
    Tag: tagsOf(grouping),
  };
}

const digit = (value: unknown, otherwise: string): string =>
  /^[0-9]$/.test(String(value)) ? String(value) : otherwise;

/** The head of an event of what one organisation shared with one audience on one day. */
export function headOfDay(by: Origin, date: string, tlp: Tlp, timestamp: number): MispHead {
  return {
    info: `${by.name}: indicators of ${date} (TLP:${tlp.toUpperCase()})`,
    date,
    analysis: '2',
    threat_level_id: '4',
    timestamp: String(timestamp),
    Orgc: by,
    Tag: [tlpTag(tlp)],
  };
}

/**
 * An event as MISP pulls it: indicators and notes as attributes, groupings that were MISP objects as objects, relationships as
 * their references, sightings and opinions with what they are of, notes that were reports as reports. What is revoked is deleted.
 * `given`: the values in earlier pages of the same event.
 */
export function toMisp(
  { uuid, uuids, head, extendsUuid, asCame = false }: Heading,
  objects: readonly StixObject[],
  given = new Distinct(),
): { readonly Event: MispEvent } {
  const sightings = sightingsOf(objects);
  const attributes = new Map<string, Own>();
  for (const object of objects) {
    const own = attributesOf(object, uuids);
    const all = own.map((one) => sighted(one, sightings.get(object.id)));
    if (all.length > 0) attributes.set(object.id, { from: object, attributes: all });
  }
  const { made, loose } = arranged(objects, attributes, uuids, new MispValues(given, asCame));
  const reports = objects.flatMap((object) => reportOf(object, uuids, labelOf(head)) ?? []);
  return {
    Event: {
      uuid,
      ...head,
      published: true,
      publish_timestamp: head.timestamp,
      ...(extendsUuid !== undefined && { extends_uuid: extendsUuid }),
      Attribute: loose,
      Object: made,
      ...(reports.length > 0 && { EventReport: reports }),
    },
  };
}

const labelOf = ({ Tag }: MispHead): Tlp | undefined =>
  TLP.find((tlp) => Tag.some(({ name }) => name === tlpTag(tlp).name));

/** Reports have no label of their own: one that is stricter than the event is left out. */
function reportOf(object: StixObject, uuids: Uuids, label: Tlp | undefined): MispReport | undefined {
  const facts = mispFacts(object, 'report');
  if (object.type !== 'note' || !facts) return undefined;
  if (label === undefined || tlpRank(markingOf(object)) > tlpRank(label)) return undefined;
  return {
    uuid: uuids === 'original' ? facts.uuid : mispUuid('report', object.created_by_ref ?? '', facts.uuid),
    name: words(object['abstract']),
    content: words(object['content']),
    distribution: '5',
    timestamp: secondsOf(object.modified),
    deleted: object.revoked ?? false,
  };
}

const sighted = (attribute: MispAttribute, sightings: readonly MispSighting[] = []): MispAttribute =>
  sightings.length === 0 ? attribute : { ...attribute, Sighting: [...(attribute.Sighting ?? []), ...sightings] };

/** By the id of what was sighted. */
function sightingsOf(objects: readonly StixObject[]): Map<string, MispSighting[]> {
  const found = new Map<string, MispSighting[]>();
  for (const object of objects) {
    const about = sightedIn(object);
    if (typeof about !== 'string') continue;
    const facts = mispFacts(object, 'sighting');
    const one: MispSighting = {
      uuid: facts?.uuid ?? mispUuid('sighting', object.id),
      type: object.type === 'sighting' ? '0' : '1',
      date_sighting: secondsOf(object['last_seen'] ?? object.created),
      ...texts({ source: facts?.source }),
      ...(facts?.organisation && {
        Organisation: { name: words(facts.organisation.name), ...texts({ uuid: facts.organisation.uuid }) },
      }),
    };
    append(found, about, one);
  }
  return found;
}

/** Lines of a feed's `hashes.csv` for an event: the MD5 of each value, and of each part of one that has two. */
export function hashLines({ Event: event }: { readonly Event: MispEvent }): string[] {
  const all = [...event.Attribute, ...event.Object.flatMap((object) => object.Attribute)].filter((one) => !one.deleted);
  const values = all.flatMap(({ type, value }) =>
    (type.includes('|') || type === 'malware-sample') && value.includes('|') ? value.split('|') : [value],
  );
  return [...new Set(values)].map((value) => `${hash('md5', value)},${event.uuid}`);
}
