import pg from 'pg';

/**
 * Lets the role of `url` do what a running hub does, and no more: it owns nothing, so it can drop and alter nothing, and to
 * the audit log it can only add. `owner` is who owns the tables. Each start does it anew: a migration may have made tables.
 * Throws when the role is the owner, or may act as it: nothing would be kept from it.
 */
export async function grantRuntime(owner: string, url: string): Promise<void> {
  const name = await roleOf(url);
  const role = pg.escapeIdentifier(name);
  const client = new pg.Client(owner);
  await client.connect();
  try {
    const { rowCount } = await client.query(
      `select from pg_class where oid = 'audit_record'::regclass and pg_has_role($1, relowner, 'member')`,
      [name],
    );
    if (rowCount)
      throw new Error(`DATABASE_URL: ${name} owns the tables, or may act as who does: use a role of its own`);
    await client.query(`begin;
      select pg_advisory_xact_lock(8460143);
      revoke all on all tables in schema public from ${role};
      grant usage on schema public to ${role};
      grant select, insert, update, delete on all tables in schema public to ${role};
      revoke update, delete, truncate, references, trigger on audit_record from ${role};
      revoke insert, update, delete on schema_migration from ${role};
      grant usage, select on all sequences in schema public to ${role};
      commit`);
  } finally {
    await client.end();
  }
}

async function roleOf(url: string): Promise<string> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows } = await client.query<{ role: string }>('select current_user as role');
    return rows[0]!.role;
  } finally {
    await client.end();
  }
}
