import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a source brought of which MISP event: in a feed, what was deleted is only not there any more. */
export class WholeEvents1700000000034 implements MigrationInterface {
  name = 'WholeEvents1700000000034';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table source_object add column event uuid;
      comment on column source_object.event is 'The MISP event that a feed has it in';
      create index source_object_event on source_object (organisation_id, event) where event is not null;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
