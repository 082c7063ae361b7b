import pg from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { CopyOut } from './copy-out.js';
import { asFault } from './database-fault.js';
import { nameOf, Prepared } from './prepared.js';
import { migrations } from '../../migrations/index.js';

/** A connection inside a transaction: what services that write in someone else's transaction are given. */
export interface Sql {
  query<R extends pg.QueryResultRow = pg.QueryResultRow>(text: string, values?: unknown[]): Promise<pg.QueryResult<R>>;
}

const INT8 = 20;
const INT8_ARRAY = 1016;
/** bigint columns as numbers: log numbers, positions and counts stay far below 2^53. (TypeORM's own pool gives strings.) */
const types = {
  getTypeParser(oid: number, format?: string) {
    if (oid === INT8) return Number;
    if (oid === INT8_ARRAY) return (text: string) => text.slice(1, -1).split(',').filter(Boolean).map(Number);
    return pg.types.getTypeParser(oid, format as 'text');
  },
};

/** Of a statement's time. */
const NO_LIMIT = 0;

/** Server-side limits of a connection, so that a stopped holder of a lock is thrown out and nothing runs for ever. */
const session = (statementMs: number, planned = false) =>
  [
    `statement_timeout=${statementMs}`,
    // by its estimates a plan for the values at hand is nearly always the cheaper; to make one takes longer than the statement
    ...(planned ? ['plan_cache_mode=force_generic_plan'] : []),
    'lock_timeout=10000',
    'idle_in_transaction_session_timeout=10000',
    'timezone=UTC',
    'jit=off', // which takes longer to compile than any statement here to run
    // nothing is found by walking over everything, what is hidden from the asker included, nor by many workers
    'enable_seqscan=off',
    'max_parallel_workers_per_gather=0',
    'random_page_cost=1.1', // flash, or memory
    'hash_mem_multiplier=16', // 64 MB: a set of some 600,000 ids is asked by its hash, and not looked through
  ]
    .map((setting) => `-c ${setting}`)
    .join(' ');

/**
 * What a pool's statements are: of any text; or each of a text that never varies, which a connection plans once, for any value;
 * or such ones that are also sent without waiting for the answers to those before.
 */
type Statements = 'any' | 'planned' | 'pipelined';

/** One bulkhead of connections: work of one kind can't starve another. Waits 2 s for a free one, then `busy`. */
export class Pool implements Sql {
  private readonly pool: pg.Pool;

  constructor(
    url: string,
    readonly name: string,
    max: number,
    statementMs: number,
    private readonly statements: Statements = 'any',
  ) {
    const pipeline = statements === 'pipelined';
    this.pool = new pg.Pool({
      pipeline,
      connectionString: url,
      max,
      types,
      // a commit that waits for a standby must not be cut short by the server: it would call it done
      options: session(pipeline ? NO_LIMIT : statementMs, statements !== 'any'),
      query_timeout: statementMs + 1_000, // when the network swallows the answer, too
      application_name: `tocsin ${name}`,
      connectionTimeoutMillis: 2_000,
      keepAlive: true,
    });
    // a connection that dies while nothing runs on it says so by an event; whoever uses it next is told by its query
    this.pool.on('error', () => undefined);
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  get stats() {
    return { total: this.pool.totalCount, idle: this.pool.idleCount, waiting: this.pool.waitingCount };
  }

  query<R extends pg.QueryResultRow = pg.QueryResultRow>(text: string, values?: unknown[]): Promise<pg.QueryResult<R>> {
    return this.pool.query<R>(text, values).catch(asFault);
  }

  /** A query whose text never varies, in a pool of those. */
  planned<R extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<pg.QueryResult<R>> {
    return this.pool.query<R>({ name: nameOf(text), text, values }).catch(asFault);
  }

  /** A query that is given up after `ms`, whatever the network does. */
  queryWithin<R extends pg.QueryResultRow>(ms: number, text: string): Promise<pg.QueryResult<R>> {
    return this.pool.query<R>({ text, query_timeout: ms } as pg.QueryConfig).catch(asFault);
  }

  /**
   * Gives `each` the rows of a query, as `COPY … (FORMAT binary)` has them and one after the other; see {@link CopyOut}. It
   * takes no parameters, so the query must hold nothing but the hub's own numbers. False: after the first row there were
   * more than `most` bytes, and what is over them is not given.
   */
  async copy(query: string, most: number, each: (row: Buffer) => void): Promise<boolean> {
    const client = await this.pool.connect().catch(asFault);
    let bytes = 0;
    let spoilt: Error | boolean = false;
    try {
      await new Promise<void>((resolve, reject) => {
        const take = (row: Buffer) => {
          if (spoilt) return;
          bytes += row.length;
          spoilt = bytes > row.length && bytes > most; // whatever is still to come on it is nobody's
          if (spoilt) resolve();
          else each(row);
        };
        client.query(new CopyOut(query, take, (error) => (error ? reject(error as Error) : resolve())));
      });
      return !spoilt;
    } catch (error) {
      spoilt = error as Error;
      return asFault(error);
    } finally {
      client.release(spoilt);
    }
  }

  /** Runs `work` in one transaction; commits when it returns, rolls back when it throws. */
  async transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    const client = await this.pool.connect().catch(asFault);
    let broken: Error | undefined;
    try {
      const begun = client.query('begin');
      const pipelined = this.statements === 'pipelined';
      if (!pipelined) await begun;
      const [result] = await together([work(pipelined ? new Prepared(client, begun) : client), begun]);
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch((e: Error) => (broken = e));
      return asFault(error);
    } finally {
      client.release(broken);
    }
  }

