import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was changed lately though it was first shared long ago: MISP is told of the days that it was shared on. */
export class ChangedLater1700000000033 implements MigrationInterface {
  name = 'ChangedLater1700000000033';

  async up(db: QueryRunner): Promise<void> {
    await db.query('create index entry_changed on entry (audience_id, seq) include (object_no) where seq <> object_no');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
