import { hash } from '@node-rs/argon2';
import { changeRights, Database, Pulse, type Sql } from '../../src/platform/index.js';
import { fixedKey, fixedSession, fixedUuid, sha256Of } from './fixed.js';
import type { Hub } from './hub.js';
import { type Key, PASSWORD, type Person } from './people.js';

export const RANK = ['clear', 'green', 'amber', 'amber+strict', 'red'];

export interface CastOrganisation {
  readonly name: string;
  readonly country: string;
  readonly blocs: readonly string[];
}
export interface CastPerson {
  readonly of: string;
  readonly role: string;
}
export interface CastKey {
  readonly of: string;
  readonly kind?: 'member' | 'constituent';
  readonly scopes?: readonly string[];
  readonly ceiling?: string;
}

/** Who there is, by name: written straight into the database, with the same ids, keys and sessions every time. */
export interface Cast {
  readonly organisations: readonly CastOrganisation[];
  readonly people: Readonly<Record<string, CastPerson>>;
  readonly keys: Readonly<Record<string, CastKey>>;
}

export const organisationId = (name: string): string => fixedUuid(`organisation ${name}`);
export const personId = (name: string): string => fixedUuid(`person ${name}`);
export const emailOf = (name: string, of: string): string => `${name.toLowerCase()}@${of}.example`;

export const personOf = (name: string, { of }: CastPerson): Person => {
  const { id, text } = fixedSession(name);
  return {
    id: personId(name),
    email: emailOf(name, of),
    organisationId: organisationId(of),
    cookie: `__Host-tocsin=${text}`,
    sessionId: id,
  };
};

export const keyOf = (name: string, { of }: CastKey): Key => ({
  ...fixedKey(name),
  organisationId: organisationId(of),
});

/** A change of rights made by hand, as administration makes them; every hub process given has seen it on return. */
export async function changedRights<T>(hubs: readonly Hub[], work: (sql: Sql, seq: number) => Promise<T>): Promise<T> {
  const result = await hubs[0]!.app
    .get(Database)
    .api.transaction(async (sql) => work(sql, (await changeRights(sql)).seq));
  await Promise.all(hubs.map((hub) => hub.app.get(Pulse).look()));
  return result;
}

let passwordHash: Promise<string> | undefined;

export async function insertPerson(sql: Sql, name: string, { of, role }: CastPerson): Promise<void> {
  passwordHash ??= hash(PASSWORD, { memoryCost: 8, timeCost: 1, parallelism: 1 });
  const session = fixedSession(name);
  await sql.query(
    'insert into person (id, organisation_id, email, name, role, password_hash) values ($1, $2, $3, $4, $5, $6)',
    [personId(name), organisationId(of), emailOf(name, of), name, role, await passwordHash],
  );
  await sql.query(
    `insert into session (token_hash, id, person_id, second_factor, expires_at)
     values ($1, $2, $3, true, now() + interval '12 hours')`,
    [sha256Of(session.text), session.id, personId(name)],
  );
}

export async function insertKey(sql: Sql, name: string, key: CastKey): Promise<void> {
  const { of, kind = 'member', scopes = ['read', 'feed', 'submit'] } = key;
  const { ceiling = kind === 'member' ? 'amber+strict' : 'amber' } = key;
  const { id, text } = fixedKey(name);
  await sql.query(
    'insert into api_key (id, organisation_id, name, kind, secret_hash, scopes, ceiling) values ($1, $2, $3, $4, $5, $6, $7)',
    [id, organisationId(of), `key ${name}`, kind, sha256Of(text), scopes, RANK.indexOf(ceiling)],
  );
}

/** Everybody of the cast comes to be, active and signed in. */
export async function seedCast(hub: Hub, cast: Cast): Promise<void> {
  await changedRights([hub], async (sql) => {
    for (const { name, country, blocs } of cast.organisations) {
      await sql.query(
        `insert into organisation (id, name, short_name, country, blocs, status) values ($1, $2, $3, $4, $5, 'active')`,
        [organisationId(name), name.toUpperCase(), name, country, blocs],
      );
    }
    for (const [name, person] of Object.entries(cast.people)) await insertPerson(sql, name, person);
    for (const [name, key] of Object.entries(cast.keys)) await insertKey(sql, name, key);
  });
}
