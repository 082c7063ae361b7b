import { Fault, type StixObject } from '../../kernel/index.js';
import type { Place } from '../reading.js';
import { shortened } from '../shortened.js';
import { Groupings } from './event-groupings.js';
import type { EventParts, Known, Reading, Taken } from './event-parts.js';
import { fromAttribute } from './from-attribute.js';
import { goneWith } from './misp-gone.js';
import { fromReport } from './from-report.js';
import { fromReference } from './from-reference.js';
import { expiry, fromSightings } from './from-sightings.js';
import { objectFacts } from './object-facts.js';
import { type EventFacts, type Level, mispUuid, withFacts } from './misp.js';
import { both, level, levelNotes, type Distribution, reachOf, stricter, UNMARKED } from './misp-levels.js';
import {
  AttributeShape,
  EventShape,
  ObjectShape,
  organisation,
  oddLists,
  ReferenceShape,
  ReportShape,
  shaped,
} from './misp-shapes.js';
import { readTags, type Tags, within } from './misp-tags.js';
import { daySeconds, instant, seconds, seenTime } from './misp-times.js';

/** What a part of an event is read with. */
export interface Around {
  readonly at: Place;
  readonly level: Level;
  readonly relation?: string;
}

/** Reads one event. Its parts are read one by one: a bad one is refused, and the others are not. */
export class EventReading implements EventParts {
  readonly event: EventFacts;
  readonly taken: Taken[] = [];
  readonly level: Level;
  /** Objects by the uuid that MISP refers to them with. */
  readonly byUuid = new Map<string, Known>();
  readonly created: number;
  readonly changed: number;
  private readonly shape: EventShape;
  private readonly tags: Tags;
  private readonly whole: Groupings;

  /** Fault: `misp_invalid`, `tlp_unknown`, `red_requires_individuals`: nothing of the event can be taken. */
  constructor(
    json: unknown,
    private readonly place: Place,
    private readonly reading: Reading,
  ) {
    const shape = (this.shape = shaped(EventShape, json));
    this.taken.push(...oddLists(json, place));
    this.tags = readTags(shape.Tag, shape.Galaxy);
    this.level = this.leveled(level(UNMARKED, 'all'), shape, this.tags, true);
    this.changed = seconds(shape.timestamp) ?? daySeconds(shape.date) ?? 1;
    this.created = Math.min(daySeconds(shape.date) ?? this.changed, this.changed);
    this.event = {
      uuid: shape.uuid,
      info: shape.info,
      date: shape.date ?? instant(this.changed).slice(0, 10),
      threat_level_id: shape.threat_level_id ?? '4',
      analysis: shape.analysis ?? '0',
      ...(shape.Orgc && { orgc: organisation(shape.Orgc) }),
      ...(shape.extends_uuid !== undefined && { extends_uuid: shape.extends_uuid }),
    };
    this.whole = new Groupings(this, {
      facts: withFacts({ is: 'event', ...this.event }),
      uuid: shape.uuid,
      name: shape.info,
      context: 'suspicious-activity',
      labels: this.tags.labels,
      techniques: this.tags.techniques,
      level: this.level,
    });
  }

  read(): Taken[] {
    const { shape } = this;
    for (const note of levelNotes(this.tags.tlp, shape, this.level)) this.note('', note);
    this.sayTags(this.tags, '');
    for (const [i, attribute] of (shape.Attribute ?? []).entries())
      this.each(`Attribute[${i}]`, (at) => this.attribute(attribute, { at, level: this.level }, this.whole));
    for (const [i, object] of (shape.Object ?? []).entries())
      this.each(`Object[${i}]`, (at) => this.object(object, at));
    for (const [i, object] of (shape.Object ?? []).entries()) this.references(object, `Object[${i}]`);
    this.proposals(shape.ShadowAttribute, 'ShadowAttribute');
    for (const [i, report] of (shape.EventReport ?? []).entries())
      this.each(`EventReport[${i}]`, (at) => this.report(report, at));
    if (!this.whole.print(this.place)) this.note('', 'nothing in the event could be taken');
    return this.taken;
  }

  private sayTags({ more, contradicted, tlp }: Tags, place: string): void {
    if (contradicted) this.note(place, `it has several TLP tags: the strictest counts, TLP:${tlp!.toUpperCase()}`);
    if (more > 0) this.note(place, `${more} tags more than are kept are left out`);
  }

  /** An id of this reading's own: the same every time that the event is read. */
  id(type: string, ...parts: readonly string[]): string {
    return `${type}--${mispUuid(this.reading.scope, type, ...parts)}`;
  }

  note(place: string, note: string): void {
    this.taken.push({ at: this.within(place), note });
  }

  add(at: Place, object: StixObject, to: Level): void {
    this.taken.push({ at, object, level: to });
  }

  private within(place: string): Place {
    return place === '' ? this.place : `${this.place}.${place}`;
  }

  private each(place: string, work: (at: Place) => void): void {
    const at = this.within(place);
    try {
      work(at);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.taken.push({ at, fault: error });
    }
  }

  private leveled(outer: Level, said: Distribution, { tlp }: Pick<Tags, 'tlp'>, whole = false): Level {
    const reach = reachOf(said, this.reading.groups);
    const own = whole ? level(tlp ?? UNMARKED, both(reach ?? 'all', this.reading.within)) : stricter(outer, tlp, reach);
    if (own.tlp === 'red')
      throw new Fault('red_requires_individuals', 'TLP:RED is for named people, whom a MISP event does not name');
    return own;
  }

