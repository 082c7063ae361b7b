import { type Audiences, visibleSql } from '../audience/index.js';
import type { Viewer } from '../kernel/index.js';
import type { Pool } from '../platform/index.js';
import { toSqlByRow } from '../query/index.js';
import { readQuery } from './saved-search.js';

const DAYS = 7;
/** Counted exactly up to here. */
const MOST = 10_000;

/** How many objects a search would have told somebody of lately. */
export class Preview {
  constructor(
    private readonly pool: Pool,
    private readonly audiences: Audiences,
  ) {}

  /**
   * Objects that came or changed in the last seven days, that the viewer sees and that match as they stand: what a watch of
   * that age would have told of, each object once. Faults: `query_invalid`; `busy` when it takes too long.
   */
  async of(viewer: Viewer, q: string): Promise<{ days: number; matched: number; more: boolean }> {
    const book = await this.audiences.current();
    const seen = this.audiences.ofBook(viewer, book);
    const query = readQuery(q, book);
    const values: unknown[] = [];
    const param = (value: unknown) => `$${values.push(value)}`;
    const { rows } = await this.pool.query<{ count: number }>(
      `select count(*)::int from (
         select from unnest(${param([...seen.ids])}::int[]) as each(id)
         join entry e on e.audience_id = each.id and e.at >= clock_timestamp() - interval '${DAYS} days'
         join object o on o.no = e.object_no and o.seq = e.seq and o.audience_id = e.audience_id
         where e.op <> 3 and not e.superseded and ${visibleSql(seen, 'o', param)} and (${toSqlByRow(query, param)}) limit ${MOST + 1}) found`,
      values,
    );
    const count = rows[0]?.count ?? 0;
    return { days: DAYS, matched: Math.min(count, MOST), more: count > MOST };
  }
}
