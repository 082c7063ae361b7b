import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { Fault, type Viewer } from '../../kernel/index.js';
import { ApiKey } from '../key/api-key.entity.js';
import { Organisation } from '../organisation/organisation.entity.js';
import { Person } from '../person/person.entity.js';
import type { MeAnswer } from './me-bodies.js';

/** Tells a credential what it stands for. */
@Injectable()
export class WhoAmI {
  constructor(
    @InjectRepository(Organisation) private readonly organisations: Repository<Organisation>,
    @InjectRepository(Person) private readonly people: Repository<Person>,
    @InjectRepository(ApiKey) private readonly keys: Repository<ApiKey>,
  ) {}

  async of(viewer: Viewer): Promise<MeAnswer> {
    const { credential, organisationId, personId, role, scopes, ceiling } = viewer;
    if (credential.kind === 'anonymous' || credential.kind === 'hub') throw new Fault('unauthorized');
    if (credential.kind === 'session' && !role) throw new Fault('mfa_required');
    const organisation = await this.organisations.findOneByOrFail({ id: organisationId });
    const person = personId === undefined ? undefined : await this.people.findOneByOrFail({ id: personId });
    const key = credential.kind === 'key' ? await this.keys.findOneByOrFail({ id: credential.id }) : undefined;
    return {
      credential: credential.kind,
      organisation: { id: organisation.id, name: organisation.name, short_name: organisation.shortName },
      scopes: [...scopes],
      ceiling,
      ...(key && { key: { id: key.id, name: key.name, expires_at: key.expiresAt?.toISOString() ?? null } }),
      ...(person && {
        person: {
          id: person.id,
          email: person.email,
          name: person.name,
          role: person.role,
          second_factor: person.totpConfirmed,
          preferences: person.preferences,
        },
      }),
    };
  }
}
