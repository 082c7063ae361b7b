import { randomUUID } from 'node:crypto';
import { identityRef } from '../../exchange/index.js';
import { isSigned, opening, type Said, type Signature, signStatement } from '../../formats/index.js';
import { Fault, type Viewer } from '../../kernel/index.js';
import type { Pool, Pulse, Sql } from '../../platform/index.js';
import { authorOf, record } from '../work/steps.js';
import { assertIn, openWork, type Work } from '../work/work.js';
import type { SigningKeys } from './signing-keys.js';

/** A signature that a member made itself, with the key that it keeps. */
export interface Handed {
  readonly key: string;
  readonly signed_at: string;
  readonly signature: string;
}

/** A co-signature, as those who work on the advisory see it: also those that an edit made void. */
export interface CoSignature extends Signature {
  readonly id: string;
  readonly version: number;
  readonly by: string;
  /** It counts towards the quorum: not void, its key not revoked, its organisation still a member. */
  readonly counts: boolean;
  readonly voided_at: string | null;
  readonly void_reason: string | null;
}

interface Row {
  id: string;
  version: number;
  organisation_id: string;
  key_id: string;
  signed_at: string;
  signature: string;
  author: string;
  counts: boolean;
  voided_at: Date | null;
  void_reason: string | null;
}

/** A clock that is ahead by no more than this is taken for right. */
const AHEAD_MS = 5 * 60_000;

/** SQL: the signature `s` counts for the advisory `a` as it stands. */
export const COUNTS = `s.version = a.version and s.text_hash = a.text_hash and s.voided_at is null
  and exists (select from signing_key k where k.id = s.key_id and k.revoked_at is null)
  and exists (select from organisation o where o.id = s.organisation_id and o.status = 'active')
  and exists (select from advisory_participant p where p.advisory_id = a.id and p.organisation_id = s.organisation_id and p.signs)`;

const said = (work: Work, hash: string, organisation: string, key: string, signed_at: string): Said => ({
  advisory: work.id,
  version: work.version,
  sha256: hash,
  organisation,
  key,
  signed_at,
});

/** Co-signatures: each by one organisation, under the text as it stands. */
export class Signatures {
  constructor(
    private readonly pool: Pool,
    private readonly pulse: Pulse,
    private readonly keys: SigningKeys,
  ) {}

  /**
   * Signs for the viewer's organisation. `hash`: of the text that he has read. `handed`: made with a key that the organisation
   * keeps; without it the hub signs with the key that it keeps. Faults: `precondition_failed` when the text is another by now,
   * `forbidden` for who is not asked to sign, `no_signing_key`, `signature_invalid`, `conflict` when it has signed already.
   */
  async sign(viewer: Viewer, id: string, hash: string, handed?: Handed): Promise<void> {
    await this.pool.transaction(async (sql) => {
      const work = await openWork(sql, viewer, id, true);
      assertIn(work.state, ['signing']);
      if (!work.participants.some((p) => p.signs && p.organisationId === viewer.organisationId))
        throw new Fault('forbidden', 'your organisation is not asked to sign');
      if (hash !== work.textHash) throw new Fault('precondition_failed', 'this is not the text that stands');
      const made = await this.make(sql, work, viewer, hash, handed);
      const { rowCount } = await sql.query(
        `insert into co_signature (id, advisory_id, version, revision, text_hash, organisation_id, key_id, signed_at, signature, author)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing`,
        [
          randomUUID(),
          id,
          work.version,
          work.revision,
          Buffer.from(hash, 'hex'),
          viewer.organisationId,
          made.key,
          made.signed_at,
          made.signature,
          authorOf(viewer),
        ],
      );
      if (!rowCount) throw new Fault('conflict', 'your organisation has signed it already');
      await record(sql, viewer, work, {
        step: 'sign',
        version: work.version,
        detail: { key: made.key, sha256: hash, offline: handed !== undefined },
      });
    });
  }

