import { randomBytes, randomUUID } from 'node:crypto';
import { type Role, sha256 } from '../kernel/index.js';
import { newKey, Passwords, Rights } from '../members/index.js';
import type { Sql } from '../platform/index.js';
import { type DemoMember, GROUPS, MEMBERS } from './alliance.js';

/** What one member of the demonstration works with. */
export interface Seat {
  readonly name: string;
  readonly id: string;
  readonly email: string;
  readonly password: string;
  readonly key: string;
}

export interface Seats {
  readonly seats: ReadonlyMap<string, Seat>;
  /** Group id by name. */
  readonly groups: ReadonlyMap<string, string>;
}

/**
 * Ten organisations with an administrator, an analyst and a member key each, and their groups, in one change of rights.
 * (Through invitations it would take the rate limit's minutes.) Passwords and keys are random.
 */
export async function seatEveryone(rights: Rights, passwords: Passwords): Promise<Seats> {
  const made = await Promise.all(
    MEMBERS.map(async (member) => {
      const password = randomBytes(15).toString('base64url');
      return { member, id: randomUUID(), password, hash: await passwords.hash(password, []), key: newKey() };
    }),
  );
  const groups = new Map<string, string>();
  await rights.change(async ({ sql, record }) => {
    for (const { member, id, hash, key } of made) {
      await insertMember(sql, member, id);
      await insertPerson(sql, member, id, 'org-admin', hash);
      await insertPerson(sql, member, id, 'analyst', hash);
      await insertKey(sql, id, key);
      record({ action: 'demo.member', organisationId: id, detail: { short_name: member.short_name } });
    }
    const idOf = (name: string) => made.find((m) => m.member.short_name === name)?.id;
    for (const { name, history, members } of GROUPS)
      groups.set(name, await insertGroup(sql, name, history, members.map(idOf)));
  });
  const seats = made.map(({ member, id, password, key }): [string, Seat] => {
    const name = member.short_name;
    return [name, { name, id, email: emailOf(member, 'org-admin'), password, key: key.text }];
  });
  return { seats: new Map(seats), groups };
}

const emailOf = ({ short_name }: DemoMember, role: Role): string =>
  `${role === 'org-admin' ? 'admin' : role}@${short_name}.example`;

async function insertMember(sql: Sql, member: DemoMember, id: string): Promise<void> {
  const { name, short_name, country, blocs } = member;
  await sql.query(
    `insert into organisation (id, name, short_name, country, blocs, status, introduce) values ($1, $2, $3, $4, $5, 'active', true)`,
    [id, name, short_name, country, blocs],
  );
}

async function insertPerson(
  sql: Sql,
  member: DemoMember,
  organisation: string,
  role: Role,
  hash: string,
): Promise<void> {
  await sql.query(
    'insert into person (id, organisation_id, email, name, role, password_hash) values ($1, $2, $3, $4, $5, $6)',
    [randomUUID(), organisation, emailOf(member, role), `${role} of ${member.short_name}`, role, hash],
  );
}

async function insertKey(sql: Sql, organisation: string, { id, text }: { id: string; text: string }): Promise<void> {
  await sql.query(
    `insert into api_key (id, organisation_id, name, kind, secret_hash, scopes, ceiling)
     values ($1, $2, 'demonstration', 'member', $3, '{read,feed,submit}', 3)`,
    [id, organisation, sha256(text)],
  );
}

async function insertGroup(
  sql: Sql,
  name: string,
  history: string,
  members: readonly (string | undefined)[],
): Promise<string> {
  const id = randomUUID();
  await sql.query('insert into sharing_group (id, name, history) values ($1, $2, $3)', [id, name, history]);
  await sql.query(
    'insert into sharing_group_member (group_id, organisation_id, from_seq) select $1, m, 0 from unnest($2::uuid[]) as m',
    [id, members],
  );
  return id;
}
