import { randomUUID } from 'node:crypto';
import type { Deed } from '../audit/index.js';
import { sha256 } from '../kernel/index.js';
import type { Sql } from '../platform/index.js';
import type { Outcome, Receipt, Submission } from './submission.js';

/** A receipt that was given for the same Idempotency-Key. */
export interface Earlier {
  readonly request: Buffer;
  readonly receipt: Receipt;
}

/** Whose Idempotency-Keys are one space: a person's, or an API key's. */
export const ownerOf = ({ viewer }: Submission): string => viewer.personId ?? viewer.credential.id;

export const sameRequest = (earlier: Earlier, { idempotency }: Submission): boolean =>
  idempotency?.request.equals(earlier.request) ?? false;

/** For each submission whose key was used within 24 hours: what was answered then. By index. */
export async function readReceipts(sql: Sql, submissions: readonly Submission[]): Promise<Map<number, Earlier>> {
  const asked = submissions.flatMap((s, index) =>
    s.idempotency ? [{ index, owner: ownerOf(s), key: s.idempotency.key }] : [],
  );
  if (asked.length === 0) return new Map();
  const { rows } = await sql.query<{ index: number; request: Buffer; receipt: string }>(
    `select q.index, i.request, i.receipt from unnest($1::int[], $2::text[], $3::text[]) as q(index, owner, key)
       join idempotency i on i.principal = q.owner and i.key = q.key and i.at > now() - interval '24 hours'`,
    [asked.map((a) => a.index), asked.map((a) => a.owner), asked.map((a) => a.key)],
  );
  return new Map(rows.map((row) => [row.index, { request: row.request, receipt: JSON.parse(row.receipt) as Receipt }]));
}

/** Keeps receipts for a day, in the transaction that they tell of. */
export async function writeReceipts(
  sql: Sql,
  kept: readonly { submission: Submission; receipt: Receipt }[],
): Promise<void> {
  const keyed = kept.flatMap(({ submission, receipt }) =>
    submission.idempotency
      ? [{ owner: ownerOf(submission), ...submission.idempotency, receipt: JSON.stringify(receipt) }]
      : [],
  );
  if (keyed.length === 0) return;
  await sql.query(
    `delete from idempotency where (principal, key) in
       (select principal, key from idempotency where at < now() - interval '24 hours' limit 1000)`,
  );
  await sql.query(
    `insert into idempotency (principal, key, request, receipt, at)
     select *, now() from unnest($1::text[], $2::text[], $3::bytea[], $4::text[])
     on conflict (principal, key) do update set request = excluded.request, receipt = excluded.receipt, at = excluded.at`,
    [keyed.map((k) => k.owner), keyed.map((k) => k.key), keyed.map((k) => k.request), keyed.map((k) => k.receipt)],
  );
}

/** The answer to a submission, given what became of its items. */
export function receiptOf(outcomes: readonly Outcome[]): Receipt {
  const counts = { created: 0, updated: 0, unchanged: 0, rejected: 0 };
  for (const { outcome } of outcomes) counts[outcome] += 1;
  return { submission: randomUUID(), counts, outcomes };
}

/** One record a submission, not one an item: the items are in it as a hash over their ids and versions. */
export function deedOf({ viewer, door }: Submission, { submission, counts, outcomes }: Receipt, red = false): Deed {
  const stored = outcomes.filter((o) => o.outcome === 'created' || o.outcome === 'updated');
  const hash = sha256(stored.map(({ id, etag }) => `${id} ${etag}\n`).join('')).toString('hex');
  // ids of TLP:RED objects are for the people that they name, not for who reads the audit log
  const few = stored.length <= 20 && !red ? { objects: stored.map((o) => o.id) } : {};
  return { action: 'submission', viewer, detail: { submission, door, ...counts, ...few, sha256: hash } };
}
