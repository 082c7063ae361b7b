import pg from 'pg';

/**
 * Which history this database is on: the cluster and its timeline. A restore to an earlier point, or a promoted standby,
 * starts another timeline; a copied cluster keeps its name. Empty where the server does not say.
 */
async function clusterOf(client: pg.Client): Promise<string> {
  try {
    const { rows } = await client.query<{ cluster: string }>(
      `select (select system_identifier from pg_control_system()) || '/' || (select timeline_id from pg_control_checkpoint()) as cluster`,
    );
    return rows[0]?.cluster ?? '';
  } catch {
    return ''; // a managed server may not tell; then restoring through `npm run restore` is what changes the epoch
  }
}

/**
 * At each start: when the database is on another history than it was, positions given out before may lead into what was
 * lost, so the epoch changes and every old cursor is refused with `cursor_epoch`. Returns whether it did.
 */
export async function claimHistory(url: string): Promise<boolean> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const cluster = await clusterOf(client);
    if (cluster === '') return false;
    const { rowCount } = await client.query(
      `update head set epoch = case when cluster = '' then epoch else gen_random_uuid() end, cluster = $1,
         authority = authority + 1 where cluster <> $1 returning 1`,
      [cluster],
    );
    return (rowCount ?? 0) > 0;
  } finally {
    await client.end();
  }
}

/** After a restore: no cursor from before may be used. */
export async function newEpoch(client: { query(text: string): Promise<unknown> }): Promise<void> {
  await client.query('update head set epoch = gen_random_uuid(), authority = authority + 1');
}
