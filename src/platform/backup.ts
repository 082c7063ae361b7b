import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { newEpoch } from './history.js';

interface Manifest {
  readonly format: 1;
  readonly at: string;
  readonly migrations: readonly string[];
  readonly tables: readonly { readonly name: string; readonly rows: number; readonly sha256: string }[];
}

/**
 * Writes all tables as they are at one moment (one REPEATABLE READ snapshot; the hub may run on) into `dir`, which must
 * not exist: a gzipped COPY a table, and a manifest written last. The sealing secret is not in it: keep that elsewhere.
 */
export async function backup(url: string, dir: string): Promise<Manifest> {
  await fs.mkdir(dir, { mode: 0o700 });
  return connected(url, async (client) => {
    await client.query('begin isolation level repeatable read read only');
    const tables: { name: string; rows: number; sha256: string }[] = [];
    for (const name of await tablesOf(client)) tables.push(await save(client, name, dir));
    const manifest: Manifest = {
      format: 1,
      at: new Date().toISOString(),
      migrations: await migrationsOf(client),
      tables,
    };
    await fs.writeFile(path.join(dir, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    return manifest;
  });
}

/**
 * Puts a backup in the place of everything in the database, in one transaction, and starts a new epoch: every cursor
 * from before is refused. Throws, leaving all as it was, when the backup is incomplete, altered or of another schema.
 */
export async function restore(url: string, dir: string): Promise<Manifest> {
  const manifest = JSON.parse(await fs.readFile(path.join(dir, 'manifest.json'), 'utf8')) as Manifest;
  return connected(url, async (client) => {
    const [have, want] = [await migrationsOf(client), manifest.migrations];
    if (have.join() !== want.join()) throw new Error(`the backup is of another version: it has ${want.join(', ')}`);
    await client.query('begin');
    const tables = await tablesOf(client);
    await client.query('alter table audit_record disable trigger audit_record_stays');
    await client.query(`truncate ${tables.map(pg.escapeIdentifier).join(', ')} cascade`);
    for (const name of tables) {
      const saved = manifest.tables.find((table) => table.name === name);
      if (!saved) throw new Error(`the backup lacks the table ${name}`);
      await load(client, saved, dir);
    }
    await client.query(
      `select setval(pg_get_serial_sequence('audience', 'id'), coalesce(max(id), 0) + 1, false) from audience`,
    );
    await newEpoch(client);
    await client.query('alter table audit_record enable trigger audit_record_stays');
    await client.query('commit');
    return manifest;
  });
}

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end(); // an open transaction rolls back
  }
}

/** Base tables, those that others refer to first. */
async function tablesOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; refers: string[] }>(
    `select c.relname as name, coalesce(array_agg(r.relname::text) filter (where r.relname is not null and r.oid <> c.oid), '{}') as refers
     from pg_class c left join pg_constraint f on f.conrelid = c.oid and f.contype = 'f' left join pg_class r on r.oid = f.confrelid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'schema_migration'
     group by c.relname order by c.relname`,
  );
  const ordered: string[] = [];
  while (ordered.length < rows.length) {
    const next = rows.find(({ name, refers }) => !ordered.includes(name) && refers.every((to) => ordered.includes(to)));
    if (!next) throw new Error('tables refer to each other in a circle');
    ordered.push(next.name);
  }
  return ordered;
}

async function migrationsOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>('select name from schema_migration order by id');
  return rows.map((row) => row.name);
}

const fileOf = (dir: string, table: string) => path.join(dir, `${table}.copy.gz`);

/** Passes bytes on and remembers their hash. */
function hashing() {
  const hash = createHash('sha256');
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  return { stream, digest: () => hash.digest('hex') };
}

async function save(client: pg.Client, name: string, dir: string) {
  const { stream, digest } = hashing();
  const out = client.query(copyTo(`copy ${pg.escapeIdentifier(name)} to stdout`));
  await pipeline(out, stream, createGzip({ level: 1 }), createWriteStream(fileOf(dir, name), { mode: 0o600 }));
  return { name, rows: out.rowCount, sha256: digest() };
}

async function load(client: pg.Client, saved: Manifest['tables'][number], dir: string): Promise<void> {
  const { stream, digest } = hashing();
  const into = client.query(copyFrom(`copy ${pg.escapeIdentifier(saved.name)} from stdin`));
  await pipeline(createReadStream(fileOf(dir, saved.name)), createGunzip(), stream, into);
  if (digest() !== saved.sha256) throw new Error(`the backup of the table ${saved.name} was altered`);
}
