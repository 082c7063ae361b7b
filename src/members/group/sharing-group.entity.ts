import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A set of organisations that share among themselves. That it exists is its members' secret. */
@Entity('sharing_group')
export class SharingGroup {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  name: string;

  @Column('text')
  description: string;

  /** `joining`: a member sees what came after it joined; `full`: all of it. */
  @Column('text')
  history: 'joining' | 'full';

  @Column('text')
  status: 'active' | 'closed';

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}

@Entity('sharing_group_member')
export class SharingGroupMember {
  @PrimaryColumn('uuid', { name: 'group_id' })
  groupId: string;

  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('timestamptz', { name: 'joined_at' })
  joinedAt: Date;
}
