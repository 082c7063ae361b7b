import { Injectable } from '@nestjs/common';
import { Fault, type Tlp, type Viewer } from '../kernel/index.js';
import { Database, Pulse } from '../platform/index.js';
import { KeyCredentials } from './key-credentials.js';
import { Standing } from './standing.js';

/** For whom the hub does something later: `person:<id>` or `key:<id>` of an organisation. */
export interface Principal {
  readonly organisationId: string;
  readonly by: string;
}

/**
 * What the hub does at its time for somebody who asked for it before and may have signed out since, such as publishing at
 * the end of an embargo. Good for as long as that person could still sign in, or that key is still good.
 */
@Injectable()
export class Errands {
  private readonly organisations: Standing<{ status: string }>;

  constructor(
    private readonly database: Database,
    private readonly keys: KeyCredentials,
    pulse: Pulse,
  ) {
    this.organisations = new Standing(pulse, (id) => this.statusOf(id));
  }

  /** The hub for an organisation as such, as a key of its own with this scope would be. Good for as long as the organisation is. */
  ofOrganisation(
    errand: string,
    organisationId: string,
    ceiling: Exclude<Tlp, 'red'>,
    scope: 'feed' | 'submit' = 'feed',
  ): Viewer {
    return {
      credential: { kind: 'hub', id: errand },
      principal: `organisation:${organisationId}`,
      organisationId,
      scopes: new Set([scope]),
      ceiling,
      address: '',
    };
  }

  /** The hub on somebody's behalf. `errand` names what it is about, for the audit record. */
  viewer(errand: string, { organisationId, by }: Principal): Viewer {
    const [kind, id = ''] = by.split(':');
    const known = { organisationId, scopes: new Set(['submit'] as const), address: '' };
    return kind === 'key'
      ? {
          credential: { kind: 'key', id },
          principal: `organisation:${organisationId}`,
          ceiling: 'amber+strict',
          ...known,
        }
      : { credential: { kind: 'hub', id: errand }, principal: `person:${id}`, personId: id, ceiling: 'red', ...known };
  }

  /** The same as it stands now. Throws what ended it: `organisation_suspended`, `credential_revoked`. */
  async renew(viewer: Viewer): Promise<Viewer> {
    if (viewer.credential.kind === 'key') return this.keys.renew(viewer);
    if (viewer.personId === undefined) {
      const organisation = await this.organisations.of(viewer.organisationId);
      if (organisation?.status !== 'active') throw new Fault('organisation_suspended');
      return viewer;
    }
    const { rows } = await this.database.auth.query<{ organisation: string; person: string; role: string }>(
      `select o.status as organisation, p.status as person, p.role from person p join organisation o on o.id = p.organisation_id
       where p.id = $1 and p.organisation_id = $2`,
      [viewer.personId, viewer.organisationId],
    );
    const row = rows[0];
    if (!row || row.person !== 'active' || row.role === 'reader') throw new Fault('credential_revoked');
    if (row.organisation !== 'active') throw new Fault('organisation_suspended');
    return viewer;
  }

  private async statusOf(id: string): Promise<{ status: string } | undefined> {
    const { rows } = await this.database.auth.query<{ status: string }>(
      'select status from organisation where id = $1',
      [id],
    );
    return rows[0];
  }
}
