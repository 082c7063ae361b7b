import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { sha256, type Tlp, tlpRank } from '../../src/kernel/index.js';
import { newKey, newSessionToken } from '../../src/members/index.js';

/** The members of the rig's alliance. */
export const MEMBERS = ['cert-a', 'cert-b', 'cert-c', 'cert-d', 'cert-e'] as const;
export type Member = (typeof MEMBERS)[number];
const GROUP: readonly Member[] = ['cert-a', 'cert-b', 'cert-c'];
const LIST: readonly Member[] = ['cert-d', 'cert-e'];

/** The audiences that items are for, by the rig's own names. */
export const AUDIENCES = ['green', 'clear', 'strict', 'group', 'list', 'own'] as const;
export type AudienceName = (typeof AUDIENCES)[number];

/**
 * Whom an item is for, reckoned from the names alone: the rig's oracle, which knows nothing of the hub's rule. Who
 * addresses a list is on it.
 */
export function entitled(to: AudienceName, by: Member, reader: Member): boolean {
  if (reader === by || to === 'green' || to === 'clear' || to === 'strict') return true;
  if (to === 'own') return false;
  return (to === 'group' ? GROUP : LIST).includes(reader);
}

/** What an author may address: a group only by who is in it. */
export const addressable = (by: Member): AudienceName[] =>
  AUDIENCES.filter((to) => to !== 'group' || GROUP.includes(by));

export const TLP_OF: Record<AudienceName, Tlp> = {
  green: 'green',
  clear: 'clear',
  strict: 'amber+strict',
  group: 'amber',
  list: 'amber',
  own: 'amber',
};

export interface Alliance {
  readonly keys: Readonly<Record<Member, string>>;
  readonly group: string;
  /** Of the alliance's administrator. */
  readonly cookie: string;
}

/** How an item says that it is for an audience. */
export function addressOf(to: AudienceName, { group }: Alliance): unknown {
  if (to === 'group') return { group };
  if (to === 'list') return { organisations: LIST };
  return to === 'own' ? 'organisation' : 'all';
}

/** Writes the alliance into an empty, migrated database. */
export async function foundAlliance(url: string): Promise<Alliance> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query('begin');
    const ids = new Map<string, string>();
    for (const name of ['secretariat', ...MEMBERS]) ids.set(name, await organisation(client, name));
    const group = randomUUID();
    await client.query(`insert into sharing_group (id, name) values ($1, 'north')`, [group]);
    for (const name of GROUP) {
      await client.query('insert into sharing_group_member (group_id, organisation_id, from_seq) values ($1, $2, 0)', [
        group,
        ids.get(name),
      ]);
    }
    const keys = {} as Record<Member, string>;
    for (const name of MEMBERS) keys[name] = await key(client, ids.get(name) ?? '');
    const cookie = await administrator(client, ids.get('secretariat') ?? '');
    await client.query('update head set authority = authority + 1');
    await client.query('commit');
    return { keys, group, cookie };
  } finally {
    await client.end();
  }
}

async function organisation(client: pg.Client, name: string): Promise<string> {
  const id = randomUUID();
  await client.query(
    `insert into organisation (id, name, short_name, country, status) values ($1, $2, $3, 'ZZZ', 'active')`,
    [id, name.toUpperCase(), name],
  );
  return id;
}

async function key(client: pg.Client, organisationId: string): Promise<string> {
  const { id, text } = newKey();
  await client.query(
    `insert into api_key (id, organisation_id, name, kind, secret_hash, scopes, ceiling)
     values ($1, $2, 'torture', 'member', $3, '{read,feed,submit}', $4)`,
    [id, organisationId, sha256(text), tlpRank('amber+strict')],
  );
  return text;
}

async function administrator(client: pg.Client, organisationId: string): Promise<string> {
  const id = randomUUID();
  await client.query(
    `insert into person (id, organisation_id, email, name, role) values ($1, $2, 'root@secretariat.example', 'root', 'alliance-admin')`,
    [id, organisationId],
  );
  const session = newSessionToken();
  await client.query(
    // used only when all is over, and not idle till then
    `insert into session (token_hash, id, person_id, second_factor, expires_at, seen_at)
     values ($1, $2, $3, true, now() + interval '12 hours', now() + interval '12 hours')`,
    [sha256(session.text), session.id, id],
  );
  return `__Host-tocsin=${session.text}`;
}
