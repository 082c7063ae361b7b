import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By what an organisation's objects were handed in, for its own people. */
export class Submissions1700000000032 implements MigrationInterface {
  name = 'Submissions1700000000032';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table submission (
        first_seq bigint primary key,
        last_seq bigint not null check (last_seq >= first_seq),
        door text not null,
        key_id text,
        person_id uuid,
        import_id uuid,
        source_id uuid
      );
      comment on table submission is 'What stored versions: those numbered from first_seq to last_seq. By which key or person, and for which import or source';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
