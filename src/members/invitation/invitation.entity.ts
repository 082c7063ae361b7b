import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from '../../kernel/index.js';

/** A one-time link: to join an organisation, or to set a new password. Its token is kept as a hash, which nobody reads. */
@Entity('invitation')
export class Invitation {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  purpose: 'join' | 'reset';

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('text')
  email: string;

  @Column('text')
  role: Role;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;

  @Column('timestamptz', { name: 'used_at', nullable: true })
  usedAt: Date | null;
}
