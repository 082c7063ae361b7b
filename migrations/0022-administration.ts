import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What administrators ask for: when somebody was here last, and webhooks that rest for a while. */
export class Administration1700000000022 implements MigrationInterface {
  name = 'Administration1700000000022';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table person add column signed_in_at timestamptz;
      comment on column person.signed_in_at is 'When a session of theirs was last opened, both proofs given';
      update person p set signed_in_at = s.at from (
        select person_id, max(created_at) as at from session where second_factor group by person_id
      ) s where s.person_id = p.id;

      alter table webhook drop constraint webhook_state_check;
      alter table webhook add constraint webhook_state_check
        check (state in ('ok', 'retrying', 'failing', 'stopped', 'paused'));
      comment on column webhook.state is
        'failing: given up until somebody says so; stopped: its organisation has no rights now; paused: by an administrator';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
