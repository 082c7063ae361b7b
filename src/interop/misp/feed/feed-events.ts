import type { Book } from '../../../audience/index.js';
import {
  headOfDay,
  headOfGrouping,
  type Heading,
  mispFacts,
  type MispHead,
  type Origin,
} from '../../../formats/index.js';
import { mispUuid } from '../../../formats/index.js';
import type { StixObject } from '../../../kernel/index.js';
import { tlpOf } from '../../../kernel/index.js';
import type { Day } from './day-bounds.js';

/** An object that came in a MISP event, as the log has it. */
export interface Part {
  readonly id: string;
  readonly type: string;
  readonly organisation_id: string;
  readonly audience_id: number;
  readonly no: number;
  readonly seq: number;
  readonly tlp: number;
  readonly revoked: boolean;
  /** Of groupings alone. */
  readonly body: string | null;
}

/** What one organisation shared with one audience on one day. */
export interface DayRow {
  readonly organisation_id: string;
  readonly audience_id: number;
  /** The place of its day among those that were asked for, from 1. */
  readonly day: number;
  readonly tlp: number;
  /** All of it. */
  readonly revoked: boolean;
  /** The log number of its latest change. */
  readonly seq: number;
}

/** An event of the feed before it has its time. */
export interface Event {
  readonly heading: (timestamp: number) => Heading;
  readonly uuid: string;
  /** The latest change of anything in it. */
  readonly seq: number;
  readonly audienceId: number;
  /** Of the organisation whose event it is. */
  readonly organisationId: string;
  /** Ids of the objects in it, for one that came from MISP; else the log numbers and the audience that it is made of. */
  readonly of:
    | { readonly ids: readonly string[] }
    | { readonly from: number; readonly below: number; readonly audienceId: number; readonly also: readonly string[] };
}

interface Group {
  readonly facts: { readonly uuid: string; readonly extends_uuid?: string };
  readonly groupings: { readonly part: Part; readonly object: StixObject }[];
}

/** Puts together what a viewer sees into the events that a MISP is given. Pure. */
export class FeedEvents {
  readonly all: Event[] = [];
  private readonly taken = new Set<string>();

  constructor(
    private readonly book: Book,
    private readonly days: readonly Day[],
    /** The log number from which on a day must have changed. */
    private readonly since: number,
  ) {}

  /** Events that came from MISP. Of several with the same uuid, the one that was first here keeps it and its parts' own ids. */
  addMisp(parts: readonly Part[]): void {
    const byKey = new Map(parts.map((part) => [`${part.organisation_id} ${part.id}`, part]));
    const groups = new Map<string, Group>();
    for (const part of parts) {
      if (part.body === null) continue;
      const object = JSON.parse(part.body) as StixObject;
      const facts = mispFacts(object, 'event');
      if (!facts) continue;
      const key = `${part.organisation_id} ${facts.uuid}`;
      const group = groups.get(key) ?? { facts, groupings: [] };
      group.groupings.push({ part, object });
      groups.set(key, group);
    }
    const uuids = new Set<string>();
    for (const group of [...groups.values()].toSorted((a, b) => firstOf(a) - firstOf(b))) {
      const isFirst = !uuids.has(group.facts.uuid);
      uuids.add(group.facts.uuid);
      this.all.push(this.mispEvent(group, isFirst, byKey));
    }
  }

