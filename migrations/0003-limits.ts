import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What bounds guessing and flooding, shared by all hub processes; and indexes for who looks credentials up. */
export class Limits1700000000003 implements MigrationInterface {
  name = 'Limits1700000000003';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table rate_limit (
        key text primary key,
        points integer not null,
        until timestamptz not null
      );
      create index rate_limit_until on rate_limit (until);
      comment on table rate_limit is 'Points taken in the window that ends at until; times are the database''s, so a process with a wrong clock opens no limit';

      create index session_expires on session (expires_at);
      create index invitation_organisation on invitation (organisation_id);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
