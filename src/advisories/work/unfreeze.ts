import type { Sql } from '../../platform/index.js';
import { voidAll } from '../signing/signatures.js';
import type { State, Work } from './work.js';

/** The text is not fixed any more: what was signed of it is void, and it is not released by itself. */
export async function unfreeze(sql: Sql, work: Work, to: State, reason: string): Promise<number> {
  const voided = await voidAll(sql, work, reason);
  await sql.query(
    `update advisory set state = $2, text_hash = null, issued = null, release_by = null, held = null,
       version = case when $2 = 'published' then published_version else version end where id = $1`,
    [work.id, to],
  );
  return voided;
}
