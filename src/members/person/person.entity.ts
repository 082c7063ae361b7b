import { Column, Entity, PrimaryColumn, VirtualColumn } from 'typeorm';
import type { Role } from '../../kernel/index.js';
import type { Preferences } from '../me/me-bodies.js';

export type PersonStatus = 'active' | 'suspended';

/** Somebody of an organisation who signs in. What proves it (password, one-time codes) is read where it is checked alone. */
@Entity('person')
export class Person {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('text')
  email: string;

  @Column('text')
  name: string;

  @Column('text')
  role: Role;

  @Column('text')
  status: PersonStatus;

  @Column('boolean', { name: 'totp_confirmed' })
  totpConfirmed: boolean;

  @Column('jsonb')
  preferences: Preferences;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  /** When they signed in, or were last seen in a session that is still kept; null: never. */
  @VirtualColumn({
    type: 'timestamptz',
    query: (person) =>
      `select greatest(${person}.signed_in_at, max(s.seen_at)) from session s where s.person_id = ${person}.id and s.second_factor`,
  })
  lastActiveAt: Date | null;
}
