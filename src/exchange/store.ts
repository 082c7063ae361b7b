import { networkOf, observableHash, reverseHostOf } from '../formats/index.js';
import { tlpRank } from '../kernel/index.js';
import { bools, byteas, int2s, int4s, int8s, type Sql, texts, together } from '../platform/index.js';
import { entriesOf, type Entry, type Stamps } from './entry.js';
import { OPS, type Write } from './submission.js';

/** Writes all changes of a batch. An object that changes twice in it is inserted once, in its last state. */
export async function writeChanges(
  sql: Sql,
  writes: readonly Write[],
  entries: readonly Entry[],
  stamps: Stamps,
): Promise<void> {
  const last = [...new Map(writes.map((w) => [w.after.no, w])).values()];
  const born = new Set(writes.filter((w) => !w.before).map((w) => w.after.no));
  // sent one behind the other, in this order, without waiting between them
  await together([
    insertVersions(sql, writes),
    insertEntries(sql, entries, stamps),
    supersede(sql, writes, entries),
    insertObjects(
      sql,
      last.filter((w) => born.has(w.after.no)),
    ),
    updateObjects(
      sql,
      last.filter((w) => !born.has(w.after.no)),
    ),
    writeObservables(sql, last, born),
  ]);
}

async function insertVersions(sql: Sql, writes: readonly Write[]): Promise<void> {
  await sql.query(
    `insert into version (seq, object_no, modified, body, nonce)
     select s, n, 'epoch'::timestamptz + m * interval '1 millisecond', b, c
     from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::bytea[]) as t(s, n, m, b, c)`,
    [
      int8s(writes, (w) => w.seq),
      int8s(writes, (w) => w.after.no),
      int8s(writes, (w) => w.facts.modified),
      texts(writes, (w) => w.after.body),
      byteas(writes, (w) => w.nonce),
    ],
  );
}

async function insertEntries(sql: Sql, entries: readonly Entry[], stamps: Stamps): Promise<void> {
  await sql.query(
    `insert into entry (seq, audience_id, position, op, at, object_no, id, type, since_seq, held_since,
       moved_audience_id, moved_position, moved_chain, digest, chain, envelope)
     select s, a, p, o, 'epoch'::timestamptz + t * interval '1 microsecond', n, i, y, ss, hs, ma, mp, mc, d, c, v
     from unnest($1::bigint[], $2::int[], $3::bigint[], $4::smallint[], $5::bigint[], $6::bigint[], $7::text[], $8::text[],
       $9::bigint[], $10::bigint[], $11::int[], $12::bigint[], $13::bytea[], $14::bytea[], $15::bytea[], $16::text[])
       as x(s, a, p, o, t, n, i, y, ss, hs, ma, mp, mc, d, c, v)`,
    [
      int8s(entries, (e) => e.seq),
      int4s(entries, (e) => e.audienceId),
      int8s(entries, (e) => e.position),
      int2s(entries, (e) => OPS.indexOf(e.op)),
      int8s(entries, (e) => stamps.of(e)),
      int8s(entries, (e) => e.objectNo),
      texts(entries, (e) => e.id),
      texts(entries, (e) => e.type),
      int8s(entries, (e) => e.sinceSeq),
      int8s(entries, (e) => e.heldSince),
      int4s(entries, (e) => e.movedAudienceId),
      int8s(entries, (e) => e.movedPosition),
      byteas(entries, (e) => e.movedChain),
      byteas(entries, (e) => e.digest),
      byteas(entries, (e) => e.chain),
      texts(entries, (e) => e.envelope),
    ],
  );
}

/** An entry is superseded once the same audience has a later one of the same object: replay passes over it. */
async function supersede(sql: Sql, writes: readonly Write[], entries: readonly Entry[]): Promise<void> {
  const changed = writes.filter((w) => w.before);
  if (changed.length === 0) return;
  const objects = new Set(changed.map((w) => w.after.no));
  const told = entries.filter((e) => objects.has(e.objectNo));
  await sql.query(
    `update entry e set superseded = true
     from unnest($1::bigint[], $2::int[], $3::bigint[]) as q(object_no, audience_id, seq)
       cross join lateral (${entriesOf('q.object_no')}) before
     where before.audience_id = q.audience_id and before.seq < q.seq and not before.superseded
       and e.ctid = before.tid`, // nobody writes beside: by whichever index else, the planner may look through all of an audience
    [int8s(told, (e) => e.objectNo), int4s(told, (e) => e.audienceId), int8s(told, (e) => e.seq)],
  );
}

