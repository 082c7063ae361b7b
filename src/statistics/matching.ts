import { type Visible, visibleSql } from '../audience/index.js';
import { RECORDED } from '../kernel/index.js';
import type { Sql } from '../platform/index.js';
import { type Query, toSql } from '../query/index.js';

/** Objects whose reading is put on record, that are named at most. */
const NAMED = 1_000;

/** How many objects match, and the newest of those whose reading is put on record: to count is to learn of them. */
export interface Matching {
  readonly count: number;
  readonly strict: readonly { readonly id: string; readonly tlp: number }[];
}

/** Counts all visible objects that a query matches; audience by audience, as every read does. */
export async function countMatching(sql: Sql, seen: Visible, query: Query): Promise<Matching> {
  const values: unknown[] = [];
  const param = (value: unknown) => `$${values.push(value)}`;
  const sees = (alias: string) => visibleSql(seen, alias, param);
  const matching = `object o where ${sees('o')} and (${toSql(query, param, Date.now(), sees)})`;
  const counted = await sql.query<{ count: number; strict: number }>(
    `select count(*)::int as count, count(*) filter (where o.tlp >= ${RECORDED})::int as strict from ${matching}`,
    values,
  );
  const { count, strict } = counted.rows[0]!;
  if (strict === 0) return { count, strict: [] };
  const named = await sql.query<{ id: string; tlp: number }>(
    `select o.id, o.tlp from ${matching} and o.tlp >= ${RECORDED} order by o.no + 0 desc limit ${NAMED}`,
    values,
  );
  return { count, strict: named.rows };
}
