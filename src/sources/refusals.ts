import type { Pool, Sql } from '../platform/index.js';

/** Something of a source that was not taken, or taken with a warning or a note, and why. */
export interface Refusal {
  readonly place: string;
  readonly object: string | undefined;
  readonly code: string;
  readonly reason: string;
}

export interface RefusalRead {
  /** Where the next page begins, given as `before`. */
  readonly no: number;
  readonly at: string;
  readonly place: string;
  readonly object: string | null;
  readonly code: string;
  readonly reason: string;
}

/** Whether it was. */
export type Fate = 'refused' | 'taken';

/** Of each source the latest that were refused, taken with a warning, and noted are kept. */
const KEPT = 1_000;

/** In the transaction that refuses them. */
export async function keepRefusals(
  sql: Sql,
  sourceId: string,
  refusals: readonly Refusal[],
  fate: Fate,
): Promise<void> {
  if (refusals.length === 0) return;
  await sql.query(
    `insert into source_refusal (source_id, taken, place, object, code, reason)
     select $1, $6, place, nullif(object, ''), code, reason from unnest($2::text[], $3::text[], $4::text[], $5::text[]) as t(place, object, code, reason)`,
    [
      sourceId,
      refusals.map(({ place }) => place.slice(0, 200)),
      refusals.map(({ object = '' }) => plain(object).slice(0, 300)),
      refusals.map(({ code }) => code),
      refusals.map(({ reason }) => plain(reason).slice(0, 500)),
      fate === 'taken',
    ],
  );
  await sql.query(
    `delete from source_refusal where source_id = $1 and taken = $2 and (code = 'note') = $3
       and no <= (select no from source_refusal where source_id = $1 and taken = $2 and (code = 'note') = $3 order by no desc offset ${KEPT} limit 1)`,
    [sourceId, fate === 'taken', refusals[0]!.code === 'note'],
  );
}

/** What was said of a MISP event that is taken anew is over. */
export async function forgetNotes(sql: Sql, sourceId: string, event: string): Promise<void> {
  await sql.query(`delete from source_refusal where source_id = $1 and taken and code = 'note' and place like $2`, [
    sourceId,
    `${event}.json%`,
  ]);
}

/** Likewise what is to be said of what was taken; what was said of the same place before is over. */
export async function keepNotes(sql: Sql, sourceId: string, notes: readonly Refusal[]): Promise<void> {
  if (notes.length === 0) return;
  await sql.query(`delete from source_refusal where source_id = $1 and taken and code = 'note' and place = any($2)`, [
    sourceId,
    notes.map(({ place }) => place.slice(0, 200)),
  ]);
  await keepRefusals(sql, sourceId, notes, 'taken');
}

/** The latest first. */
export async function listRefusals(
  pool: Pool,
  sourceId: string,
  fate: Fate,
  { limit, before }: { readonly limit: number; readonly before?: number | undefined },
): Promise<RefusalRead[]> {
  const { rows } = await pool.query<Omit<RefusalRead, 'at'> & { at: Date }>(
    `select no, at, place, object, code, reason from source_refusal
     where source_id = $1 and taken = $4 and ($3::bigint is null or no < $3) order by no desc limit $2`,
    [sourceId, limit, before ?? null, fate === 'taken'],
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** Strangers wrote it: what can't be seen, or stored, is not kept. */
const plain = (text: string): string => text.replaceAll(/\p{C}/gu, '�');
