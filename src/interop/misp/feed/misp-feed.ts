import { type Audiences, type Visible, visibleSql } from '../../../audience/index.js';
import type { Objects } from '../../../exchange/index.js';
import { hashLines, type Heading, IN_EVENT, mispFacts, type MispHead, toMisp } from '../../../formats/index.js';
import { Fault, type StixObject, tlpRank, type Viewer } from '../../../kernel/index.js';
import type { Pool, Pulse } from '../../../platform/index.js';
import { DayBounds } from './day-bounds.js';
import { type DayRow, type Event, FeedEvents, type Part, timed } from './feed-events.js';

/** Days of which indicators are given. */
const DAYS = 30;
/** Objects read at once. */
const PAGE = 1_000;
/** TLP:RED is never exported. */
const WIDEST_HIDDEN = tlpRank('red');

interface Listed {
  readonly event: Event;
  readonly heading: Heading;
}

interface Body {
  readonly no: number;
  readonly id: string;
  readonly tlp: number;
  readonly body: string;
}

type Param = (value: unknown) => string;

/** A feed of events as a MISP pulls it, made of what the viewer may see when it asks. */
export class MispFeed {
  private readonly bounds: DayBounds;

  constructor(
    private readonly pool: Pool,
    private readonly audiences: Audiences,
    private readonly objects: Objects,
    private readonly pulse: Pulse,
  ) {
    this.bounds = new DayBounds(pool);
  }

  /** What there is, by uuid, earliest change first. */
  async manifest(viewer: Viewer): Promise<Record<string, MispHead>> {
    const listed = await this.listed(viewer);
    return Object.fromEntries(listed.map(({ heading }) => [heading.uuid, heading.head]));
  }

  /** One event, in pieces. `not_found` alike for hidden and missing. */
  async event(viewer: Viewer, uuid: string): Promise<AsyncGenerator<string>> {
    const found = (await this.listed(viewer)).find(({ heading }) => heading.uuid === uuid);
    if (!found) throw new Fault('not_found');
    return this.pieces(viewer, found);
  }

  /** The MD5 of each value of each event that {@link event} gives. */
  async *hashes(viewer: Viewer): AsyncGenerator<string> {
    for (const listed of await this.listed(viewer))
      for await (const objects of this.pages(viewer, listed.event)) {
        const lines = hashLines(toMisp(listed.heading, objects));
        if (lines.length > 0) yield `${lines.join('\n')}\n`;
      }
  }

  /** Printed a page at a time: a day may have very many indicators, and all of them are attributes by themselves. */
  private async *pieces(viewer: Viewer, { event, heading }: Listed): AsyncGenerator<string> {
    if ('ids' in event.of) {
      const objects: StixObject[] = [];
      for await (const page of this.pages(viewer, event)) objects.push(...page);
      return yield JSON.stringify(toMisp(heading, objects));
    }
    const { Attribute, ...head } = toMisp(heading, []).Event;
    yield `{"Event":${JSON.stringify({ ...head, Attribute }).slice(0, -2)}`; // up to the list of attributes, which is empty
    let first = true;
    for await (const page of this.pages(viewer, event)) {
      const printed = toMisp(heading, page)
        .Event.Attribute.map((one) => JSON.stringify(one))
        .join(',');
      if (printed === '') continue;
      yield first ? printed : `,${printed}`;
      first = false;
    }
    yield ']}}';
  }

  private async listed(viewer: Viewer): Promise<Listed[]> {
    const { now } = this.pulse;
    const seen = await this.audiences.of(viewer);
    const days = await this.bounds.last(DAYS, now);
    const parts = await this.parts(seen);
    const rows = await this.days(
      seen,
      days.map(({ first }) => first),
    );
    const book = await this.audiences.current();
    const events = new FeedEvents(book, days);
    events.addMisp(parts);
    events.addDays(rows, parts);
    return timed(events.all, await this.timesOf(events.all), now);
  }

  private async parts(seen: Visible): Promise<Part[]> {
    return this.read<Part>(
      seen,
      (rule) => `select o.id, o.type, o.organisation_id, o.audience_id, o.no, o.seq, o.tlp, v.body
       from unnest($1::int[]) as each(id) cross join lateral (
         select * from object o where o.audience_id = each.id and o.labels @> '{${IN_EVENT}}'::text[] and o.tlp < ${WIDEST_HIDDEN} and ${rule}) o
       left join version v on v.seq = o.seq and o.type = 'grouping' order by o.no`,
    );
  }

  private async days(seen: Visible, bounds: readonly number[]): Promise<DayRow[]> {
    return this.read<DayRow>(
      seen,
      (
        rule,
        param,
      ) => `select o.organisation_id, o.audience_id, o.tlp, width_bucket(o.no, ${param([...bounds])}::bigint[]) as day, max(o.seq) as seq
       from unnest($1::int[]) as each(id) cross join lateral (
         select * from object o where o.audience_id = each.id and -o.no <= -${param(bounds[0])}::bigint and o.type = 'indicator'
           and not o.labels @> '{${IN_EVENT}}'::text[] and o.tlp < ${WIDEST_HIDDEN} and ${rule}) o
       group by 1, 2, 3, 4`,
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
      yield await this.given(viewer, seen, await this.bodies(seen, (param) => which(param, 0)));
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
      yield await this.given(viewer, seen, page);
      const last = page.at(-1);
      if (page.length < PAGE || !last) return;
      after = last.no;
    }
  }

  private async given(viewer: Viewer, seen: Visible, bodies: readonly Body[]): Promise<StixObject[]> {
    await this.objects.recordRead(viewer, bodies);
    await this.objects.stillSeen(viewer, seen); // whoever pulls may have taken long with what came before
    return bodies
      .map(({ body }) => JSON.parse(body) as StixObject)
      .filter((object) => mispFacts(object, 'event') === undefined);
  }

  private bodies(seen: Visible, which: (param: Param) => string, order = ''): Promise<Body[]> {
    return this.read<Body>(
      seen,
      (rule, param) => `select o.no, o.id, o.tlp, v.body from (
         select * from object o where $1::int[] is not null and ${which(param)} and o.tlp < ${WIDEST_HIDDEN} and ${rule} ${order} limit ${PAGE}) o
       join version v on v.seq = o.seq order by o.no`,
    );
  }

  /** Runs a query over what is visible; its first value is the audiences. */
  private async read<T extends object>(seen: Visible, query: (rule: string, param: Param) => string): Promise<T[]> {
    const values: unknown[] = [[...seen.ids]];
    const param = (value: unknown) => `$${values.push(value)}`;
    const text = query(visibleSql(seen, 'o', param), param);
    return (await this.pool.query<T & Record<string, unknown>>(text, values)).rows;
  }
}