  private mispEvent({ facts, groupings }: Group, isFirst: boolean, byKey: ReadonlyMap<string, Part>): Event {
    // the widest says what the event is: the others are stricter parts of it
    const [main] = groupings.toSorted((a, b) => a.part.tlp - b.part.tlp || a.part.no - b.part.no);
    const { part: first, object: grouping } = main!;
    const organisationId = first.organisation_id;
    const ids = new Set<string>();
    let latest = first;
    const attributes: Part[] = [];
    for (const { part, object } of groupings)
      for (const id of [part.id, ...(object['object_refs'] as string[])]) {
        const known = byKey.get(`${organisationId} ${id}`);
        if (!known) continue;
        ids.add(id);
        this.taken.add(`${organisationId} ${id}`);
        if (known.seq > latest.seq) latest = known;
        if (known.type === 'indicator' || known.type === 'note') attributes.push(known);
      }
    const uuid = isFirst ? facts.uuid : mispUuid('event', organisationId, facts.uuid);
    const by = this.origin(organisationId);
    const isRevoked = first.revoked || (attributes.length > 0 && attributes.every(({ revoked }) => revoked));
    return {
      uuid,
      organisationId,
      seq: latest.seq,
      audienceId: latest.audience_id,
      of: { ids: [...ids] },
      heading: (timestamp) => ({
        uuid,
        uuids: isFirst ? 'original' : 'derived',
        head: said(headOfGrouping(grouping, timestamp, by)!, isRevoked),
        extendsUuid: facts.extends_uuid,
        asCame: true,
      }),
    };
  }

  /** Events of days; an indicator that came from MISP in an event that the viewer doesn't see is among its day's. */
  addDays(rows: readonly DayRow[], parts: readonly Part[]): void {
    const byKey = new Map<string, DayRow & { also: string[] }>();
    for (const row of rows) byKey.set(keyOf(row), { ...row, also: [] });
    for (const part of parts) {
      const day = this.dayOf(part.no);
      if (part.type !== 'indicator' || day === 0 || this.taken.has(`${part.organisation_id} ${part.id}`)) continue;
      const row = { ...part, day };
      const known = byKey.get(keyOf(row)) ?? { ...row, also: [] };
      const revoked = known.revoked && part.revoked;
      const seq = Math.max(known.seq, part.seq);
      byKey.set(keyOf(row), { ...known, revoked, seq, also: [...known.also, part.id] });
    }
    for (const row of byKey.values()) if (row.seq >= this.since) this.all.push(this.dayEvent(row));
  }

  private dayOf(no: number): number {
    let [low, high] = [0, this.days.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.days[middle]!.first <= no) low = middle + 1;
      else high = middle;
    }
    return low > 0 && no < this.days[low - 1]!.below ? low : 0;
  }

  private dayEvent({
    organisation_id: organisationId,
    audience_id: audienceId,
    day,
    tlp,
    revoked,
    seq,
    also,
  }: DayRow & { also: string[] }): Event {
    const { date, first: from, below } = this.days[day - 1]!;
    const uuid = mispUuid('day', organisationId, this.book.audiences.get(audienceId)?.ref ?? '', date);
    const by = this.origin(organisationId);
    return {
      uuid,
      organisationId,
      seq,
      audienceId,
      of: { from, below, audienceId, also },
      heading: (timestamp) => ({
        uuid,
        uuids: 'original',
        head: said(headOfDay(by, date, tlpOf(tlp), timestamp), revoked),
      }),
    };
  }

  private origin(organisationId: string): Origin {
    return { name: this.book.organisations.get(organisationId)?.shortName ?? '', uuid: organisationId };
  }
}

/** MISP keeps an event that it has pulled: people are told in its title that nothing of it stands any more. */
const said = (head: MispHead, isRevoked: boolean): MispHead =>
  isRevoked ? { ...head, info: `Revoked: ${head.info}` } : head;

const firstOf = ({ groupings }: Group): number => Math.min(...groupings.map(({ part }) => part.no));
const keyOf = ({
  organisation_id: by,
  audience_id: to,
  day,
}: Pick<DayRow, 'organisation_id' | 'audience_id' | 'day'>) => `${by} ${to} ${day}`;

/** An event and the second that it has. */
export interface Timed {
  readonly event: Event;
  readonly second: number;
  readonly heading: Heading;
}

/**
 * Gives each event a second of its own, in the order of their latest changes (OpenCTI takes only what is later than all it has
 * seen). One is given when its second is over: what is given has changed for good up to then.
 */
export function timed(events: readonly Event[], at: ReadonlyMap<number, number>): Timed[] {
  let last = 0;
  return events
    .toSorted((a, b) => a.seq - b.seq)
    .map((event) => {
      last = Math.max(Math.floor((at.get(event.seq) ?? 0) / 1_000), last + 1);
      return { event, second: last, heading: event.heading(last) };
    });
}
