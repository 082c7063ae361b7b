import { hash } from '@node-rs/argon2';
import { randomUUID } from 'node:crypto';
import type { Role, Scope, Tlp } from '../../src/kernel/index.js';
import { tlpRank } from '../../src/kernel/index.js';
import { sha256 } from '../../src/kernel/index.js';
import { newKey, newSessionToken } from '../../src/members/index.js';
import { changeRights, Database, Pulse, type Sql } from '../../src/platform/index.js';
import type { Hub } from './hub.js';

/** Every seeded person's. */
export const PASSWORD = 'four bitterns wade at dusk';

const ORGANISATIONS = ['secretariat', 'cert-a', 'cert-b', 'cert-c'] as const;
type OrganisationName = (typeof ORGANISATIONS)[number];
const COUNTRIES: Record<OrganisationName, string> = {
  secretariat: 'ZZZ',
  'cert-a': 'AUT',
  'cert-b': 'BEL',
  'cert-c': 'CZE',
};

/** A person with an open session; `cookie` is the whole `Cookie` header. */
export interface Person {
  readonly id: string;
  readonly email: string;
  readonly organisationId: string;
  readonly cookie: string;
  readonly sessionId: string;
}

/** An API key's text and what it stands for. */
export interface Key {
  readonly id: string;
  readonly text: string;
  readonly organisationId: string;
}

export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON, or the text when it is none. */
  readonly body: T;
}

/** Sends requests as one person or key, or as nobody. */
export interface Api {
  <T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer<T>>;
}

const PEOPLE = {
  root: ['secretariat', 'alliance-admin'],
  adminA: ['cert-a', 'org-admin'],
  adminB: ['cert-b', 'org-admin'],
  ana: ['cert-a', 'analyst'],
  al: ['cert-a', 'analyst'],
  bo: ['cert-b', 'analyst'],
  cy: ['cert-c', 'analyst'],
  ray: ['cert-a', 'reader'],
} as const satisfies Record<string, readonly [OrganisationName, Role]>;

/** An alliance of three CERTs, written straight into the database. */
export interface Alliance {
  /** Organisation ids by short name. */
  readonly org: Readonly<Record<OrganisationName, string>>;
  readonly people: Readonly<Record<keyof typeof PEOPLE, Person>>;
  /** A member key with all scopes and ceiling amber+strict, for each CERT. */
  readonly keys: Readonly<Record<'a' | 'b' | 'c', Key>>;
  /** A client of the hub; at `hub` when that is another process on the same database. */
  readonly api: (who?: Person | Key, hub?: Pick<Hub, 'url'>) => Api;
  /** Makes one more key. */
  readonly key: (organisationId: string, options?: KeyOptions) => Promise<Key>;
  /** Makes one more person with an open session. */
  readonly person: (organisation: OrganisationName, role: Role, name?: string) => Promise<Person>;
}

export interface KeyOptions {
  kind?: 'member' | 'constituent';
  scopes?: Scope[];
  ceiling?: Tlp;
  cidrs?: string[];
  /** Postgres interval from now, such as `1 hour` or `-1 minute`. */
  expires?: string;
}

/**
 * Makes secretariat, cert-a, cert-b and cert-c (active); ana, al and ray (a reader) with adminA of cert-a, bo with adminB
 * of cert-b, cy of cert-c, and root, the alliance's administrator.
 */
export async function seedAlliance(hub: Hub): Promise<Alliance> {
  const database = hub.app.get(Database);
  const rights = async <T>(work: (sql: Sql) => Promise<T>): Promise<T> => {
    const result = await database.api.transaction(async (sql) => {
      await changeRights(sql);
      return work(sql);
    });
    await hub.app.get(Pulse).look();
    return result;
  };
  const passwordHash = await hash(PASSWORD, { memoryCost: 8, timeCost: 1, parallelism: 1 });
  const org = Object.fromEntries(ORGANISATIONS.map((name) => [name, randomUUID()])) as Record<OrganisationName, string>;
  const names = Object.keys(PEOPLE) as (keyof typeof PEOPLE)[];
  const made = await rights(async (sql) => {
    for (const name of ORGANISATIONS) await insertOrganisation(sql, org[name], name);
    const people: [string, Person][] = [];
    for (const name of names) {
      const [organisation, role] = PEOPLE[name];
      people.push([
        name,
        await insertPerson(sql, { name, organisationId: org[organisation], organisation, role, passwordHash }),
      ]);
    }
    const [a, b, c] = [
      await insertKey(sql, org['cert-a']),
      await insertKey(sql, org['cert-b']),
      await insertKey(sql, org['cert-c']),
    ];
    return { people: Object.fromEntries(people) as Record<keyof typeof PEOPLE, Person>, keys: { a, b, c } };
  });
  return {
    org,
    ...made,
    api: (who, at = hub) => client(at.url, who),
    key: (organisationId, options) => rights((sql) => insertKey(sql, organisationId, options)),
    person: (organisation, role, name = `p${randomUUID().slice(0, 8)}`) =>
      rights((sql) => insertPerson(sql, { name, organisationId: org[organisation], organisation, role, passwordHash })),
  };
}

