import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an organisation begins its advisories with; when the hub last tried to publish one at its time; and steps of versions that came to nothing. */
export class Templates1700000000011 implements MigrationInterface {
  name = 'Templates1700000000011';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table advisory_template (
        id uuid primary key,
        organisation_id uuid not null references organisation (id),
        name text not null,
        revision integer not null default 1,
        text text not null,
        changed_by text not null,
        changed_at timestamptz not null default clock_timestamp(),
        unique (organisation_id, name)
      );
      comment on column advisory_template.text is 'JSON: an advisory of which anything may be missing';

      alter table advisory add column tried_at timestamptz;
      alter table advisory_step add column given_up boolean not null default false;
      comment on column advisory_step.given_up is 'Of a version that came to nothing, perhaps among others than those who work on it now';
      comment on column advisory.tried_at is 'When publishing it at its time last failed: others are tried before it';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
