import { Refusals } from '../../src/auth/refusals.js';
import type { Sql } from '../../src/platform/index.js';
import { Database } from '../../src/platform/index.js';
import { Feed } from '../../src/exchange/feed.js';
import { type Cast, changedRights, keyOf, organisationId, personOf, seedCast } from './cast.js';
import { fixedUuid } from './fixed.js';
import { type Hub, startHub } from './hub.js';
import { type Api, client, type Key, type Person } from './people.js';
import { REACHING } from './twin-owned.js';
import { keyed } from './twin-csaf.js';
import { until } from './until.js';

/** The alliance of both worlds. Viewers are of cert-a or nobody; what is hidden from them is done by the others. */
export const CAST: Cast = {
  organisations: [
    { name: 'secretariat', country: 'ZZZ', blocs: [] },
    { name: 'cert-a', country: 'AUT', blocs: ['EU'] },
    { name: 'cert-b', country: 'BEL', blocs: ['EU'] },
    { name: 'cert-c', country: 'CZE', blocs: ['EU'] },
    { name: 'cert-d', country: 'DNK', blocs: ['EU'] },
  ],
  people: {
    root: { of: 'secretariat', role: 'alliance-admin' },
    adminA: { of: 'cert-a', role: 'org-admin' },
    ana: { of: 'cert-a', role: 'analyst' },
    al: { of: 'cert-a', role: 'analyst' },
    ray: { of: 'cert-a', role: 'reader' },
    adminB: { of: 'cert-b', role: 'org-admin' },
    bo: { of: 'cert-b', role: 'analyst' },
    cy: { of: 'cert-c', role: 'analyst' },
  },
  keys: {
    a: { of: 'cert-a' },
    b: { of: 'cert-b' },
    c: { of: 'cert-c' },
    d: { of: 'cert-d' },
    constituent: { of: 'cert-a', kind: 'constituent', scopes: ['read', 'feed'] },
    greenA: { of: 'cert-a', ceiling: 'green' },
  },
};

export const GROUP = fixedUuid('group shared');
export const METRICS_TOKEN = 'only-for-tests-metrics';

const ENV = {
  TOCSIN_SECRET: 'only-for-tests-0123456789-abcdefgh',
  ANONYMOUS_CLEAR: 'true',
  METRICS_TOKEN,
  EXPORTS_PER_ORGANISATION: '20', // many are asked for at a time
  FEED_HEARTBEAT_MS: '60000', // beaten by hand
  ...REACHING,
};

interface Followed {
  readonly lag: number;
  readonly atHead: boolean;
}
/** What of the feed a test looks at or does by hand. */
interface Inside {
  readonly head: number;
  readonly subscriptions: Set<Followed>;
  beat(): void;
}

/** One of two worlds: a hub with the cast, told what its story says. */
export class Twin implements AsyncDisposable {
  /** Ids of what was made at random in this world, by what the story calls it. */
  readonly made = new Map<string, string>();

  private constructor(readonly hub: Hub) {}

  static async start(env: Record<string, string> = {}): Promise<Twin> {
    const hub = await startHub({ ...ENV, ...env });
    // refusals that repeat are recorded by the minute: when that ends is a matter of the hub's own clock
    clearInterval(hub.app.get<unknown, { timer: NodeJS.Timeout }>(Refusals, { strict: false }).timer);
    await seedCast(hub, CAST);
    const twin = new Twin(hub);
    await keyed(twin);
    await twin.rights(async (sql) => {
      // the wire's name of an audience is random: here it is made from what the audience means, so that order compares
      await sql.query(`create function named() returns trigger language plpgsql as
        $$ begin new.ref := overlay(md5(new.key) placing '5' from 13 for 1)::uuid; return new; end $$`);
      await sql.query('create trigger named before insert on audience for each row execute function named()');
      await sql.query(`insert into sharing_group (id, name) values ($1, 'exchange')`, [GROUP]);
      for (const name of ['cert-a', 'cert-b']) await joined(sql, GROUP, name, 0);
    });
    return twin;
  }

  rights<T>(work: (sql: Sql, seq: number) => Promise<T>): Promise<T> {
    return changedRights([this.hub], work);
  }

  /** Sends requests as somebody of the cast, or as nobody. */
  as(name: string | undefined): Api {
    return client(this.hub.url, credentialOf(name));
  }

  /** Resolves once every subscriber has been given what the log holds, and is at the head; so are saved searches. */
  async settled(): Promise<void> {
    const { feed } = this;
    await until('every subscriber to be at the head', async () => {
      const [row] = await this.rows<{ seq: number; searched: boolean }>(
        `select seq, position >= seq or not exists (select from search_watch where since_seq < seq) as searched
           from head, search_cursor`,
      );
      return (
        row!.searched &&
        feed.head === row!.seq &&
        [...feed.subscriptions].every(({ atHead, lag }) => atHead && lag === 0)
      );
    });
  }

  private get feed(): Inside {
    const feed: unknown = this.hub.app.get(Feed, { strict: false });
    return feed as Inside;
  }

  get subscribers(): number {
    return this.feed.subscriptions.size;
  }

  /** Every subscriber at the head gets a heartbeat. */
  beat(): void {
    this.feed.beat();
  }

  async rows<T extends object>(text: string, values: unknown[] = []): Promise<T[]> {
    return (await this.hub.app.get(Database).api.query<T>(text, values)).rows;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.hub[Symbol.asyncDispose]();
  }
}

export const joined = (sql: Sql, group: string, name: string, from: number): Promise<unknown> =>
  sql.query(
    'insert into sharing_group_member (group_id, organisation_id, from_seq, joined_seq) values ($1, $2, $3, $3)',
    [group, organisationId(name), from],
  );

/** Of the cast, a key before a person; undefined: nobody. */
export function credentialOf(name: string | undefined): Key | Person | undefined {
  if (name === undefined || name === 'nobody') return undefined;
  const key = CAST.keys[name];
  return key ? keyOf(name, key) : personOf(name, CAST.people[name]!);
}
