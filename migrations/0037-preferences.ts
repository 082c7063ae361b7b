import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a person chose of the console is the same in every browser. */
export class Preferences1700000000037 implements MigrationInterface {
  name = 'Preferences1700000000037';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table person add column preferences jsonb not null default '{}';
      comment on column person.preferences is 'Of the console: times, language, keys';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
