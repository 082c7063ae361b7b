import { type Visible, visibleSql } from '../audience/index.js';
import type { Sql } from '../platform/index.js';
import { isExact, type Param, type Query, type Sees, toSql, toSqlByRow } from '../query/index.js';

/** Newest objects that are looked at one by one at first, and at most. */
const NEWEST = 5_000;
const WIDEST = 100_000;
/** Matches may lie thinner further back. */
const SLACK = 1.5;
/** Audiences whose newest are looked at together: planning it takes time for each. Others hold less than those. */
const LARGE = 50;
/** Audiences asked in one statement. */
const TOGETHER = 4_000;

/** An object found, with its stored text. */
export interface Match {
  readonly no: number;
  readonly id: string;
  readonly tlp: number;
  readonly body: string;
}

/** What is looked for: `most` objects with numbers between `after` and `before`, where these are given. */
export interface Wanted {
  readonly seen: Visible;
  readonly query: Query;
  readonly before: number | undefined;
  readonly after?: number | undefined;
  readonly most: number;
}

/** What is looked for in some of the audiences at a time; sightings are counted in all that the viewer sees. */
type Part = Wanted & { readonly all: Visible };

/**
 * Finds the newest objects that a query matches. What is common is met soon among the newest; only what is rare is worth
 * finding all of, by an index, and sorting. So no search takes longer as the hub fills. (The planner can't tell which is
 * which: it knows little of what texts hold.) Each audience is asked by itself, and what is hidden is never looked at:
 * it shows in no answer's time.
 */
export class Finder {
  constructor(
    private readonly pool: Sql,
    private readonly newest = NEWEST,
    private readonly large = LARGE,
  ) {}

  /** In order, newest first. */
  async find(wanted: Wanted): Promise<Match[]> {
    const { seen, most } = wanted;
    const ids = await this.largestFirst(seen.ids);
    let best = await this.findIn({ ...wanted, all: seen, seen: { ...seen, ids: ids.slice(0, this.large) } });
    for (let i = this.large; i < ids.length; i += TOGETHER) {
      const after = best.length < most ? undefined : best.at(-1)!.no; // older ones are not wanted any more
      const others = { ...wanted, all: seen, seen: { ...seen, ids: ids.slice(i, i + TOGETHER) }, after };
      best = [...best, ...(await this.everywhere(others))].toSorted((a, b) => b.no - a.no).slice(0, most);
    }
    return best;
  }

  private async largestFirst(ids: readonly number[]): Promise<readonly number[]> {
    if (ids.length <= this.large) return ids;
    const text = 'select id from audience where id = any($1::int[]) order by position desc, id';
    return (await this.pool.query<{ id: number }>(text, [[...ids]])).rows.map(({ id }) => id);
  }

  private async findIn(wanted: Part): Promise<Match[]> {
    if (wanted.seen.ids.length === 0) return [];
    for (let newest = isExact(wanted.query) ? Infinity : this.newest; newest <= WIDEST;) {
      const found = await this.among(newest, wanted);
      if (found.length >= wanted.most) return found;
      newest *= (wanted.most / found.length) * SLACK; // as far as what was found promises
    }
    return this.everywhere(wanted);
  }

  /** Looks at so many visible objects, one after the other, until there are enough that match. */
  private among(newest: number, { seen, all, query, before, most }: Part): Promise<Match[]> {
    return this.ask(most, 'o.age', (param) => {
      const range = between('-no', before, undefined, param);
      const audiences = seen.ids.map(
        (id) => `(select *, -no as age from object where audience_id = ${param(id)} ${range} order by -no)`,
      );
      return `(select * from (${audiences.join(' union all ')}) each order by age limit ${param(Math.ceil(newest))}) o
        where ${visibleSql(seen, 'o', param)} and (${toSqlByRow(query, param, Date.now(), seesIn(all, param))})`;
    });
  }

  /** All that match, by whatever index finds them. */
  private everywhere({ seen, all, query, before, after, most }: Part): Promise<Match[]> {
    // ordered by what no index gives: the planner would walk all of an audience in order, and hope to be done soon
    return this.ask(
      most,
      'o.no desc',
      (param) => `unnest(${param([...seen.ids])}::int[]) as each(id) cross join lateral (
        select * from object o where o.audience_id = each.id ${between('-o.no', before, after, param)}
          and ${visibleSql(seen, 'o', param)} and (${toSql(query, param, Date.now(), seesIn(all, param))}) order by o.no + 0 desc limit ${param(most)}) o`,
    );
  }

  /** `from`: writes what follows `from` in SQL, and gives rows of objects as `o`. */
  private async ask(most: number, order: string, from: (param: Param) => string): Promise<Match[]> {
    const values: unknown[] = [];
    const param = (value: unknown) => `$${values.push(value)}`;
    const { rows } = await this.pool.query<Match>(
      `select f.no, f.id, f.tlp, v.body from (
         select o.no, o.id, o.tlp, o.seq from ${from(param)} order by ${order} limit ${param(most)}
       ) f join version v on v.seq = f.seq order by f.no desc`,
      values,
    );
    return rows;
  }
}

const seesIn =
  (seen: Visible, param: Param): Sees =>
  (alias) =>
    visibleSql(seen, alias, param);

/** SQL: numbers between, said of `age`, a number's negative, as the index has it. */
function between(age: string, before: number | undefined, after: number | undefined, param: Param): string {
  const older = before === undefined ? '' : `and ${age} > ${param(-before)}::bigint`;
  return after === undefined ? older : `${older} and ${age} < ${param(-after)}::bigint`;
}
