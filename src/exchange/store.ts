import { networkOf, observableHash, reverseHostOf } from '../formats/index.js';
import { tlpRank } from '../kernel/index.js';
import type { Sql } from '../platform/index.js';
import { type NewEntry, OPS, type Write } from './submission.js';

/** Writes all changes of a batch. An object that changes twice in it is inserted once, in its last state. */
export async function writeChanges(
  sql: Sql,
  writes: readonly Write[],
  stampOf: (seq: number) => bigint,
): Promise<void> {
  if (writes.length === 0) return;
  const entries = writes.flatMap((w) => w.entries);
  await insertVersions(sql, writes);
  await insertEntries(sql, entries, stampOf);
  await supersede(sql, writes, entries);
  const last = [...new Map(writes.map((w) => [w.after.no, w])).values()];
  const born = new Set(writes.filter((w) => !w.before).map((w) => w.after.no));
  await insertObjects(
    sql,
    last.filter((w) => born.has(w.after.no)),
  );
  await updateObjects(
    sql,
    last.filter((w) => !born.has(w.after.no)),
  );
  await writeObservables(sql, last, born);
}

async function insertVersions(sql: Sql, writes: readonly Write[]): Promise<void> {
  await sql.query(
    `insert into version (seq, object_no, modified, body, nonce)
     select s, n, 'epoch'::timestamptz + m * interval '1 millisecond', b, c
     from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::bytea[]) as t(s, n, m, b, c)`,
    [
      writes.map((w) => w.seq),
      writes.map((w) => w.after.no),
      writes.map((w) => w.facts.modified),
      writes.map((w) => w.after.body),
      writes.map((w) => w.nonce),
    ],
  );
}

async function insertEntries(sql: Sql, entries: readonly NewEntry[], stampOf: (seq: number) => bigint): Promise<void> {
  await sql.query(
    `insert into entry (seq, audience_id, position, op, at, object_no, id, type, since_seq,
       moved_audience_id, moved_position, moved_chain, digest, chain)
     select s, a, p, o, 'epoch'::timestamptz + t * interval '1 microsecond', n, i, y, ss, ma, mp, mc, d, c
     from unnest($1::bigint[], $2::int[], $3::bigint[], $4::smallint[], $5::bigint[], $6::bigint[], $7::text[], $8::text[],
       $9::bigint[], $10::int[], $11::bigint[], $12::bytea[], $13::bytea[], $14::bytea[])
       as x(s, a, p, o, t, n, i, y, ss, ma, mp, mc, d, c)`,
    [
      entries.map((e) => e.seq),
      entries.map((e) => e.audienceId),
      entries.map((e) => e.position),
      entries.map((e) => OPS.indexOf(e.op)),
      entries.map((e) => stampOf(e.seq)),
      entries.map((e) => e.objectNo),
      entries.map((e) => e.id),
      entries.map((e) => e.type),
      entries.map((e) => e.sinceSeq),
      entries.map((e) => e.moved?.audienceId ?? null),
      entries.map((e) => e.moved?.position ?? null),
      entries.map((e) => e.moved?.chain ?? null),
      entries.map((e) => e.digest),
      entries.map((e) => e.chain),
    ],
  );
}

/** An entry is superseded once the same audience has a later one of the same object: replay passes over it. */
async function supersede(sql: Sql, writes: readonly Write[], entries: readonly NewEntry[]): Promise<void> {
  const changed = writes.filter((w) => w.before);
  if (changed.length === 0) return;
  const objects = new Set(changed.map((w) => w.after.no));
  const told = entries.filter((e) => objects.has(e.objectNo));
  await sql.query(
    `update entry e set superseded = true
     from unnest($1::bigint[], $2::int[], $3::bigint[]) as q(object_no, audience_id, seq)
     where e.object_no = q.object_no and e.audience_id = q.audience_id and e.seq < q.seq and not e.superseded`,
    [told.map((e) => e.objectNo), told.map((e) => e.audienceId), told.map((e) => e.seq)],
  );
}

