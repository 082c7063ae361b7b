import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A person's open session, as he sees it himself. Its token's hash is read where it is checked alone. */
@Entity('session')
export class Session {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  @Column('boolean', { name: 'second_factor' })
  secondFactor: boolean;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'seen_at' })
  seenAt: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;

  @Column('text')
  address: string;

  @Column('text', { name: 'user_agent' })
  userAgent: string;
}
