import { type Audiences, visibleSql, within } from '../../audience/index.js';
import { Fault, type Viewer } from '../../kernel/index.js';
import type { Pool } from '../../platform/index.js';

interface Row {
  id: string;
  audience_id: number;
  revoked: boolean;
}

/**
 * Whether advisory `by` may be named as what stands in the place of `id`, to all who have that: it stands, the viewer sees it, and whoever has the
 * one has the other, under a label no stricter. Fault: `invalid`, alike for hidden and missing.
 */
export async function assertReplaces(
  pool: Pool,
  audiences: Audiences,
  viewer: Viewer,
  { id, by }: { id: string; by: string },
): Promise<void> {
  const wrong = (detail: string) => new Fault('invalid', detail, { pointer: '/superseded_by' });
  const seen = await audiences.of(viewer);
  const values: unknown[] = [[id, by]];
  const { rows } = await pool.query<Row>(
    `select o.id, o.audience_id, o.revoked from object o
     join advisory a on a.id = o.id and a.organisation_id = o.organisation_id
     where o.id = any($1::text[]) and a.published_version > 0 and ${visibleSql(seen, 'o', (value) => `$${values.push(value)}`)}`,
    values,
  );
  const book = await audiences.current();
  const audienceOf = (one: string) => book.audiences.get(rows.find((row) => row.id === one)?.audience_id ?? 0);
  const [old, next] = [audienceOf(id), audienceOf(by)];
  if (id === by || !next || rows.some((row) => row.id === by && row.revoked))
    throw wrong('there is no such advisory that stands, or you may not see it');
  if (!old || !within(old, next, book)) throw wrong('not everybody who has this advisory has that one');
}
