import type { Visible } from '../../../audience/index.js';
import { IN_EVENT } from '../../../formats/index.js';
import type { Pool } from '../../../platform/index.js';
import { type Day, DayBounds } from './day-bounds.js';
import type { DayRow } from './feed-events.js';
import { visibleRows, WIDEST_HIDDEN } from './visible-rows.js';

/** Days of which indicators are given. */
const DAYS = 30;
/** Earlier days, counted for each audience, of which something changed in that time: so many at most, the latest. */
const EARLIER = 1_000;

/** Where in the log something of an audience is looked for. */
export interface Place {
  readonly audience: number;
  readonly first: number;
  readonly below: number;
}

/** What was shared on which day, by whom and with whom, as far as a viewer sees it. */
export class DaysShared {
  private readonly bounds: DayBounds;

  constructor(private readonly pool: Pool) {
    this.bounds = new DayBounds(pool);
  }

  /** The last days, and before them those of which something was changed or taken back since; and where to look for either. */
  async daysOf(seen: Visible, today: number): Promise<{ days: Day[]; since: number; places: Place[] }> {
    const last = await this.bounds.of(Array.from({ length: DAYS }, (_, i) => today - DAYS + 1 + i));
    const since = last[0]!.first;
    const earlier = await visibleRows<{ audience: number; day: number }>(
      this.pool,
      seen,
      (rule, param) => `select distinct e.audience_id as audience, floor(extract(epoch from f.at) / 86400)::int as day
       from entry e join object o on o.no = e.object_no and o.seq = e.seq join entry f on f.seq = o.no
       where e.audience_id = any($1::int[]) and e.seq >= ${param(since)} and e.seq <> e.object_no and e.object_no < ${param(since)}
         and o.type = 'indicator' and o.tlp < ${WIDEST_HIDDEN} and ${rule} order by day desc limit ${EARLIER}`,
    );
    const numbers = [...new Set(earlier.map(({ day }) => day))].toSorted((a, b) => a - b);
    const before = new Map((await this.bounds.of(numbers)).map((day, i) => [numbers[i]!, day]));
    return {
      days: [...before.values(), ...last],
      since,
      places: [
        ...earlier.map(({ audience, day }) => ({ audience, ...before.get(day)! })),
        ...seen.ids.map((audience) => ({ audience, first: since, below: Number.MAX_SAFE_INTEGER })),
      ],
    };
  }

  /** Of each organisation, audience and day what its event is made of. */
  async rowsOf(seen: Visible, days: readonly Day[], places: readonly Place[]): Promise<DayRow[]> {
    const of = (number: (place: Place) => number) => places.map(number);
    return visibleRows<DayRow>(
      this.pool,
      seen,
      (
        rule,
        param,
      ) => `select o.organisation_id, o.audience_id, o.tlp, width_bucket(o.no, ${param(days.map(({ first }) => first))}::bigint[]) as day,
         max(o.seq) as seq, bool_and(o.revoked) as revoked
       from unnest(${param(of(({ audience }) => audience))}::int[], ${param(of(({ first }) => first))}::bigint[],
         ${param(of(({ below }) => below))}::bigint[]) as each(audience, first, below) cross join lateral (
         select * from object o where o.audience_id = each.audience and o.audience_id = any($1::int[])
           and -o.no <= -each.first and -o.no > -each.below and o.type = 'indicator'
           and not o.labels @> '{${IN_EVENT}}'::text[] and o.tlp < ${WIDEST_HIDDEN} and ${rule}) o
       group by 1, 2, 3, 4`,
    );
  }
}
