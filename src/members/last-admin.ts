import { Fault } from '../kernel/index.js';
import type { Sql } from '../platform/index.js';

/** To be called after a change that may have taken away an administrator: the alliance always keeps one who can sign in. */
export async function assertAdministered(sql: Sql): Promise<void> {
  const { rowCount } = await sql.query(
    `select 1 from person p join organisation o on o.id = p.organisation_id
     where p.role = 'alliance-admin' and p.status = 'active' and o.status = 'active' limit 1`,
  );
  if (!rowCount) throw new Fault('last_admin');
}
