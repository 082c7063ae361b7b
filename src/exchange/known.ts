import { randomUUID } from 'node:crypto';
import type { Audience, AudienceTarget, Book } from '../audience/index.js';
import { tlpRank } from '../kernel/index.js';
import { byteas, int4s, int8s, type Sql, texts, together } from '../platform/index.js';
import { entriesOf } from './entry.js';
import type { LedgerHead, Ledgers } from './ledger.js';
import type { Stored } from './submission.js';

/** What the head row said when its lock was taken. `stamp` and `now` are microseconds since the epoch. */
export interface LockedHead {
  readonly seq: number;
  /** The newest audience that any process has made. */
  readonly audience: number;
  readonly authority: number;
  readonly stamp: number;
  readonly now: number;
}

/**
 * Takes the lock that orders everything (law F1). First statement of the transaction: what is read after it is read
 * after every earlier commit.
 */
export async function lockHead(sql: Sql): Promise<LockedHead> {
  const [{ rows }, newest] = await together([
    sql.query<{ seq: number; authority: number; stamp: number; now: number }>(
      `select seq, authority, (extract(epoch from stamp) * 1000000)::bigint as stamp,
       (extract(epoch from clock_timestamp()) * 1000000)::bigint as now
     from head for update`,
    ),
    sql.query<{ id: number }>('select id from audience order by id desc limit 1'), // executed after the lock was given
  ]);
  const row = rows[0];
  if (!row) throw new Error('the head row is missing');
  return {
    seq: row.seq,
    audience: newest.rows[0]?.id ?? 0,
    authority: row.authority,
    stamp: row.stamp,
    now: row.now,
  };
}

/** Last write of the transaction: the log ends here now. */
export async function advanceHead(sql: Sql, seq: number, stamp: number): Promise<void> {
  await sql.query(`update head set seq = $1, stamp = 'epoch'::timestamptz + $2 * interval '1 microsecond'`, [
    seq,
    stamp,
  ]);
}

interface StoredRow {
  no: number;
  organisation_id: string;
  id: string;
  type: string;
  seq: number;
  audience_id: number;
  position: number;
  fingerprint: Buffer | null;
  revoked: boolean;
  body: string;
}

const STORED_COLUMNS =
  'o.no, o.organisation_id, o.id, o.type, o.seq, o.audience_id, o.position, o.fingerprint, o.revoked';

const toStored = (row: StoredRow): Stored => ({
  no: row.no,
  organisationId: row.organisation_id,
  id: row.id,
  type: row.type,
  seq: row.seq,
  audienceId: row.audience_id,
  position: row.position,
  fingerprint: row.fingerprint,
  revoked: row.revoked,
  body: row.body,
});

/**
 * The submitters' own objects that match one of the fingerprints and still stand; the first of each, once. One look into
 * the index for each: the planner, left to choose, reads the whole table once a batch is large.
 */
export async function findByFingerprint(
  sql: Sql,
  reports: readonly { readonly organisationId: string; readonly fingerprint: Buffer }[],
): Promise<Stored[]> {
  if (reports.length === 0) return [];
  const { rows } = await sql.query<StoredRow>(
    `select o.*, v.body from (select distinct * from unnest($1::text[]::uuid[], $2::bytea[])) as q(organisation_id, fingerprint)
       cross join lateral (
         select ${STORED_COLUMNS} from object o
         where o.organisation_id = q.organisation_id and o.fingerprint = q.fingerprint and not o.revoked order by o.no limit 1
       ) o
       cross join lateral (select body from version v where v.seq = o.seq limit 1) v`,
    [texts(reports, (r) => r.organisationId), byteas(reports, (r) => r.fingerprint)],
  );
  return rows.map(toStored);
}

/** Every organisation's objects with one of the STIX ids: who may know of them is the caller's to decide. */
export async function findById(sql: Sql, ids: string[]): Promise<Stored[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql.query<StoredRow>(
    `select ${STORED_COLUMNS}, v.body from object o join version v on v.seq = o.seq where o.id = any($1) order by o.no`,
    [ids],
  );
  return rows.map(toStored);
}

/** The row of each audience, made where there is none yet. Under the head lock, so no other process makes the same. */
export async function internAudiences(
  sql: Sql,
  targets: readonly AudienceTarget[],
  book: Book,
): Promise<Map<string, Audience>> {
  const found = new Map<string, Audience>();
  const missing = new Map<string, AudienceTarget>();
  for (const target of targets) {
    const known = book.audiencesByKey.get(target.key);
    if (known) found.set(target.key, known);
    else missing.set(target.key, target);
  }
  for (const target of missing.values()) {
    const ref = randomUUID();
    const { rows } = await sql.query<{ id: number; ref: string }>(
      `insert into audience (ref, key, tlp, kind, group_id, members) values ($1, $2, $3, $4, $5, $6::uuid[])
       on conflict (key) do update set key = excluded.key returning id, ref`,
      [ref, target.key, tlpRank(target.tlp), target.kind, target.groupId, [...target.members]],
    );
    const row = rows[0];
    if (!row) throw new Error('the audience was not made');
    found.set(target.key, { ...target, ...row });
  }
  return found;
}

/** Takes back audiences that this transaction made and then had nothing for. */
export async function dropAudiences(sql: Sql, ids: readonly number[]): Promise<void> {
  if (ids.length > 0) await sql.query('delete from audience where id = any($1::int[])', [[...ids]]);
}

/** The ends of the ledgers, to go on from. */
export async function readLedgerHeads(sql: Sql, ids: readonly number[]): Promise<Map<number, LedgerHead>> {
  const { rows } = await sql.query<{ id: number; position: number; chain: Buffer }>(
    'select id, position, chain from audience where id = any($1::int[])',
    [[...ids]],
  );
  return new Map(rows.map(({ id, position, chain }) => [id, { position, chain }]));
}

/** Writes the new ends of the ledgers that grew. */
export async function writeLedgerHeads(sql: Sql, ledgers: Ledgers): Promise<void> {
  const heads = ledgers.changed;
  await sql.query(
    `update audience a set position = n.position, chain = n.chain
     from unnest($1::int[], $2::bigint[], $3::bytea[]) as n(id, position, chain) where a.id = n.id`,
    [int4s(heads, (h) => h.id), int8s(heads, (h) => h.position), byteas(heads, (h) => h.chain)],
  );
}

/** From when readers may hold an object: by an audience itself, and by those that it came from, if that is earlier. */
export interface Since {
  readonly seq: number;
  readonly held: number | null;
}

/** For each audience that has known one of the objects; key: {@link sinceKey}. The earliest stay counts. */
export async function readSince(sql: Sql, objectNos: readonly number[]): Promise<Map<string, Since>> {
  if (objectNos.length === 0) return new Map();
  const { rows } = await sql.query<{ object_no: number; audience_id: number; seq: number; held: number | null }>(
    `select object_no, audience_id, min(since_seq) as seq, min(held_since) as held
     from unnest($1::bigint[]) as q(no) cross join lateral (${entriesOf('q.no')}) e group by 1, 2`,
    [int8s(objectNos, (no) => no)],
  );
  return new Map(rows.map((row) => [sinceKey(row.object_no, row.audience_id), { seq: row.seq, held: row.held }]));
}

export const sinceKey = (objectNo: number, audienceId: number): string => `${objectNo} ${audienceId}`;