const columns = (writes: readonly Write[]) => [
  int8s(writes, (w) => w.after.no),
  int8s(writes, (w) => w.seq),
  int4s(writes, (w) => w.after.audienceId),
  int8s(writes, (w) => w.after.position),
  byteas(writes, (w) => w.after.fingerprint),
  int2s(writes, (w) => tlpRank(w.facts.tlp)),
  int2s(writes, (w) => w.facts.confidence),
  texts(writes, (w) => arrayLiteral(w.facts.labels)),
  int8s(writes, (w) => w.facts.modified),
  int8s(writes, (w) => w.facts.validUntil),
  bools(writes, (w) => w.facts.revoked),
  texts(writes, (w) => w.facts.text),
  texts(writes, (w) => w.facts.sighted?.id ?? null),
  int4s(writes, (w) => w.facts.sighted?.times ?? null),
];

/** A Postgres array literal: unnest would flatten an array of arrays, so labels travel as text. */
const arrayLiteral = (labels: readonly string[]): string =>
  `{${labels.map((label) => `"${label.replaceAll(/["\\]/g, '\\$&')}"`).join()}}`;

/** Times travel as milliseconds. */
const UNNEST = `unnest($1::bigint[], $2::bigint[], $3::int[], $4::bigint[], $5::bytea[], $6::smallint[], $7::smallint[],
  $8::text[], $9::bigint[], $10::bigint[], $11::boolean[], $12::text[], $13::text[], $14::integer[]`;
const TIME = (column: string) => `'epoch'::timestamptz + ${column} * interval '1 millisecond'`;

async function insertObjects(sql: Sql, writes: readonly Write[]): Promise<void> {
  if (writes.length === 0) return;
  await sql.query(
    `insert into object (no, seq, audience_id, position, fingerprint, tlp, confidence, labels, modified, valid_until, revoked,
       text, sighted, times, organisation_id, id, type, created)
     select no, seq, audience_id, position, fingerprint, tlp, confidence, labels::text[], ${TIME('modified')}, ${TIME('valid_until')},
       revoked, text, sighted, times, organisation_id::uuid, id, type, ${TIME('created')}
     from ${UNNEST}, $15::text[], $16::text[], $17::text[], $18::bigint[])
       as t(no, seq, audience_id, position, fingerprint, tlp, confidence, labels, modified, valid_until, revoked, text,
         sighted, times, organisation_id, id, type, created)`,
    [
      ...columns(writes),
      texts(writes, (w) => w.after.organisationId),
      texts(writes, (w) => w.after.id),
      texts(writes, (w) => w.after.type),
      int8s(writes, (w) => w.facts.created),
    ],
  );
}

async function updateObjects(sql: Sql, writes: readonly Write[]): Promise<void> {
  if (writes.length === 0) return;
  await sql.query(
    `update object o set seq = t.seq, audience_id = t.audience_id, position = t.position, fingerprint = t.fingerprint,
       tlp = t.tlp, confidence = t.confidence, labels = t.labels::text[], modified = ${TIME('t.modified')},
       valid_until = ${TIME('t.valid_until')}, revoked = t.revoked, text = t.text, sighted = t.sighted, times = t.times
     from ${UNNEST}) as t(no, seq, audience_id, position, fingerprint, tlp, confidence, labels, modified, valid_until, revoked, text,
       sighted, times)
     where o.no = t.no`,
    columns(writes),
  );
}

async function writeObservables(sql: Sql, writes: readonly Write[], born: ReadonlySet<number>): Promise<void> {
  const changed = writes.filter((w) => !born.has(w.after.no)).map((w) => w.after.no);
  if (changed.length > 0)
    await sql.query('delete from observable where object_no = any($1::bigint[])', [int8s(changed, (no) => no)]);
  const rows = writes.flatMap(({ after, facts }) => facts.observables.map((observable) => ({ after, observable })));
  if (rows.length === 0) return;
  await sql.query(
    `insert into observable (object_no, audience_id, type, value, hash, reverse_host, network)
     select no, audience_id, type, value, hash, reverse_host, network::inet
     from unnest($1::bigint[], $2::int[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::text[])
       as t(no, audience_id, type, value, hash, reverse_host, network)`,
    [
      int8s(rows, (r) => r.after.no),
      int4s(rows, (r) => r.after.audienceId),
      texts(rows, (r) => r.observable.type),
      texts(rows, (r) => r.observable.value),
      int8s(rows, (r) => observableHash(r.observable)),
      texts(rows, (r) => reverseHostOf(r.observable)),
      texts(rows, (r) => networkOf(r.observable)),
    ],
  );
}
