import type { Alliance } from './rig.js';

/** Indexes that are quicker made at the end; those that hold the tables together stay. */
const LATER = ['object_text', 'object_fingerprint', 'observable_value', 'observable_reverse_host'];

/**
 * Fills the database up to so many indicators, as if the first member had submitted them to all: every table and index
 * that the hub reads, though not by way of the hub, which would take minutes. Digests and chains are made up. Numbers
 * follow on what is there. Values are what {@link filledValue} says.
 */
export async function fill(alliance: Alliance, count: number): Promise<void> {
  const [head] = await alliance.query<{ seq: string; stamp: string }>(
    `select seq, to_char(stamp, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as stamp from head`,
  );
  const [audience] = await alliance.query<{ id: number; position: string }>(
    `select id, position from audience where kind = 'all' and tlp = 1`,
  );
  if (!head || !audience) throw new Error('the hub has to store one TLP:GREEN indicator for all before');
  const from = Number(head.seq);
  const shift = from - Number(audience.position);
  const indexes = await alliance.query<{ name: string; definition: string }>(
    'select indexname as name, indexdef as definition from pg_indexes where indexname = any($1)',
    [LATER],
  );
  for (const { name } of indexes) await alliance.query(`drop index ${name}`);
  const at = { from: from + 1, to: count, audience: audience.id, shift, stamp: head.stamp };
  for (const statement of statements(at, alliance.members[0]!.organisationId)) await alliance.query(statement);
  for (const { definition } of indexes) await alliance.query(definition);
  await alliance.query(`update audience set position = $1 where id = $2`, [count - shift, audience.id]);
  await alliance.query(
    `update head set seq = $1, stamp = greatest(clock_timestamp(), stamp + $2 * interval '1 microsecond')`,
    [count, count - from],
  );
  for (const table of ['version', 'entry', 'object', 'observable']) await alliance.query(`vacuum (analyze) ${table}`);
  await alliance.query('checkpoint'); // what was written is not still being written while something is measured
}

/** The value of the indicator that {@link fill} gave this number. */
export const filledValue = (no: number): string => `n${no}.host-${no % 9_973}.example.org`;

const VALUE = `'n' || n || '.host-' || (n % 9973) || '.example.org'`;
const ID = `'indicator--' || overlay(overlay(md5(n::text)::uuid::text placing '4' from 15) placing '8' from 20)`;
const LABELS = `array['malicious-activity', 'campaign-' || (n % 50)]`;
const TEXT = `'malicious-activity' || chr(10) || 'campaign-' || (n % 50) || chr(10) || ${VALUE}`;

/** Which numbers are filled; where positions of the audience and times of its entries stand before them. */
interface Place {
  readonly from: number;
  readonly to: number;
  readonly audience: number;
  readonly shift: number;
  readonly stamp: string;
}

function statements({ from, to, audience, shift, stamp }: Place, organisation: string): string[] {
  const rows = `from generate_series(${from}::bigint, ${to}::bigint) as g(n)`;
  const body = `'{"type":"indicator","spec_version":"2.1","id":"' || ${ID} || '","pattern":"[domain-name:value = ''' || ${VALUE} ||
    ''']","pattern_type":"stix","pattern_version":"2.1","valid_from":"2026-11-24T00:00:00.000Z","confidence":' || (n % 101) ||
    ',"labels":["malicious-activity","campaign-' || (n % 50) || '"],"created_by_ref":"identity--${organisation}",' ||
    '"created":"2026-11-24T00:00:00.000Z","modified":"2026-11-24T00:00:00.000Z","object_marking_refs":["marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb"],' ||
    '"description":"Seen by a sensor in sector ' || (n % 12) || ', batch ' || (n % 997) || '."}'`;
  const envelope = `',"op":"create","at":"2026-11-24T00:00:00.000000Z","audience":"00000000-0000-4000-8000-000000000000","position":' || n - ${shift} ||
    ',"chain":"0123456789012345678901234567890123456789012","nonce":"0123456789012345678901"}'`;
  return [
    `insert into version (seq, object_no, modified, body, nonce) select n, n, '2026-11-24', ${body}, decode(md5(n::text), 'hex') ${rows}`,
    `insert into entry (seq, audience_id, position, op, at, object_no, id, type, since_seq, digest, chain, envelope)
     select n, ${audience}, n - ${shift}, 0, '${stamp}'::timestamptz + (n - ${from - 1}) * interval '1 microsecond', n, ${ID}, 'indicator', n,
       decode(md5(n::text) || md5(n::text), 'hex'), decode(md5(n::text) || md5(n::text), 'hex'), ${envelope} ${rows}`,
    `insert into object (no, organisation_id, id, type, seq, audience_id, position, fingerprint, tlp, confidence, labels, created, modified, revoked, text)
     select n, '${organisation}', ${ID}, 'indicator', n, ${audience}, n - ${shift}, decode(md5(n::text) || md5(n::text), 'hex'), 1, n % 101, ${LABELS},
       '2026-11-24', '2026-11-24', false, ${TEXT} ${rows}`,
    `insert into observable (object_no, audience_id, type, value, hash, reverse_host)
     select n, ${audience}, 'domain-name', ${VALUE},
       ('x' || left(encode(sha256(convert_to('domain-name', 'UTF8') || '\\x00' || convert_to(${VALUE}, 'UTF8')), 'hex'), 16))::bit(64)::bigint,
       'org.example.host-' || (n % 9973) || '.n' || n || '.' ${rows}`,
  ];
}
