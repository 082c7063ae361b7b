import pg from 'pg';
import { serve } from '../process.js';

/** Rows of one statement, and indicators of one transaction. */
const ROWS = 1_000;
const TABLES = ['version', 'entry', 'object', 'observable'];
/** What those point to. */
const REFERRED_TO = ['organisation', 'audience'];

/** Copies what the hub has stored into an empty database of the same schema, as fast as plain statements go. */
export interface Copy {
  readonly from: string;
  readonly to: string;
}

interface Rows {
  readonly table: string;
  readonly columns: readonly string[];
  readonly values: readonly unknown[][];
}

async function read(url: string, table: string): Promise<Rows> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    // as text: what came from a driver's types must not be paid for on the way back
    const columns = await client.query<{ name: string }>(
      `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
      [table],
    );
    const names = columns.rows.map(({ name }) => name);
    const { rows } = await client.query<unknown[]>({
      text: `select ${names.map((name) => `${name}::text`).join()} from ${table} order by 1`,
      rowMode: 'array',
    });
    return { table, columns: names, values: rows };
  } finally {
    await client.end();
  }
}

/** One statement for so many rows of a table. */
function insert(client: pg.Client, { table, columns }: Rows, rows: readonly unknown[][]): Promise<unknown> {
  let parameter = 0;
  const tuples = rows.map((one) => `(${one.map(() => `$${(parameter += 1)}`).join()})`);
  const text = `insert into ${table} (${columns.join()}) overriding system value values ${tuples.join()}`;
  return client.query(text, rows.flat());
}

/** `insert … values (…), (…), …`, four tables a transaction; resolves with seconds and the number of indicators. */
async function copy({ from, to }: Copy): Promise<{ seconds: number; indicators: number }> {
  const tables = await Promise.all(TABLES.map((table) => read(from, table)));
  const indicators = tables[0]?.values.length ?? 0;
  const client = new pg.Client(to);
  await client.connect();
  for (const table of REFERRED_TO) {
    const rows = await read(from, table);
    await insert(client, rows, rows.values);
  }
  const begin = performance.now();
  for (let row = 0; row < indicators; row += ROWS) {
    await client.query('begin');
    for (const table of tables) {
      const page = table.values.slice(row, row + ROWS);
      if (page.length > 0) await insert(client, table, page);
    }
    await client.query('commit');
  }
  const seconds = (performance.now() - begin) / 1000;
  await client.end();
  return { seconds, indicators };
}

serve((ask: Copy) => copy(ask));
