import { randomUUID } from 'node:crypto';
import type { Sql } from '../platform/index.js';
import { nextDigest } from './digest-time.js';
import type { Choice, Choices } from './preferences.js';
import type { Recipient } from './recipients.js';

/** What happened longer ago is not mailed: the hub, or its mail, was away. */
export const STALE = '1 day';

/** What somebody is told of. `quote`: leave to quote is asked; `overdue`: who has not answered, told to those whose it is. */
export const KINDS = ['publication', 'withdrawal', 'review', 'signature', 'quote', 'reminder', 'overdue'] as const;
export type Kind = (typeof KINDS)[number];

/** Which of a person's choices decides of a kind. */
const CHOICE: Record<Kind, keyof Choices> = {
  publication: 'publication',
  withdrawal: 'publication',
  review: 'review',
  signature: 'signature',
  quote: 'review',
  reminder: 'reminder',
  overdue: 'reminder',
};

/** How a person wants to be told of such a thing. */
export const choiceOf = (kind: Kind, choices: Choices): Choice => choices[CHOICE[kind]];

/** Something that happened to an advisory, which the same person is told once. */
export interface Occasion {
  readonly kind: Kind;
  readonly advisory: string;
  /** Equal for what is the same occasion. */
  readonly occasion: string;
  readonly version: number;
}

/**
 * Makes the notices of an occasion, each in a mail of its own or in the person's next digest; those who were told of it are
 * left out. `now`: milliseconds since the epoch.
 */
export async function tell(
  sql: Sql,
  { kind, advisory, occasion, version }: Occasion,
  recipients: readonly Recipient[],
  { now, digestHour }: { now: number; digestHour: number },
): Promise<void> {
  const told = recipients.filter(({ choices }) => choiceOf(kind, choices) !== 'off');
  if (told.length === 0) return;
  await sql.query(
    `with asked as (
       select person_id, digest, case when digest then md5(person_id::text || $8::text)::uuid else own end as mail_id
       from unnest($1::uuid[], $2::uuid[], $3::boolean[]) as t(person_id, own, digest)),
     fresh as (
       insert into notice (person_id, advisory_id, kind, occasion, version, mail_id)
       select person_id, $4, $5, $6, $7, mail_id from asked on conflict do nothing returning mail_id)
     insert into mail (id, person_id, digest, due_at)
     select mail_id, person_id, digest, case when digest then $8::timestamptz else clock_timestamp() end
     from asked join fresh using (mail_id) on conflict (id) do nothing`,
    [
      told.map(({ id }) => id),
      told.map(() => randomUUID()),
      told.map(({ choices }) => choiceOf(kind, choices) === 'digest'),
      advisory,
      kind,
      occasion,
      version,
      nextDigest(now, digestHour).toISOString(),
    ],
  );
}
