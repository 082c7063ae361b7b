import { generateKeyPairSync, createPrivateKey, type KeyObject, verify } from 'node:crypto';
import { appendAudit } from '../../audit/index.js';
import { identityRef } from '../../exchange/index.js';
import { ed25519, keyIdOf, keyProof } from '../../formats/index.js';
import { Fault, type Viewer } from '../../kernel/index.js';
import type { Pool, Secrets, Sql } from '../../platform/index.js';

/** A member's public key, as everybody may have it who checks signatures. */
export interface SigningKey {
  readonly id: string;
  /** The organisation's identity. */
  readonly organisation: string;
  readonly name: string;
  /** 32 bytes (RFC 8032), base64url. */
  readonly public_key: string;
  readonly kept_by: 'hub' | 'member';
  readonly created_at: string;
  /** From when it signs nothing new; what it signed before stays good. */
  readonly retired_at: string | null;
  /** From when it is not trusted; what was published before stays as it is, and is shown with this. */
  readonly revoked_at: string | null;
}

interface KeyRow {
  id: string;
  organisation_id: string;
  name: string;
  public_key: Buffer;
  sealed: Buffer | null;
  created_at: Date;
  retired_at: Date | null;
  revoked_at: Date | null;
}

const PURPOSE = 'signing key';
const MOST = 50;
const COLUMNS = 'k.id, k.organisation_id, o.name, k.public_key, k.sealed, k.created_at, k.retired_at, k.revoked_at';
const FROM = 'signing_key k join organisation o on o.id = k.organisation_id';

const present = (row: KeyRow): SigningKey => ({
  id: row.id,
  organisation: identityRef(row.organisation_id),
  name: row.name,
  public_key: row.public_key.toString('base64url'),
  kept_by: row.sealed ? 'hub' : 'member',
  created_at: row.created_at.toISOString(),
  retired_at: row.retired_at?.toISOString() ?? null,
  revoked_at: row.revoked_at?.toISOString() ?? null,
});

/** Organisations' Ed25519 keys: one in use at a time; earlier ones stay, so that what they signed can be checked. */
export class SigningKeys {
  constructor(
    private readonly pool: Pool,
    private readonly secrets: Secrets,
  ) {}

  /** All members' keys, those of the past included. */
  async list(): Promise<SigningKey[]> {
    const { rows } = await this.pool.query<KeyRow>(`select ${COLUMNS} from ${FROM} order by k.created_at, k.id`);
    return rows.map(present);
  }

  /** A new key that the hub keeps, sealed; it takes the place of the one in use. */
  generate(viewer: Viewer): Promise<SigningKey> {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
    const sealed = this.secrets.seal(PURPOSE, privateKey.export({ format: 'der', type: 'pkcs8' }), keyIdOf(raw));
    return this.add(viewer, raw, sealed);
  }

  /**
   * A key that the organisation keeps; it takes the place of the one in use. `proof`: a signature by it over
   * {@link keyProof}, so that nobody registers another's key. Fault: `signature_invalid`.
   */
  register(viewer: Viewer, publicKey: Buffer, proof: Buffer): Promise<SigningKey> {
    if (!isProof(viewer.organisationId, publicKey, proof))
      throw new Fault('signature_invalid', 'the proof is not by this key', { pointer: '/proof' });
    return this.add(viewer, publicKey, null);
  }

  private add(viewer: Viewer, publicKey: Buffer, sealed: Buffer | null): Promise<SigningKey> {
    const id = keyIdOf(publicKey);
    return this.pool.transaction(async (sql) => {
      await sql.query('select from organisation where id = $1 for no key update', [viewer.organisationId]);
      await assertRoom(sql, viewer.organisationId);
      await sql.query(
        'update signing_key set retired_at = now() where organisation_id = $1 and retired_at is null and revoked_at is null',
        [viewer.organisationId],
      );
      const { rowCount } = await sql.query(
        `insert into signing_key (id, organisation_id, public_key, sealed, created_by) values ($1, $2, $3, $4, $5)
         on conflict do nothing`,
        [id, viewer.organisationId, publicKey, sealed, viewer.personId],
      );
      if (!rowCount) throw new Fault('conflict', 'the key is registered already');
      await appendAudit(sql, [
        { action: 'signing-key.create', viewer, detail: { key: id, kept_by: sealed ? 'hub' : 'member' } },
      ]);
      return own(sql, viewer, id);
    });
  }

  /** From now on it signs nothing. */
  retire(viewer: Viewer, id: string): Promise<SigningKey> {
    return this.end(viewer, id, 'retire');
  }

  /** From now on it is not trusted: signatures under what is not published yet are void. */
  revoke(viewer: Viewer, id: string): Promise<SigningKey> {
    return this.end(viewer, id, 'revoke');
  }

  private end(viewer: Viewer, id: string, how: 'retire' | 'revoke'): Promise<SigningKey> {
    return this.pool.transaction(async (sql) => {
      const { rowCount } = await sql.query(
        `update signing_key set retired_at = coalesce(retired_at, now()), revoked_at = case when $3 then coalesce(revoked_at, now()) else revoked_at end
         where id = $1 and organisation_id = $2`,
        [id, viewer.organisationId, how === 'revoke'],
      );
      if (!rowCount) throw new Fault('not_found');
      if (how === 'revoke')
        await sql.query(
          `update co_signature s set voided_at = clock_timestamp(), void_reason = 'key revoked' from advisory a
           where s.key_id = $1 and s.voided_at is null and a.id = s.advisory_id and a.published_version < s.version`,
          [id],
        );
      await appendAudit(sql, [{ action: `signing-key.${how}`, viewer, detail: { key: id } }]);
      return own(sql, viewer, id);
    });
  }

  /** The organisation's key in use, with the private key if the hub keeps it. Fault: `no_signing_key`. */
  async inUse(
    sql: Sql,
    organisationId: string,
  ): Promise<{ id: string; publicKey: Buffer; privateKey: KeyObject | undefined }> {
    const { rows } = await sql.query<KeyRow>(
      `select ${COLUMNS} from ${FROM} where k.organisation_id = $1 and k.retired_at is null and k.revoked_at is null`,
      [organisationId],
    );
    const row = rows[0];
    if (!row) throw new Fault('no_signing_key');
    return {
      id: row.id,
      publicKey: row.public_key,
      privateKey: row.sealed ? this.opened(row.id, row.sealed) : undefined,
    };
  }

  private opened(id: string, sealed: Buffer): KeyObject {
    const key = this.secrets.open(PURPOSE, sealed, id);
    if (!key) throw new Fault('no_signing_key', 'the key was sealed under another secret of the hub');
    return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
  }
}

function isProof(organisationId: string, publicKey: Buffer, proof: Buffer): boolean {
  try {
    return verify(null, keyProof(identityRef(organisationId), publicKey), ed25519(publicKey), proof);
  } catch {
    return false;
  }
}

async function own(sql: Sql, { organisationId }: Viewer, id: string): Promise<SigningKey> {
  const { rows } = await sql.query<KeyRow>(
    `select ${COLUMNS} from ${FROM} where k.id = $1 and k.organisation_id = $2`,
    [id, organisationId],
  );
  if (!rows[0]) throw new Fault('not_found');
  return present(rows[0]);
}

async function assertRoom(sql: Sql, organisationId: string): Promise<void> {
  const { rows } = await sql.query<{ count: number }>(
    'select count(*)::int as count from signing_key where organisation_id = $1',
    [organisationId],
  );
  if ((rows[0]?.count ?? 0) >= MOST) throw new Fault('conflict', `an organisation may have ${MOST} signing keys`);
}
