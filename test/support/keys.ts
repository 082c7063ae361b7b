import { generateKeyPairSync, sign } from 'node:crypto';
import { keyProof } from '../../src/formats/index.js';
import { changeRights, Database, Pulse } from '../../src/platform/index.js';
import type { Scope } from '../../src/kernel/index.js';
import { sha256 } from '../../src/kernel/index.js';
import { newKey } from '../../src/members/index.js';
import type { Hub } from './hub.js';

/** One more key of an organisation; its text. */
export async function keyWith(
  hub: Hub,
  organisationId: string,
  scopes: readonly Scope[],
  kind: 'member' | 'constituent' = 'member',
): Promise<string> {
  const { id, text } = newKey();
  await hub.app.get(Database).api.transaction(async (sql) => {
    await changeRights(sql);
    await sql.query(
      `insert into api_key (id, organisation_id, name, kind, secret_hash, scopes, ceiling)
       values ($1, $2, $3, $6, $4, $5, $7)`,
      [id, organisationId, `key ${id}`, sha256(text), scopes, kind, kind === 'member' ? 3 : 2],
    );
  });
  await hub.app.get(Pulse).look();
  return text;
}

/** What `tocsin advisory key --new` writes. */
export function registered(organisation: string) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  const proof = sign(null, keyProof(`identity--${organisation}`, raw), privateKey);
  return { kept_by: 'member', public_key: raw.toString('base64url'), proof: proof.toString('base64url') };
}
