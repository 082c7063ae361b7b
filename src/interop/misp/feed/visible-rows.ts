import { type Visible, visibleSql } from '../../../audience/index.js';
import { tlpRank } from '../../../kernel/index.js';
import type { Pool } from '../../../platform/index.js';

/** TLP:RED is never exported. */
export const WIDEST_HIDDEN = tlpRank('red');

/** Adds a value to a query; its placeholder. */
export type Param = (value: unknown) => string;

/** Runs a query over what is visible; its first value is the audiences. */
export async function visibleRows<T extends object>(
  pool: Pool,
  seen: Visible,
  query: (rule: string, param: Param) => string,
): Promise<T[]> {
  const values: unknown[] = [[...seen.ids]];
  const param = (value: unknown) => `$${values.push(value)}`;
  const text = query(visibleSql(seen, 'o', param), param);
  return (await pool.query<T & Record<string, unknown>>(text, values)).rows;
}
