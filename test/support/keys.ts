import { changeRights, Database, Pulse } from '../../src/platform/index.js';
import type { Scope } from '../../src/kernel/index.js';
import { sha256 } from '../../src/kernel/index.js';
import { newKey } from '../../src/members/index.js';
import type { Hub } from './hub.js';

/** One more member key of an organisation; its text. */
export async function keyWith(hub: Hub, organisationId: string, scopes: readonly Scope[]): Promise<string> {
  const { id, text } = newKey();
  await hub.app.get(Database).api.transaction(async (sql) => {
    await changeRights(sql);
    await sql.query(
      `insert into api_key (id, organisation_id, name, kind, secret_hash, scopes, ceiling)
       values ($1, $2, $3, 'member', $4, $5, 3)`,
      [id, organisationId, `key ${id}`, sha256(text), scopes],
    );
  });
  await hub.app.get(Pulse).look();
  return text;
}
