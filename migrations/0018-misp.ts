import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What came in MISP events, found without a look at what else an audience has. */
export class Misp1700000000018 implements MigrationInterface {
  name = 'Misp1700000000018';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`create index object_misp on object (audience_id, no) where labels @> '{misp:in-event}'::text[]`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
