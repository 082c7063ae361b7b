import { mkdtempSync, rmSync } from 'node:fs';
import { chmodSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { sha256, tlpRank } from '../src/kernel/index.js';
import { newKey } from '../src/members/index.js';
import { changeRights, EMBEDDED_SETTINGS, migrate, startEmbeddedPostgres } from '../src/platform/index.js';
import { type HubProcess, spawnHub } from '../test/support/process.js';

/** What the hub under measurement may do without limit: it is its speed that is asked for. */
const UNBOUNDED = {
  TOCSIN_SECRET: 'only-for-measuring-0123456789-abcdef',
  RATE_LIMIT: '1000000000',
  ORGANISATION_ITEM_LIMIT: '1000000000',
  SOCKETS_PER_ORGANISATION: '100000',
};

/** A durable Postgres of the bench's own, with as many databases as there are cases. */
export class Rig implements AsyncDisposable {
  private number = 0;

  private constructor(
    private readonly dir: string,
    private readonly postgres: Awaited<ReturnType<typeof startEmbeddedPostgres>>,
  ) {}

  /** Runs with the settings of the hub's own embedded server: `fsync` and `synchronous_commit` on. */
  static async start(): Promise<Rig> {
    const dir = mkdtempSync(join(tmpdir(), 'tocsin-bench-'));
    chmodSync(dir, 0o755);
    return new Rig(dir, await startEmbeddedPostgres({ dir: join(dir, 'postgres'), settings: EMBEDDED_SETTINGS }));
  }

  get postgresPid(): number {
    return this.postgres.pid;
  }

  /** The address of a migrated database with nothing in it. */
  async empty(): Promise<string> {
    const name = `bench_${(this.number += 1)}`;
    await query(this.postgres.url(), `create database ${name}`);
    const url = this.postgres.url(name);
    await migrate(url);
    return url;
  }

  /** A database with an alliance of so many organisations in it. */
  async alliance(organisations: number): Promise<Alliance> {
    const url = await this.empty();
    return new Alliance(url, await seed(url, organisations));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.postgres.stop();
    rmSync(this.dir, { recursive: true, force: true });
  }
}

/** An organisation, and the text of its API key. */
export interface Member {
  readonly organisationId: string;
  readonly shortName: string;
  readonly token: string;
}

/** A database with members in it, and the hub processes on it. */
export class Alliance {
  constructor(
    readonly databaseUrl: string,
    readonly members: readonly Member[],
  ) {}

  /** Starts a hub process on the database. */
  hub(env: Record<string, string> = {}): Promise<HubProcess> {
    return spawnHub({ ...UNBOUNDED, DATABASE_URL: this.databaseUrl, ...env });
  }

  /** Runs SQL beside the hub: what no surface does. */
  query<T extends object>(text: string, values: unknown[] = []): Promise<T[]> {
    return query<T>(this.databaseUrl, text, values);
  }
}

async function query<T extends object>(url: string, text: string, values: unknown[] = []): Promise<T[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<T>(text, values)).rows;
  } finally {
    await client.end();
  }
}

async function seed(url: string, count: number): Promise<Member[]> {
  const client = new pg.Client(url);
  await client.connect();
  const members: Member[] = [];
  try {
    await client.query('begin');
    await changeRights(client);
    for (let i = 0; i < count; i++) {
      const member = { organisationId: randomUUID(), shortName: `cert-${i}` };
      const { id, text } = newKey();
      await client.query(
        `insert into organisation (id, name, short_name, country, status) values ($1, $2, $2, 'ZZZ', 'active')`,
        [member.organisationId, member.shortName],
      );
      await client.query(
        `insert into api_key (id, organisation_id, name, kind, secret_hash, scopes, ceiling)
         values ($1, $2, 'bench', 'member', $3, '{read,feed,submit}', $4)`,
        [id, member.organisationId, sha256(text), tlpRank('amber+strict')],
      );
      members.push({ ...member, token: text });
    }
    await client.query('commit');
  } finally {
    await client.end();
  }
  return members;
}
