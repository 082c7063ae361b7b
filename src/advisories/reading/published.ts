import { type Audiences, visibleSql } from '../../audience/index.js';
import type { Objects } from '../../exchange/index.js';
import { Fault, type Viewer } from '../../kernel/index.js';
import type { Pool } from '../../platform/index.js';

/** A published advisory, as one who sees it finds it. */
export interface PublishedRow {
  readonly id: string;
  readonly tlp: number;
  readonly organisation_id: string;
  readonly published_version: number;
  readonly acknowledge_by: Date | null;
  readonly audience_id: number;
  readonly seq: number;
  readonly revoked: boolean;
  readonly body: string;
  readonly is_author: boolean;
}

/** What is needed to look. */
export interface Shelves {
  readonly pool: Pool;
  readonly audiences: Audiences;
  readonly objects: Objects;
}

/**
 * The advisory itself, if the viewer sees it now: an object of another member under its id is not it. `not_found` alike for
 * hidden and missing; the reading is put on record as its label asks.
 */
export async function openPublished(
  { pool, audiences, objects }: Shelves,
  viewer: Viewer,
  id: string,
): Promise<PublishedRow> {
  const seen = await audiences.of(viewer);
  const values: unknown[] = [id, viewer.organisationId || null];
  const { rows } = await pool.query<PublishedRow>(
    `select o.id, o.tlp, a.organisation_id, a.published_version, a.acknowledge_by, o.audience_id, o.seq, o.revoked, v.body,
       exists (select from advisory_participant p where p.advisory_id = a.id and p.organisation_id = $2::uuid and p.part <> 'signer') as is_author
     from advisory a join object o on o.id = a.id and o.organisation_id = a.organisation_id join version v on v.seq = o.seq
     where a.id = $1 and a.published_version > 0 and ${visibleSql(seen, 'o', (value) => `$${values.push(value)}`)}`,
    values,
  );
  if (!rows[0]) throw new Fault('not_found');
  await objects.recordRead(viewer, [{ id, tlp: rows[0].tlp }]);
  return rows[0];
}
