import pg from 'pg';

/** The schema of a database as text, in an order that never changes: what migrations/schema.sql holds. */
export async function dumpSchema(url: string): Promise<string> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const lines = async (sql: string) => (await client.query<{ line: string }>(sql)).rows.map((row) => row.line);
    const columns = await lines(
      `select format('%s.%s %s%s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
         case when a.attcollation <> t.typcollation then ' collate ' || l.collname else '' end,
         case when a.attnotnull then ' not null' else '' end, coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
         || case a.attidentity when 'a' then ' identity' else '' end) as line
       from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         join pg_type t on t.oid = a.atttypid left join pg_collation l on l.oid = a.attcollation
         left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
       where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'schema_migration'
       order by c.relname, a.attnum`,
    );
    const constraints = await lines(
      `select format('%s: %s', conrelid::regclass, pg_get_constraintdef(oid)) as line from pg_constraint
       where connamespace = 'public'::regnamespace and contype <> 'n' and conrelid::regclass::text <> 'schema_migration' order by 1`,
    );
    const indexes = await lines(
      `select indexdef as line from pg_indexes where schemaname = 'public' and tablename <> 'schema_migration' order by tablename, indexname`,
    );
    const triggers = await lines(
      `select pg_get_triggerdef(oid) as line from pg_trigger where not tgisinternal order by 1`,
    );
    const extensions = await lines(
      `select extname::text as line from pg_extension where extname <> 'plpgsql' order by 1`,
    );
    const part = (title: string, of: string[]) => `-- ${title}\n${of.join('\n')}\n`;
    return [
      part('extensions', extensions),
      part('columns', columns),
      part('constraints', constraints),
      part('indexes', indexes),
      part('triggers', triggers),
    ].join('\n');
  } finally {
    await client.end();
  }
}
