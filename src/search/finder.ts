import { type Visible, visibleSql } from '../audience/index.js';
import type { Pool } from '../platform/index.js';
import { isExact, type Query, toSql } from '../query/index.js';

/** Newest objects that are looked at one by one at first, and at most. */
const NEWEST = 5_000;
const WIDEST = 100_000;
/** Matches may lie thinner further back. */
const SLACK = 1.5;

/** An object found, with its stored text. */
export interface Match {
  readonly no: number;
  readonly id: string;
  readonly tlp: number;
  readonly body: string;
}

/** What is looked for: objects older than number `before`, if it is given, and no more than `most`. */
export interface Wanted {
  readonly seen: Visible;
  readonly query: Query;
  readonly before: number | undefined;
  readonly most: number;
}

/**
 * Finds the newest objects that a query matches. What is common is met soon among the newest; only what is rare is worth
 * finding all of, by an index, and sorting. So no search takes longer as the hub fills. (The planner can't tell which is
 * which: it knows little of what texts hold.) Each audience is asked by itself, and what is hidden is never looked at:
 * it shows in no answer's time.
 */
export class Finder {
  constructor(
    private readonly pool: Pool,
    private readonly newest = NEWEST,
  ) {}

  /** In order, newest first. */
  async find(wanted: Wanted): Promise<Match[]> {
    if (wanted.seen.ids.length === 0) return [];
    for (let newest = isExact(wanted.query) ? Infinity : this.newest; newest <= WIDEST;) {
      const found = await this.among(newest, wanted);
      if (found.length >= wanted.most) return found;
      newest *= (wanted.most / found.length) * SLACK; // as far as what was found promises
    }
    return this.everywhere(wanted);
  }

  /** Looks at so many visible objects, one after the other, until there are enough. */
  private among(newest: number, { seen, query, before, most }: Wanted): Promise<Match[]> {
    return this.ask(most, (param) => {
      const older = before === undefined ? '' : `and no < ${param(before)}`;
      const audiences = seen.ids.map(
        (id) => `(select * from object where audience_id = ${param(id)} ${older} order by no desc)`,
      );
      return `(select * from (${audiences.join(' union all ')}) each order by no desc limit ${param(Math.ceil(newest))}) o
        where ${visibleSql(seen, 'o', param)} and (${toSql(query, param)})`;
    });
  }

  /** All that match, by whatever index finds them. */
  private everywhere({ seen, query, before, most }: Wanted): Promise<Match[]> {
    return this.ask(most, (param) => {
      // not simply by number: the planner would walk all of an audience in order, and hope to be done soon
      return `unnest(${param([...seen.ids])}::int[]) as each(id) cross join lateral (
        select * from object o where o.audience_id = each.id ${before === undefined ? '' : `and o.no < ${param(before)}`}
          and ${visibleSql(seen, 'o', param)} and (${toSql(query, param)}) order by o.no + 0 desc limit ${param(most)}) o`;
    });
  }

  /** `from`: writes what follows `from` in SQL, and gives rows of objects as `o`. */
  private async ask(most: number, from: (param: (value: unknown) => string) => string): Promise<Match[]> {
    const values: unknown[] = [];
    const param = (value: unknown) => `$${values.push(value)}`;
    const { rows } = await this.pool.query<Match>(
      `select f.no, f.id, f.tlp, v.body from (
         select o.no, o.id, o.tlp, o.seq from ${from(param)} order by o.no desc limit ${param(most)}
       ) f join version v on v.seq = f.seq order by f.no desc`,
      values,
    );
    return rows;
  }
}
