import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { migrate } from '../../src/platform/index.js';

const server = () => {
  const url = process.env['E2E_PG_URL'];
  if (!url) throw new Error('E2E_PG_URL is not set: run through jest, whose globalSetup starts Postgres');
  return url;
};
const at = (database: string) => server().replace(/\/[^/]+$/, `/${database}`);

async function admin<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(server());
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** A migrated database of the caller's own, cloned from a template that is made once per run. */
export async function createDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `t_${randomBytes(6).toString('hex')}`;
  await admin(async (client) => {
    await client.query('select pg_advisory_lock(7001)');
    const made = await client.query(`select 1 from pg_database where datname = 'template_tocsin' and datistemplate`);
    if (!made.rowCount) {
      await client.query('drop database if exists template_tocsin');
      await client.query('create database template_tocsin');
      await migrate(at('template_tocsin'));
      await client.query('alter database template_tocsin is_template true');
    }
    await client.query(`create database ${name} template template_tocsin strategy file_copy`);
  });
  return {
    url: at(name),
    drop: () => admin(async (client) => void (await client.query(`drop database if exists ${name} with (force)`))),
  };
}
