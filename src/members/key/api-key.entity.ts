import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Scope } from '../../kernel/index.js';

/** An API key, without its secret: the hash is read where it is checked alone. */
@Entity('api_key')
export class ApiKey {
  @PrimaryColumn('text')
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('text')
  name: string;

  @Column('text')
  kind: 'member' | 'constituent';

  @Column('text', { array: true })
  scopes: Scope[];

  @Column('smallint')
  ceiling: number;

  @Column('cidr', { array: true })
  cidrs: string[];

  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt: Date | null;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt: Date | null;

  @Column('text', { name: 'rotated_to', nullable: true })
  rotatedTo: string | null;

  @Column('uuid', { name: 'created_by', nullable: true })
  createdBy: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'last_used_at', nullable: true })
  lastUsedAt: Date | null;
}
