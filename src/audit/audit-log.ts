import { sha256, type Viewer } from '../kernel/index.js';
import { byteas, int8s, type Pool, type Sql, texts } from '../platform/index.js';

/** Something that was done, or refused: who, what, to what, from where. Never content, never a secret. */
export interface Deed {
  /** Dotted verb of the domain: `submission`, `key.create`, `session.open`, `session.refuse`, `object.read`, … */
  readonly action: string;
  /** Who did it; absent for what nobody signed in did. */
  readonly viewer?: Viewer;
  /** From where, when there is no viewer. */
  readonly address?: string;
  /** The organisation whose admins may read the record: the viewer's own when absent, none but the alliance's when null. */
  readonly organisationId?: string | null;
  /** Ids, counts and names; values of indicators have no place here. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Longest text kept of anything that a caller chose, such as a user agent. */
const TEXT = 300;

/**
 * Appends audit records in the caller's transaction: deed and record are both or neither. Takes the lock of
 * `audit_head`, so call it last. Each record is chained: chain = sha256(previous chain ‖ sha256(record)).
 */
export async function appendAudit(sql: Sql, deeds: readonly Deed[]): Promise<void> {
  if (deeds.length === 0) return;
  const { rows } = await sql.query<{ number: string | number; chain: Buffer; at: string }>(
    `select number, chain, to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at
     from audit_head for update`,
  );
  const head = rows[0];
  if (!head) throw new Error('the audit head row is missing');
  let number = Number(head.number);
  let chain = head.chain;
  const records = deeds.map((deed) => {
    const record = write(++number, head.at, deed);
    chain = nextChain(chain, record.text);
    return { ...record, number, chain };
  });
  await sql.query(
    `insert into audit_record (number, at, organisation_id, record, chain)
     select n, $5::timestamptz, o::uuid, r, c from unnest($1::bigint[], $2::text[], $3::text[], $4::bytea[]) as t(n, o, r, c)`,
    [
      int8s(records, (r) => r.number),
      texts(records, (r) => r.organisationId),
      texts(records, (r) => r.text),
      byteas(records, (r) => r.chain),
      head.at,
    ],
  );
  await sql.query('update audit_head set number = $1, chain = $2', [number, chain]);
}

/** The chain value after `record`. What a verifier recomputes. */
export function nextChain(chain: Buffer, record: string): Buffer {
  return sha256(Buffer.concat([chain, sha256(record)]));
}

function write(number: number, at: string, deed: Deed): { text: string; organisationId: string | null } {
  const { viewer } = deed;
  // an anonymous viewer's organisation is ''
  const organisationId = (deed.organisationId === undefined ? viewer?.organisationId : deed.organisationId) || null;
  const text = JSON.stringify({
    number,
    at,
    action: deed.action,
    ...(organisationId && { organisation: organisationId }),
    ...(viewer && {
      by: { [viewer.credential.kind]: viewer.credential.id, ...(viewer.personId && { person: viewer.personId }) },
    }),
    address: viewer?.address ?? deed.address ?? '',
    ...(deed.detail && { detail: clip(deed.detail) }),
  });
  return { text, organisationId };
}

/** Strings are cut to a bounded length, at any depth; JSON escapes line breaks and control characters by itself. */
function clip(value: unknown): unknown {
  if (typeof value === 'string') return value.length > TEXT ? `${value.slice(0, TEXT)}…` : value;
  if (Array.isArray(value)) return value.map(clip);
  if (value && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, clip(inner)]));
  }
  return value;
}

/** Appends records of deeds that have no transaction of their own, such as reads; calls at the same time share one. */
export class AuditLog {
  private waiting: { deed: Deed; done: () => void; failed: (error: unknown) => void }[] = [];
  private writing = false;

  constructor(private readonly pool: Pool) {}

  /** Resolves when the record is on disk; rejects when it could not be written, and then the deed must not happen. */
  record(deed: Deed): Promise<void> {
    return new Promise((done, failed) => {
      this.waiting.push({ deed, done, failed });
      if (!this.writing) void this.drain();
    });
  }

  private async drain(): Promise<void> {
    this.writing = true;
    await Promise.resolve(); // what is recorded in the same turn goes into the same transaction
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, 1000);
      try {
        await this.pool.transaction((sql) =>
          appendAudit(
            sql,
            batch.map((w) => w.deed),
          ),
        );
        for (const { done } of batch) done();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    this.writing = false;
  }
}