  private gone(at: Place, uuid: string | undefined, types: readonly string[]): void {
    this.taken.push({ at, gone: uuid === undefined ? [] : types.map((type) => this.id(type, uuid)) });
  }

  private attribute(json: unknown, { at, level: outer, relation }: Around, grouping: Groupings): void {
    const shape = shaped(AttributeShape, json);
    if (shape.deleted) return this.gone(at, shape.uuid, ['indicator', 'note']);
    const tags = readTags(shape.Tag, shape.Galaxy);
    this.sayTags(tags, at.slice(this.place.length + 1));
    const to = this.leveled(outer, shape, tags);
    const { uuid: event } = this.event;
    const uuid = shape.uuid ?? mispUuid('attribute', event, shape.type, shape.value);
    const timestamp = seconds(shape.timestamp) ?? this.changed;
    const [first, last] = [seenTime(shape.first_seen), seenTime(shape.last_seen)];
    const modified = Math.max(timestamp, this.changed);
    const object = fromAttribute({
      facts: {
        uuid,
        type: shape.type,
        category: shape.category,
        value: shape.value,
        to_ids: shape.to_ids,
        timestamp,
        ...(shape.comment && { comment: shape.comment }),
        ...(first !== undefined && { first_seen: first }),
        ...(last !== undefined && { last_seen: last }),
        ...(shape.disable_correlation && { disable_correlation: true }),
        ...(relation !== undefined && { relation }),
      },
      event,
      level: to,
      labels: within(this.tags.labels, tags.labels),
      techniques: tags.techniques,
      created: Math.min(this.created, modified),
      modified,
      expired: expiry(shape.Sighting),
      grouping: grouping.idFor(to),
      id: (type) => this.id(type, uuid),
    });
    this.add(at, object, to);
    this.byUuid.set(uuid, { ref: object.id, level: to });
    grouping.add(object.id, to);
    if (grouping !== this.whole) this.whole.add(object.id, to);
    for (const id of fromSightings(this, shape.Sighting ?? [], { at, about: object.id, level: to }))
      this.whole.add(id, to);
    if (shape.data) this.taken.push({ at, note: 'the file itself is not taken' });
    this.proposals(shape.ShadowAttribute, at.slice(this.place.length + 1));
  }

  private report(json: unknown, at: Place): void {
    const shape = shaped(ReportShape, json);
    if (shape.deleted) return this.gone(at, shape.uuid, ['note']);
    const to = this.leveled(this.level, shape, {});
    const around = { level: to, labels: this.tags.labels, grouping: this.whole.idFor(to) };
    const object = fromReport(this, shape, around);
    this.add(at, object, to);
    this.whole.add(object.id, to);
  }

  private object(json: unknown, at: Place): void {
    const shape = shaped(ObjectShape, json);
    if (shape.deleted) {
      for (const [place, id, types] of goneWith(shape, at)) this.gone(place, id, types);
      return;
    }
    this.taken.push(...oddLists(json, at));
    const { uuid: event } = this.event;
    const uuid = shape.uuid ?? mispUuid('object', event, shape.name, JSON.stringify(shape.Attribute ?? []));
    const to = this.leveled(this.level, shape, {});
    const facts = objectFacts(shape, uuid, seconds(shape.timestamp) ?? this.changed);
    const own = new Groupings(this, {
      facts: withFacts({ is: 'object', event, ...facts }),
      uuid,
      name: shape.name,
      context: 'unspecified',
      labels: [],
      techniques: [],
      level: to,
    });
    for (const [i, attribute] of (shape.Attribute ?? []).entries()) {
      const relation = (attribute as { object_relation?: unknown } | null)?.object_relation;
      const around = { level: to, ...(typeof relation === 'string' && { relation: shortened(relation, 200) }) };
      this.each(`${at.slice(this.place.length + 1)}.Attribute[${i}]`, (place) =>
        this.attribute(attribute, { ...around, at: place }, own),
      );
    }
    const printed = own.print(at);
    if (!printed)
      return void this.taken.push({ at, note: 'none of its attributes could be taken, so it is not, either' });
    this.byUuid.set(uuid, { ref: printed.id, level: printed.level });
    for (const one of own.printed) this.whole.add(one.id, one.level);
  }

  private references(json: unknown, place: string): void {
    const { success, data } = ObjectShape.safeParse(json);
    const source = success && data.uuid !== undefined ? this.byUuid.get(data.uuid) : undefined;
    for (const [i, reference] of (success ? (data.ObjectReference ?? []) : []).entries())
      this.each(`${place}.ObjectReference[${i}]`, (at) => {
        const { data: said } = ReferenceShape.safeParse(reference);
        if (said?.deleted) return this.gone(at, said.uuid, ['relationship']);
        const made = source && fromReference(this, reference, source, at);
        if (made) this.whole.add(made.id, made.level);
      });
  }

  private proposals(proposals: readonly unknown[] | undefined, place: string): void {
    if (proposals && proposals.length > 0)
      this.note(place === 'ShadowAttribute' ? place : `${place}.ShadowAttribute`, 'proposals are not taken');
  }
}
