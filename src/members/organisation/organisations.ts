import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { Fault, type Viewer } from '../../kernel/index.js';
import type { Sql } from '../../platform/index.js';
import { assertAdministered } from '../last-admin.js';
import { assertMember } from '../member.js';
import { Rights } from '../rights.js';
import type { NewOrganisation, OrganisationAnswer, OrganisationChanges } from './organisation-bodies.js';
import { Organisation, type OrganisationStatus } from './organisation.entity.js';

/** The verbs of an organisation's life: from which states each leads where. A withdrawn organisation stays so. */
const STEPS = {
  activate: { from: ['proposed'], to: 'active' },
  suspend: { from: ['active'], to: 'suspended' },
  reinstate: { from: ['suspended'], to: 'active' },
  withdraw: { from: ['proposed', 'active', 'suspended'], to: 'withdrawn' },
} as const satisfies Record<string, { from: readonly OrganisationStatus[]; to: OrganisationStatus }>;
export type OrganisationStep = keyof typeof STEPS;

/** The members of the alliance. */
@Injectable()
export class Organisations {
  constructor(
    @InjectRepository(Organisation) private readonly repository: Repository<Organisation>,
    private readonly rights: Rights,
  ) {}

  /** Every member sees who the others are. */
  async list(viewer: Viewer): Promise<OrganisationAnswer[]> {
    assertMember(viewer);
    const all = await this.repository.find({ order: { shortName: 'ASC' } });
    return all.map(present);
  }

  async get(viewer: Viewer, id: string): Promise<OrganisationAnswer> {
    assertMember(viewer);
    const organisation = await this.repository.findOneBy({ id });
    if (!organisation) throw new Fault('not_found');
    return present(organisation);
  }

  /** Starts as proposed: its people can't sign in before it is activated. */
  async propose(viewer: Viewer, body: NewOrganisation): Promise<OrganisationAnswer> {
    const id = randomUUID();
    await this.rights.change(async ({ sql, record }) => {
      const { rowCount } = await sql.query(
        `insert into organisation (id, name, short_name, country, blocs, type, contacts, introduce)
         values ($1, $2, $3, $4, $5, $6, $7, true) on conflict (short_name) do nothing`,
        [id, body.name, body.short_name, body.country, body.blocs, body.type, JSON.stringify(body.contacts)],
      );
      if (!rowCount) throw new Fault('conflict', 'An organisation has this short name.', { pointer: '/short_name' });
      record({ action: 'organisation.propose', viewer, organisationId: id, detail: { short_name: body.short_name } });
    });
    return this.get(viewer, id);
  }

  async amend(viewer: Viewer, id: string, body: OrganisationChanges): Promise<OrganisationAnswer> {
    await this.rights.change(async ({ sql, record }) => {
      const { rowCount } = await sql.query(
        `update organisation set introduce = introduce or name <> coalesce($2, name), name = coalesce($2, name), country = coalesce($3, country),
           blocs = coalesce($4, blocs), type = coalesce($5, type), contacts = coalesce($6, contacts), updated_at = now()
         where id = $1`,
        [id, body.name, body.country, body.blocs, body.type, body.contacts && JSON.stringify(body.contacts)],
      );
      if (!rowCount) throw new Fault('not_found');
      record({ action: 'organisation.amend', viewer, organisationId: id, detail: { fields: Object.keys(body) } });
    });
    return this.get(viewer, id);
  }

  /** One step of its life. Suspending and withdrawing end all sessions; keys stop working while it is not active. */
  async step(viewer: Viewer, id: string, step: OrganisationStep, reason: string): Promise<OrganisationAnswer> {
    const { from, to } = STEPS[step];
    await this.rights.change(async ({ sql, record }) => {
      const { rows } = await sql.query<{ status: OrganisationStatus }>(
        'select status from organisation where id = $1 for update',
        [id],
      );
      const status = rows[0]?.status;
      if (!status) throw new Fault('not_found');
      if (!(from as readonly OrganisationStatus[]).includes(status)) {
        throw new Fault('conflict', `The organisation is ${status}.`, { extra: { status } });
      }
      await sql.query('update organisation set status = $2, updated_at = now() where id = $1', [id, to]);
      if (to !== 'active') await this.shut(sql, id, to === 'withdrawn');
      record({ action: `organisation.${step}`, viewer, organisationId: id, detail: { from: status, to, reason } });
    });
    return this.get(viewer, id);
  }

  private async shut(sql: Sql, id: string, forGood: boolean): Promise<void> {
    await assertAdministered(sql);
    await sql.query('delete from session where person_id in (select id from person where organisation_id = $1)', [id]);
    await sql.query('update invitation set used_at = now() where organisation_id = $1 and used_at is null', [id]);
    if (!forGood) return;
    await sql.query('update api_key set revoked_at = now() where organisation_id = $1 and revoked_at is null', [id]);
    await sql.query('delete from sharing_group_member where organisation_id = $1', [id]);
  }
}

function present(organisation: Organisation): OrganisationAnswer {
  const { id, name, shortName, country, blocs, type, contacts, status } = organisation;
  return { id, name, short_name: shortName, country, blocs, type, contacts, status };
}
