import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Members are objects of the log: those that are there are introduced once. */
export class Introductions1700000000035 implements MigrationInterface {
  name = 'Introductions1700000000035';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table organisation add column introduce boolean not null default false;
      comment on column organisation.introduce is 'Its identity is to be shared, for the first time or anew';
      update organisation set introduce = true where status in ('proposed', 'active', 'suspended');
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
