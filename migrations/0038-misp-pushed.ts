import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A MISP that pushes asks which of its events are here, and in which state. */
export class MispPushed1700000000038 implements MigrationInterface {
  name = 'MispPushed1700000000038';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table misp_pushed (
        organisation_id uuid not null references organisation,
        event uuid not null,
        changed bigint not null,
        primary key (organisation_id, event)
      );
      comment on column misp_pushed.changed is 'Seconds since the epoch: the latest state that was taken';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
