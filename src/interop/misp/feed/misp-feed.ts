import { hash } from 'node:crypto';
import type { Audiences, Book, Visible } from '../../../audience/index.js';
import type { Objects } from '../../../exchange/index.js';
import { hashLines, IN_EVENT, mispFacts, type MispHead, toMisp } from '../../../formats/index.js';
import { Distinct, Fault, type StixObject, type Viewer } from '../../../kernel/index.js';
import type { Pool, Pulse } from '../../../platform/index.js';
import { dayOf } from './day-bounds.js';
import { DaysShared } from './days-shared.js';
import { type Event, FeedEvents, type Part, timed, type Timed } from './feed-events.js';
import { KeptLists } from './kept-lists.js';
import { type Param, visibleRows, WIDEST_HIDDEN } from './visible-rows.js';

/** Objects read at once. */
const PAGE = 1_000;
/** Of no value, in no event. */
const NO_HASH = `${hash('md5', '')},00000000-0000-0000-0000-000000000000\n`;
/** All events, by uuid, earliest change first. */
type Listed = ReadonlyMap<string, Timed>;

interface Body {
  readonly no: number;
  readonly id: string;
  readonly tlp: number;
  readonly body: string;
}

/** A feed of events as a MISP pulls it, made of what the viewer may see when it asks. */
export class MispFeed {
  private readonly shared: DaysShared;
  private readonly lists = new KeptLists<Listed>((list) => {
    let weight = 0;
    for (const { event } of list.values()) weight += 1 + ('ids' in event.of ? event.of.ids : event.of.also).length;
    return weight;
  });

  constructor(
    private readonly pool: Pool,
    private readonly audiences: Audiences,
    private readonly objects: Objects,
    private readonly pulse: Pulse,
  ) {
    this.shared = new DaysShared(pool);
  }

  /** What there is, by uuid, earliest change first. */
  async manifest(viewer: Viewer): Promise<Record<string, MispHead>> {
    const given = await this.given(viewer);
    return Object.fromEntries(given.map(({ heading }) => [heading.uuid, heading.head]));
  }

  /** One event, in pieces. `not_found` alike for hidden and missing. */
  async event(viewer: Viewer, uuid: string): Promise<AsyncGenerator<string>> {
    const found = (await this.listed(viewer)).get(uuid);
    if (!found || !this.isOver(found)) throw new Fault('not_found');
    return this.pieces(viewer, found);
  }

  /** The MD5 of each value of each event that {@link event} gives; never nothing at all, which MISP takes for a failure. */
  async *hashes(viewer: Viewer): AsyncGenerator<string> {
    let isEmpty = true;
    for (const listed of await this.given(viewer))
      for await (const objects of this.pages(viewer, listed.event)) {
        const lines = hashLines(toMisp(listed.heading, objects));
        if (lines.length === 0) continue;
        isEmpty = false;
        yield `${lines.join('\n')}\n`;
      }
    if (isEmpty) yield NO_HASH;
  }

  /** Printed a page at a time: a day may have very many indicators, and all of them are attributes by themselves. */
  private async *pieces(viewer: Viewer, { event, heading }: Timed): AsyncGenerator<string> {
    if ('ids' in event.of) {
      const objects: StixObject[] = [];
      for await (const page of this.pages(viewer, event)) objects.push(...page);
      return yield JSON.stringify(toMisp(heading, objects));
    }
    const { Attribute, ...head } = toMisp(heading, []).Event;
    yield `{"Event":${JSON.stringify({ ...head, Attribute }).slice(0, -2)}`; // up to the list of attributes, which is empty
    const given = new Distinct();
    let first = true;
    for await (const page of this.pages(viewer, event)) {
      const printed = toMisp(heading, page, given)
        .Event.Attribute.map((one) => JSON.stringify(one))
        .join(',');
      if (printed === '') continue;
      yield first ? printed : `,${printed}`;
      first = false;
    }
    yield ']}}';
  }

  private async given(viewer: Viewer): Promise<Timed[]> {
    return [...(await this.listed(viewer)).values()].filter((one) => this.isOver(one));
  }

  private isOver({ second }: Timed): boolean {
    return second < Math.floor(this.pulse.now / 1_000);
  }

