import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { serve } from '../process.js';

/** Reads the stored texts of so many entries by `COPY … TO STDOUT`, and throws them away; resolves with the seconds. */
serve(async ({ url, count }: { url: string; count: number }) => {
  const client = new pg.Client(url);
  await client.connect();
  const begin = performance.now();
  const rows = client.query(copyTo(`copy (select body from version where seq <= ${count} order by seq) to stdout`));
  let bytes = 0;
  for await (const piece of rows as AsyncIterable<Buffer>) bytes += piece.length;
  const seconds = (performance.now() - begin) / 1000;
  await client.end();
  return { seconds, bytes };
});