  private async make(sql: Sql, work: Work, viewer: Viewer, hash: string, handed?: Handed): Promise<Handed> {
    const organisation = identityRef(viewer.organisationId);
    const { id: key, publicKey, privateKey } = await this.keys.inUse(sql, viewer.organisationId);
    if (!handed) {
      if (!viewer.scopes.has('sign')) throw new Fault('insufficient_scope');
      if (!privateKey)
        throw new Fault(
          'no_signing_key',
          'your organisation keeps its key itself: sign with it, and hand the signature in',
        );
      const signed_at = new Date(this.pulse.now).toISOString();
      return { key, signed_at, signature: signStatement(said(work, hash, organisation, key, signed_at), privateKey) };
    }
    if (privateKey)
      throw new Fault('signature_invalid', 'the hub keeps your organisation’s key: nothing else signs with it');
    if (handed.key !== key) throw new Fault('signature_invalid', 'it is not by the key in use', { pointer: '/key' });
    if (Date.parse(handed.signed_at) > this.pulse.now + AHEAD_MS)
      throw new Fault('signature_invalid', 'it says that it was made in the future', { pointer: '/signed_at' });
    if (!isSigned(said(work, hash, organisation, key, handed.signed_at), handed.signature, publicKey))
      throw new Fault('signature_invalid', undefined, { pointer: '/signature' });
    return handed;
  }

  /** Takes the organisation's own signature back, as long as nothing is published. */
  async takeBack(viewer: Viewer, id: string): Promise<void> {
    await this.pool.transaction(async (sql) => {
      const work = await openWork(sql, viewer, id, true);
      assertIn(work.state, ['signing']);
      const { rowCount } = await sql.query(
        `update co_signature set voided_at = clock_timestamp(), void_reason = 'taken back'
         where advisory_id = $1 and version = $2 and organisation_id = $3 and voided_at is null`,
        [id, work.version, viewer.organisationId],
      );
      if (!rowCount) throw new Fault('not_found');
      await record(sql, viewer, work, { step: 'take-back', version: work.version });
    });
  }

  /** All of the version at work, void ones included, as who works on it may see them. */
  async of(viewer: Viewer, id: string): Promise<CoSignature[]> {
    await openWork(this.pool, viewer, id);
    const { rows } = await this.pool.query<Row>(
      `select s.id, s.version, s.organisation_id, s.key_id, s.signed_at, s.signature, s.author, s.voided_at, s.void_reason,
         coalesce(${COUNTS}, false) as counts
       from co_signature s join advisory a on a.id = s.advisory_id where a.id = $1 and s.version = a.version order by s.at, s.id`,
      [id],
    );
    return rows.map((row) => ({
      id: row.id,
      version: row.version,
      ...toSignature(row),
      ...(row.voided_at && { signature: '' }), // what is void is not given out to be used again
      by: row.author,
      counts: row.counts,
      voided_at: row.voided_at?.toISOString() ?? null,
      void_reason: row.void_reason,
    }));
  }
}

const toSignature = (row: Pick<Row, 'organisation_id' | 'key_id' | 'signed_at' | 'signature'>): Signature => ({
  organisation: identityRef(row.organisation_id),
  key: row.key_id,
  signed_at: row.signed_at,
  signature: row.signature,
});

/** Those that count, for the report, with their ids: each shows that its organisation was asked. */
export async function counting(
  sql: Sql,
  { id, nonce, version }: Work,
): Promise<{ ids: string[]; signatures: Signature[] }> {
  const { rows } = await sql.query<Row>(
    `select s.id, s.organisation_id, s.key_id, s.signed_at, s.signature from co_signature s join advisory a on a.id = s.advisory_id
     where a.id = $1 and ${COUNTS} order by s.at, s.id`,
    [id],
  );
  const signatures = rows.map(toSignature).map((one) => ({ ...one, asked: opening(nonce, version, one.organisation) }));
  return { ids: rows.map((row) => row.id), signatures };
}

/** An edit makes every signature under the text before it void. */
export async function voidAll(sql: Sql, { id, version }: Work, reason: string): Promise<number> {
  const { rowCount } = await sql.query(
    `update co_signature set voided_at = clock_timestamp(), void_reason = $3
     where advisory_id = $1 and version = $2 and voided_at is null`,
    [id, version, reason],
  );
  return rowCount ?? 0;
}
