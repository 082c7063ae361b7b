import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Fault, type Role, sha256 } from '../../kernel/index.js';
import { Database, type Sql } from '../../platform/index.js';
import { Attempts } from '../proof/attempts.js';
import { Passwords } from '../proof/passwords.js';
import { isAbove } from '../role.js';
import { type Change, Rights } from '../rights.js';
import { endSessions } from '../session/sessions.js';
import type { Acceptance, Accepted, Promised } from './invitation-bodies.js';

interface OpenLink {
  readonly id: string;
  readonly purpose: 'join' | 'reset';
  readonly organisation_id: string;
  readonly organisation: string;
  readonly organisation_name: string;
  readonly person_id: string | null;
  readonly person_name: string | null;
  readonly email: string;
  readonly role: Role;
  readonly inviter_role: Role;
}

/** What is open: not used, not over; its organisation in good standing; its maker still in office and its person still active. */
const OPEN = `
  select i.id, i.purpose, i.organisation_id, o.name || ' ' || o.short_name as organisation, o.name as organisation_name, i.person_id,
    p.name as person_name, i.email, i.role, b.role as inviter_role
  from invitation i join organisation o on o.id = i.organisation_id join person b on b.id = i.invited_by
    left join person p on p.id = i.person_id
  where i.token_hash = $1 and i.used_at is null and i.expires_at > now() and o.status in ('active', 'proposed')
    and b.status = 'active' and (i.purpose = 'join' or p.status = 'active')`;

/** Uses one-time links up. Whatever is wrong with one, the answer is `gone`. */
@Injectable()
export class Acceptances {
  constructor(
    private readonly database: Database,
    private readonly rights: Rights,
    private readonly passwords: Passwords,
    private readonly attempts: Attempts,
  ) {}

  /** What a link is for; it stays as it is. */
  async look(address: string, token: string): Promise<Promised> {
    await this.attempts.fromAddress(address, 'look');
    const { purpose, email, role, organisation_name: organisation } = await find(this.database.auth, sha256(token));
    return { purpose, email, role, organisation };
  }

  async accept(address: string, body: Acceptance): Promise<Accepted> {
    await this.attempts.fromAddress(address);
    const token = sha256(body.token);
    const link = await find(this.database.auth, token);
    const name = body.name ?? link.person_name;
    if (name === null) throw new Fault('invalid', 'A name is required.', { pointer: '/name' });
    const hash = await this.passwords.hash(body.password, [link.email, link.organisation, name]);
    await this.rights.change(async (change) => {
      const { id, purpose, organisation_id: organisationId, email } = await find(change.sql, token);
      await change.sql.query('update invitation set used_at = now() where id = $1', [id]);
      const person = await (purpose === 'join' ? join(change, link, name, hash) : reset(change, link, hash));
      const action = purpose === 'join' ? 'person.join' : 'person.password.reset';
      change.record({ action, address, organisationId, detail: { person, email, invitation: id } });
    });
    await this.attempts.forgive(`password:${link.email}`);
    return { email: link.email, purpose: link.purpose };
  }
}

async function find(sql: Sql, token: Buffer): Promise<OpenLink> {
  const { rows } = await sql.query<OpenLink>(OPEN, [token]);
  const link = rows[0];
  if (!link || isAbove(link.role, link.inviter_role)) throw new Fault('gone');
  return link;
}

/** An address that somebody of another organisation has by now is not told apart from a link that is over. */
async function join({ sql }: Change, link: OpenLink, name: string, hash: string): Promise<string> {
  const id = randomUUID();
  const { rowCount } = await sql.query(
    `insert into person (id, organisation_id, email, name, role, password_hash) values ($1, $2, $3, $4, $5, $6)
     on conflict (email) do nothing`,
    [id, link.organisation_id, link.email, name, link.role, hash],
  );
  if (!rowCount) throw new Fault('gone');
  return id;
}

async function reset({ sql }: Change, link: OpenLink, hash: string): Promise<string> {
  const id = link.person_id;
  if (id === null) throw new Fault('gone');
  await setPassword(sql, id, hash);
  await endSessions(sql, id);
  return id;
}

/** Sets a person's password, and ends the links by which another could be set. */
export async function setPassword(sql: Sql, personId: string, hash: string): Promise<void> {
  await sql.query('update person set password_hash = $2, updated_at = now() where id = $1', [personId, hash]);
  await sql.query('update invitation set used_at = now() where person_id = $1 and used_at is null', [personId]);
}
