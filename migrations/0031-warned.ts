import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What stands on a warninglist is counted at every door, and listed where it was pulled. */
export class Warned1700000000031 implements MigrationInterface {
  name = 'Warned1700000000031';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table import_job add column warned integer not null default 0;
      comment on column import_job.warned is 'Items that were taken, and stand on a warninglist';

      alter table source add column warned bigint not null default 0;
      comment on column source.warned is 'Objects that were taken, and stand on a warninglist';
      alter table source_refusal add column taken boolean not null default false;
      comment on column source_refusal.taken is 'A warning: it was taken, and stands on warninglists, which the reason names';
      drop index source_refusal_latest;
      create index source_refusal_latest on source_refusal (source_id, taken, no desc);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
