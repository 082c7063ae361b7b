import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from '../../kernel/index.js';

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

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}
