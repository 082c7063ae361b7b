import { type Audiences, visibleSql, withinSince } from '../../audience/index.js';
import { Fault, type Viewer } from '../../kernel/index.js';
import type { Sql } from '../../platform/index.js';

interface Row {
  id: string;
  seq: number;
  audience_id: number;
  revoked: boolean;
}

/**
 * Whether advisory `by` may be named as what stands in the place of `id`, to all who have that: it stands, the viewer sees it, and whoever has the
 * one has the other, under a label no stricter. To be asked under the head's lock. Fault: `invalid`, alike for hidden and missing.
 */
export async function assertReplaces(
  sql: Sql,
  audiences: Audiences,
  viewer: Viewer,
  { id, by }: { id: string; by: string },
): Promise<void> {
  const wrong = (detail: string) => new Fault('invalid', detail, { pointer: '/superseded_by' });
  const seen = await audiences.of(viewer);
  const values: unknown[] = [[id, by]];
  const { rows } = await sql.query<Row>(
    `select o.id, o.seq, o.audience_id, o.revoked from object o
     join advisory a on a.id = o.id and a.organisation_id = o.organisation_id
     where o.id = any($1::text[]) and a.published_version > 0 and ${visibleSql(seen, 'o', (value) => `$${values.push(value)}`)}`,
    values,
  );
  const book = await audiences.current();
  const [old, next] = [id, by].map((one) => rows.find((row) => row.id === one));
  const [target, source] = [old, next].map((row) => book.audiences.get(row?.audience_id ?? 0));
  if (id === by || !next || !source || next.revoked)
    throw wrong('there is no such advisory that stands, or you may not see it');
  if (!target || !withinSince(target, source, next.seq, book))
    throw wrong('not everybody who has this advisory has that one');
}
