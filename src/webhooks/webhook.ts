import { type Tlp, tlpOf } from '../kernel/index.js';
import type { Secrets } from '../platform/index.js';

/** States of a webhook; see the migration. */
export type WebhookState = 'ok' | 'retrying' | 'failing' | 'stopped' | 'paused';

/** A row of `webhook`. */
export interface WebhookRow {
  id: string;
  organisation_id: string;
  name: string;
  url: string;
  filter: string;
  ceiling: number;
  created_at: Date;
  secret: Buffer;
  old_secret: Buffer | null;
  old_secret_until: Date | null;
  position: number;
  revision: number;
  state: WebhookState;
  tries: number;
  failing_since: Date | null;
  next_at: Date;
  error: string | null;
}

export const WEBHOOK_COLUMNS = `id, organisation_id, name, url, filter, ceiling, created_at, secret,
  case when old_secret_until > now() then old_secret end as old_secret, old_secret_until, position, revision, state, tries,
  failing_since, next_at, error`;

/** A webhook as its organisation's administrators are shown it. */
export interface WebhookRead {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly filter: string;
  readonly ceiling: Tlp;
  readonly created_at: string;
  readonly state: WebhookState;
  readonly error: string | null;
  readonly failing_since: string | null;
  readonly next_try_at: string | null;
  /** All up to it was delivered; good for the organisation's keys on the feed, too. */
  readonly cursor: string;
}

export const present = (row: WebhookRow, cursor: string): WebhookRead => ({
  id: row.id,
  name: row.name,
  url: row.url,
  filter: row.filter,
  ceiling: tlpOf(row.ceiling),
  created_at: row.created_at.toISOString(),
  state: row.state,
  error: row.error,
  failing_since: row.failing_since?.toISOString() ?? null,
  next_try_at: row.state === 'retrying' ? row.next_at.toISOString() : null,
  cursor,
});

const PURPOSE = 'webhook';

export const sealSecret = (secrets: Secrets, id: string, secret: string): Buffer =>
  secrets.seal(PURPOSE, Buffer.from(secret), id);

/** The secrets that deliveries are signed with, the newest first. */
export function secretsOf(secrets: Secrets, { id, secret, old_secret }: WebhookRow): string[] {
  return [secret, old_secret].flatMap((sealed) => {
    const plain = sealed && secrets.open(PURPOSE, sealed, id);
    return plain ? [plain.toString()] : [];
  });
}
