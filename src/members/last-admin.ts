import { Fault } from '../kernel/index.js';
import type { Sql } from '../platform/index.js';

/** To be called after a change that may have taken away an administrator: the alliance always keeps one who can sign in. */
export async function assertAdministered(sql: Sql): Promise<void> {
  const { rowCount } = await sql.query(
    `select 1 from person p join organisation o on o.id = p.organisation_id
     where p.role = 'alliance-admin' and p.status = 'active' and o.status = 'active' limit 1`,
  );
  if (!rowCount) throw new Fault('last_admin', 'The alliance would be left without one who can sign in.');
}

/** Likewise for an organisation that is active: nobody of it could keep its people and keys any more. */
export async function assertOrganisationAdministered(sql: Sql, organisationId: string): Promise<void> {
  const { rowCount } = await sql.query(
    `select 1 from organisation o where o.id = $1 and (o.status <> 'active' or exists (
       select from person p where p.organisation_id = o.id and p.role in ('org-admin', 'alliance-admin') and p.status = 'active'))`,
    [organisationId],
  );
  if (!rowCount) throw new Fault('last_admin', 'The organisation would be left without one who can sign in.');
}