  /**
   * The same for all who see the same, until something in sight is shared, changed or taken back, rights change, or a day
   * begins. Where the ledgers stand is read first: a list may know more than its key says, and is then found by nobody.
   */
  private async listed(viewer: Viewer): Promise<Listed> {
    const { now } = this.pulse;
    const seen = await this.audiences.of(viewer);
    const book = await this.audiences.current();
    const { rows } = await this.pool.query<{ id: number; position: number }>(
      'select id, position from audience where id = any($1::int[]) and position > 0 order by id',
      [[...seen.ids]],
    );
    const heads = rows.map(({ id, position }) => `${id}:${position}`);
    const key = [seen.key, book.authority, dayOf(now), ...heads].join(' ');
    return this.lists.get(key, () => this.list(seen, book, now));
  }

  private async list(seen: Visible, book: Book, now: number): Promise<Listed> {
    const { days, since, places } = await this.shared.daysOf(seen, dayOf(now));
    const parts = await this.parts(seen);
    const rows = await this.shared.rowsOf(seen, days, places);
    const events = new FeedEvents(book, days, since);
    events.addMisp(parts);
    events.addDays(rows, parts);
    const listed = timed(events.all, await this.timesOf(events.all));
    return new Map(listed.map((one) => [one.heading.uuid, one]));
  }

  private async parts(seen: Visible): Promise<Part[]> {
    return visibleRows<Part>(
      this.pool,
      seen,
      (rule) => `select o.id, o.type, o.organisation_id, o.audience_id, o.no, o.seq, o.tlp, o.revoked, v.body
       from unnest($1::int[]) as each(id) cross join lateral (
         select * from object o where o.audience_id = each.id and o.labels @> '{${IN_EVENT}}'::text[] and o.tlp < ${WIDEST_HIDDEN} and ${rule}) o
       left join version v on v.seq = o.seq and o.type = 'grouping' order by o.no`,
    );
  }

  /** When each event's latest change was, by its log number. */
  private async timesOf(events: readonly Event[]): Promise<Map<number, number>> {
    const { rows } = await this.pool.query<{ seq: number; at: Date }>(
      `select e.seq, e.at from unnest($1::bigint[], $2::int[]) as q(seq, audience_id)
       join entry e on e.seq = q.seq and e.audience_id = q.audience_id`,
      [events.map(({ seq }) => seq), events.map(({ audienceId }) => audienceId)],
    );
    return new Map(rows.map(({ seq, at }) => [seq, at.getTime()]));
  }

  /** The objects of an event that the viewer sees now, a page at a time; reading what is recorded is put on record. */
  private async *pages(viewer: Viewer, { of, organisationId }: Event): AsyncGenerator<StixObject[]> {
    const seen = await this.audiences.of(viewer);
    const wanted: ((param: Param, after: number) => string)[] = [];
    const ids = 'ids' in of ? of.ids : of.also;
    for (let i = 0; i < ids.length; i += PAGE)
      wanted.push(
        (param) =>
          `o.id = any(${param(ids.slice(i, i + PAGE))}::text[]) and o.organisation_id = ${param(organisationId)}`,
      );
    for (const which of wanted)
      yield await this.recorded(viewer, seen, await this.bodies(seen, (param) => which(param, 0)));
    if (!('from' in of)) return;
    for (let after = of.from - 1; ;) {
      const page = await this.bodies(
        seen,
        (
          param,
        ) => `o.audience_id = ${param(of.audienceId)} and -o.no < -${param(after)}::bigint and -o.no > -${param(of.below)}::bigint
          and o.type = 'indicator' and o.organisation_id = ${param(organisationId)} and not o.labels @> '{${IN_EVENT}}'::text[]`,
        'order by -o.no desc',
      );
      yield await this.recorded(viewer, seen, page);
      const last = page.at(-1);
      if (page.length < PAGE || !last) return;
      after = last.no;
    }
  }

  private async recorded(viewer: Viewer, seen: Visible, bodies: readonly Body[]): Promise<StixObject[]> {
    await this.objects.recordRead(viewer, bodies);
    await this.objects.stillSeen(viewer, seen); // whoever pulls may have taken long with what came before
    return bodies
      .map(({ body }) => JSON.parse(body) as StixObject)
      .filter((object) => mispFacts(object, 'event') === undefined);
  }

  private bodies(seen: Visible, which: (param: Param) => string, order = ''): Promise<Body[]> {
    return visibleRows<Body>(
      this.pool,
      seen,
      (rule, param) => `select o.no, o.id, o.tlp, v.body from (
         select * from object o where $1::int[] is not null and ${which(param)} and o.tlp < ${WIDEST_HIDDEN} and ${rule} ${order} limit ${PAGE}) o
       join version v on v.seq = o.seq order by o.no`,
    );
  }
}