async function insertOrganisation(sql: Sql, id: string, name: OrganisationName): Promise<void> {
  await sql.query(
    `insert into organisation (id, name, short_name, country, blocs, status) values ($1, $2, $3, $4, $5, 'active')`,
    [id, name.toUpperCase(), name, COUNTRIES[name], name === 'secretariat' ? [] : ['EU']],
  );
}

async function insertPerson(
  sql: Sql,
  of: { name: string; organisationId: string; organisation: string; role: Role; passwordHash: string },
): Promise<Person> {
  const id = randomUUID();
  const email = `${of.name.toLowerCase()}@${of.organisation}.example`;
  await sql.query(
    `insert into person (id, organisation_id, email, name, role, password_hash) values ($1, $2, $3, $4, $5, $6)`,
    [id, of.organisationId, email, of.name, of.role, of.passwordHash],
  );
  const session = newSessionToken();
  await sql.query(
    `insert into session (token_hash, id, person_id, second_factor, expires_at)
     values ($1, $2, $3, true, now() + interval '12 hours')`,
    [sha256(session.text), session.id, id],
  );
  const cookie = `__Host-tocsin=${session.text}`;
  return { id, email, organisationId: of.organisationId, cookie, sessionId: session.id };
}

async function insertKey(sql: Sql, organisationId: string, options: KeyOptions = {}): Promise<Key> {
  const { kind = 'member', scopes = ['read', 'feed', 'submit'], cidrs = [], expires = null } = options;
  const ceiling = options.ceiling ?? (kind === 'member' ? 'amber+strict' : 'amber');
  const { id, text } = newKey();
  await sql.query(
    `insert into api_key (id, organisation_id, name, kind, secret_hash, scopes, ceiling, cidrs, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8::cidr[], now() + $9::interval)`,
    [id, organisationId, `key ${id}`, kind, sha256(text), scopes, tlpRank(ceiling), cidrs, expires],
  );
  return { id, text, organisationId };
}

/** A client as one person (a browser on the hub's own page), one key (Bearer) or nobody. */
export function client(url: string, who?: Person | Key): Api {
  const own: Record<string, string> = !who
    ? {}
    : 'cookie' in who
      ? { cookie: who.cookie, 'sec-fetch-site': 'same-origin' }
      : { authorization: `Bearer ${who.text}` };
  return (async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const content: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { ...own, ...content, ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: parsed(text) };
  }) as Api;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** Rows of a query on the hub's database: what no surface shows. */
export const rowsOf = async <T extends object>(hub: Hub, text: string, values: unknown[] = []): Promise<T[]> =>
  (await hub.app.get(Database).api.query<T>(text, values)).rows;

/** Signs in from the hub's own page. */
export const signIn = (
  hub: Pick<Hub, 'url'>,
  email: string,
  password = PASSWORD,
  headers: Record<string, string> = {},
) => client(hub.url)('POST', '/api/v1/session', { email, password }, { 'sec-fetch-site': 'same-origin', ...headers });

/** The `Cookie` header that a browser would send after this answer. */
export const cookieOf = ({ headers }: Answer<unknown>): string => (headers.get('set-cookie') ?? '').split(';')[0] ?? '';

/** A browser on the hub's own page with this cookie. */
export const browser = (hub: Pick<Hub, 'url'>, cookie: string): Api =>
  client(hub.url, { id: '', email: '', organisationId: '', sessionId: '', cookie });

/** What an answer says, without what differs between any two. */
export function told({ status, body }: Answer): [number, Record<string, unknown>] {
  const { requestId: _, ...rest } = body;
  return [status, rest];
}