  /** A connection of one's own, to be released. */
  connect(): Promise<pg.PoolClient> {
    return this.pool.connect().catch(asFault);
  }

  end(): Promise<void> {
    return this.pool.end();
  }
}

/**
 * Waits for statements of one transaction that were sent together. Throws the first failure, but only once all have
 * ended: none must be left to reach the connection after it was given back.
 */
export async function together<T extends readonly unknown[] | []>(
  statements: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const ends = await Promise.allSettled(statements);
  const failures = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as { code?: string }] : []));
  // those behind the one that failed say only that the transaction is aborted
  if (failures.length > 0) throw failures.find(({ code }) => code !== ABORTED) ?? failures[0];
  return Promise.all(statements);
}

const ABORTED = '25P02';

/** Every connection that the hub has to Postgres, by what it is for. */
export class Database {
  /** Group commits; two, so that the next batch can be prepared while one commits. */
  readonly writer: Pool;
  /** The head row, the book of rights, the tail of the log: what a process must see to serve at all. */
  readonly pulse: Pool;
  /** Replay. */
  readonly feed: Pool;
  /** Pages of TAXII. */
  readonly pages: Pool;
  /** Everything else that a request reads. */
  readonly api: Pool;
  /** Credentials and audit: sign-in works while searches are slow. */
  readonly auth: Pool;
  /** Exports, each on a connection for as long as it takes. */
  readonly exports: Pool;

  constructor(readonly url: string) {
    this.writer = new Pool(url, 'writer', 2, 30_000, 'pipelined');
    this.pulse = new Pool(url, 'pulse', 3, 10_000);
    this.feed = new Pool(url, 'feed', 4, 10_000);
    this.pages = new Pool(url, 'pages', 4, 5_000, 'planned');
    this.api = new Pool(url, 'api', 8, 5_000);
    this.auth = new Pool(url, 'auth', 4, 5_000);
    this.exports = new Pool(url, 'exports', 8, 30_000);
  }

  get pools(): Pool[] {
    return [this.writer, this.pulse, this.feed, this.pages, this.api, this.auth, this.exports];
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.pools.map((pool) => pool.end()));
  }
}

/** TypeORM's options: entities come from the rooms through Nest, migrations are listed in `migrations/index.ts`. */
export function dataSourceOptions(url: string, statementMs = 60_000): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    entities: [],
    migrations,
    migrationsTableName: 'schema_migration',
    migrationsTransactionMode: 'each',
    synchronize: false,
    extra: { max: 4, options: session(statementMs), application_name: 'tocsin orm', connectionTimeoutMillis: 2_000 },
  };
}

/** Brings the schema up to date. Several processes may start at once: an advisory lock lets one of them do it. */
export async function migrate(url: string): Promise<void> {
  const lock = new pg.Client(url);
  await lock.connect();
  try {
    await lock.query('select pg_advisory_lock(8460143)');
    // what is large takes its time to be brought to a new shape
    const source = await new DataSource(dataSourceOptions(url, NO_LIMIT)).initialize();
    try {
      await source.runMigrations();
    } finally {
      await source.destroy();
    }
  } finally {
    await lock.end();
  }
}
