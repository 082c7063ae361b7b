import { Column, Entity, PrimaryColumn } from 'typeorm';

export const ORGANISATION_STATUSES = ['proposed', 'active', 'suspended', 'withdrawn'] as const;
export type OrganisationStatus = (typeof ORGANISATION_STATUSES)[number];

/** Whom to reach, and how. */
export interface Contact {
  role: string;
  name?: string | undefined;
  email?: string | undefined;
  phone?: string | undefined;
  pgp_fingerprint?: string | undefined;
}

/** A member of the alliance, or one that is to become it. */
@Entity('organisation')
export class Organisation {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  name: string;

  @Column('text', { name: 'short_name' })
  shortName: string;

  /** ISO 3166-1 alpha-3. */
  @Column('text')
  country: string;

  @Column('text', { array: true })
  blocs: string[];

  @Column('text')
  type: string;

  @Column('jsonb')
  contacts: Contact[];

  @Column('text')
  status: OrganisationStatus;
}
