import { Injectable } from '@nestjs/common';
import { Fault, type Viewer } from '../kernel/index.js';
import { Database } from '../platform/index.js';
import { KeyCredentials } from './key-credentials.js';

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
  constructor(
    private readonly database: Database,
    private readonly keys: KeyCredentials,
  ) {}

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
}
