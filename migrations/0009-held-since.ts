import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Since when an audience has known an object, and since when those have who came along from another audience, are two
 * things: the second says something only to readers who are in that other audience, too. Older entries have both in
 * `since_seq`.
 */
export class HeldSince1700000000009 implements MigrationInterface {
  name = 'HeldSince1700000000009';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table entry add column held_since bigint;
      comment on column entry.since_seq is 'The seq from which this audience has known the object';
      comment on column entry.held_since is 'The earlier seq from which an audience that the object came from has known it';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