const columns = (writes: readonly Write[]) => [
  writes.map((w) => w.after.no),
  writes.map((w) => w.seq),
  writes.map((w) => w.after.audienceId),
  writes.map((w) => w.after.position),
  writes.map((w) => w.after.fingerprint),
  writes.map((w) => tlpRank(w.facts.tlp)),
  writes.map((w) => w.facts.confidence),
  writes.map((w) => arrayLiteral(w.facts.labels)),
  writes.map((w) => w.facts.modified),
  writes.map((w) => w.facts.validUntil),
  writes.map((w) => w.facts.revoked),
  writes.map((w) => w.facts.text),
];

/** A Postgres array literal: unnest would flatten an array of arrays, so labels travel as text. */
const arrayLiteral = (texts: readonly string[]): string =>
  `{${texts.map((text) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`).join()}}`;

/** Times travel as milliseconds. */
const UNNEST = `unnest($1::bigint[], $2::bigint[], $3::int[], $4::bigint[], $5::bytea[], $6::smallint[], $7::smallint[],
  $8::text[], $9::bigint[], $10::bigint[], $11::boolean[], $12::text[]`;
const TIME = (column: string) => `'epoch'::timestamptz + ${column} * interval '1 millisecond'`;

async function insertObjects(sql: Sql, writes: readonly Write[]): Promise<void> {
  if (writes.length === 0) return;
  await sql.query(
    `insert into object (no, seq, audience_id, position, fingerprint, tlp, confidence, labels, modified, valid_until, revoked,
       text, organisation_id, id, type, created)
     select no, seq, audience_id, position, fingerprint, tlp, confidence, labels::text[], ${TIME('modified')}, ${TIME('valid_until')},
       revoked, text, organisation_id, id, type, ${TIME('created')}
     from ${UNNEST}, $13::uuid[], $14::text[], $15::text[], $16::bigint[])
       as t(no, seq, audience_id, position, fingerprint, tlp, confidence, labels, modified, valid_until, revoked, text,
         organisation_id, id, type, created)`,
    [
      ...columns(writes),
      writes.map((w) => w.after.organisationId),
      writes.map((w) => w.after.id),
      writes.map((w) => w.after.type),
      writes.map((w) => w.facts.created),
    ],
  );
}

async function updateObjects(sql: Sql, writes: readonly Write[]): Promise<void> {
  if (writes.length === 0) return;
  await sql.query(
    `update object o set seq = t.seq, audience_id = t.audience_id, position = t.position, fingerprint = t.fingerprint,
       tlp = t.tlp, confidence = t.confidence, labels = t.labels::text[], modified = ${TIME('t.modified')},
       valid_until = ${TIME('t.valid_until')}, revoked = t.revoked, text = t.text
     from ${UNNEST}) as t(no, seq, audience_id, position, fingerprint, tlp, confidence, labels, modified, valid_until, revoked, text)
     where o.no = t.no`,
    columns(writes),
  );
}

async function writeObservables(sql: Sql, writes: readonly Write[], born: ReadonlySet<number>): Promise<void> {
  const changed = writes.filter((w) => !born.has(w.after.no)).map((w) => w.after.no);
  if (changed.length > 0) await sql.query('delete from observable where object_no = any($1::bigint[])', [changed]);
  const rows = writes.flatMap((w) => w.facts.observables.map((observable) => ({ no: w.after.no, observable })));
  if (rows.length === 0) return;
  await sql.query(
    `insert into observable (object_no, type, value, hash, reverse_host, network)
     select * from unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::inet[])`,
    [
      rows.map((r) => r.no),
      rows.map((r) => r.observable.type),
      rows.map((r) => r.observable.value),
      rows.map((r) => observableHash(r.observable)),
      rows.map((r) => reverseHostOf(r.observable)),
      rows.map((r) => networkOf(r.observable)),
    ],
  );
}
