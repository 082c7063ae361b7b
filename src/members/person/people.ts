import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { Fault, type Role, type Viewer } from '../../kernel/index.js';
import type { Sql } from '../../platform/index.js';
import { assertAdministered, assertOrganisationAdministered } from '../last-admin.js';
import { asPerson, type PersonViewer } from '../member.js';
import { ADMINISTRATORS, isAbove } from '../role.js';
import { type Change, Rights } from '../rights.js';
import { endSessions } from '../session/sessions.js';
import { type PersonAnswer, type PersonChanges, presentPerson } from './person-bodies.js';
import { Person, type PersonStatus } from './person.entity.js';

/** A person's row as it stands in the transaction that changes it. */
export interface Managed {
  readonly id: string;
  readonly organisation_id: string;
  readonly email: string;
  readonly role: Role;
  readonly status: PersonStatus;
}

/** People, as their organisation's administrators and the alliance's see and manage them. */
@Injectable()
export class People {
  constructor(
    @InjectRepository(Person) private readonly repository: Repository<Person>,
    private readonly rights: Rights,
  ) {}

  async list(viewer: Viewer, organisationId?: string): Promise<PersonAnswer[]> {
    const own = reachOf(asPerson(viewer));
    if (own && organisationId && own !== organisationId) throw new Fault('not_found');
    const within = own ?? organisationId;
    const people = await this.repository.find({
      where: within ? { organisationId: within } : {},
      order: { name: 'ASC', id: 'ASC' },
    });
    return people.map(presentPerson);
  }

  async get(viewer: Viewer, id: string): Promise<PersonAnswer> {
    const own = reachOf(asPerson(viewer));
    const person = await this.repository.findOneBy({ id, ...(own && { organisationId: own }) });
    if (!person) throw new Fault('not_found');
    return presentPerson(person);
  }

  /**
   * Name, role, status; why stands in the audit record. Whoever is suspended is signed out everywhere. Fault: `last_admin`,
   * also for the last of an organisation that is active.
   */
  async amend(viewer: Viewer, id: string, changes: PersonChanges): Promise<PersonAnswer> {
    await this.rights.change(async (change) => {
      const { sql, record } = change;
      const { reason, ...fields } = changes;
      const { role } = fields;
      const person = await manage(sql, asPerson(viewer), id);
      if (role && isAbove(role, asPerson(viewer).role)) throw new Fault('forbidden', 'The role is above your own.');
      await sql.query(
        `update person set name = coalesce($2, name), role = coalesce($3, role), status = coalesce($4, status),
           updated_at = now() where id = $1`,
        [id, changes.name, role, changes.status],
      );
      await assertAdministered(sql);
      if (isAdministrator(person)) await assertOrganisationAdministered(sql, person.organisation_id);
      if (changes.status === 'suspended') await endSessions(sql, id);
      const { organisation_id: organisationId } = person;
      const was = { role: person.role, status: person.status };
      const now = { ...(role && { role }), ...(changes.status && { status: changes.status }) };
      record({
        action: 'person.amend',
        viewer,
        organisationId,
        detail: { person: id, fields: Object.keys(fields), was, now, ...(reason && { reason }) },
      });
    });
    return this.get(viewer, id);
  }

  /** For who lost the telephone: takes the second factor away and ends all sessions. */
  async removeSecondFactor(viewer: Viewer, id: string): Promise<void> {
    await this.rights.change(async ({ sql, record }: Change) => {
      const { organisation_id: organisationId } = await manageOther(sql, asPerson(viewer), id);
      await sql.query(
        `update person set totp_secret = null, totp_confirmed = false, totp_step = 0, updated_at = now() where id = $1`,
        [id],
      );
      await endSessions(sql, id);
      record({ action: 'person.totp.remove', viewer, organisationId, detail: { person: id } });
    });
  }
}

const isAdministrator = ({ role, status }: Managed): boolean =>
  status === 'active' && ADMINISTRATORS.role.some((one) => one === role);

/** The organisation that an administrator is bound to; undefined for the alliance's. */
export function reachOf(viewer: PersonViewer): string | undefined {
  return viewer.role === 'alliance-admin' ? undefined : viewer.organisationId;
}

/**
 * Locks a person's row for a change by `viewer`. People of other organisations do not exist for him; those whose role is
 * above his own are not his to change.
 */
async function manage(sql: Sql, viewer: PersonViewer, id: string): Promise<Managed> {
  const { rows } = await sql.query<Managed>(
    'select id, organisation_id, email, role, status from person where id = $1 for update',
    [id],
  );
  const person = rows[0];
  const own = reachOf(viewer);
  if (!person || (own && person.organisation_id !== own)) throw new Fault('not_found');
  if (isAbove(person.role, viewer.role)) throw new Fault('forbidden', 'The person’s role is above your own.');
  return person;
}

/** As {@link manage}, for what lets somebody in: a stolen session must not give its holder a way around the password. */
export async function manageOther(sql: Sql, viewer: PersonViewer, id: string): Promise<Managed> {
  if (id === viewer.personId)
    throw new Fault('forbidden', 'Your own password and second factor are changed under /me.');
  return manage(sql, viewer, id);
}
