import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Imports: files that were handed in to be read by and by, how far each is read, and what became of its items. */
export class Imports1700000000016 implements MigrationInterface {
  name = 'Imports1700000000016';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table import_job (
        id uuid primary key,
        organisation_id uuid not null references organisation (id),
        created_by text not null,
        name text not null,
        format text not null,
        options text not null,
        size bigint not null default 0,
        state text not null default 'receiving'
          check (state in ('receiving', 'waiting', 'running', 'done', 'failed', 'cancelled')),
        code text,
        detail text,
        found bigint not null default 0,
        position bigint not null default 0,
        created integer not null default 0,
        updated integer not null default 0,
        unchanged integer not null default 0,
        rejected integer not null default 0,
        notes integer not null default 0,
        red boolean not null default false,
        created_at timestamptz not null default now(),
        changed_at timestamptz not null default now(),
        started_at timestamptz,
        ended_at timestamptz,
        next_at timestamptz not null default now(),
        claim uuid,
        claimed_until timestamptz,
        tries smallint not null default 0
      );
      comment on column import_job.created_by is 'person:<id> or key:<id>: in whose name it is submitted';
      comment on column import_job.found is 'How many of the things that the reader comes upon are done with: where it goes on';
      comment on column import_job.position is 'Bytes that were read for them';
      comment on column import_job.red is 'Something in it is TLP:RED: shown to nobody but who handed it in';
      comment on column import_job.claim is 'Of the process that has it for itself, until claimed_until';
      comment on column import_job.tries is 'Times that it was begun since it last got on';
      create index import_job_list on import_job (organisation_id, created_at desc, id desc);
      create index import_job_due on import_job (next_at) where state in ('waiting', 'running');
      create index import_job_open on import_job (organisation_id) where state in ('receiving', 'waiting', 'running');
      create index import_job_old on import_job (changed_at);

      create table import_chunk (
        job_id uuid not null references import_job (id) on delete cascade,
        no integer not null,
        bytes bytea not null,
        primary key (job_id, no)
      );
      comment on table import_chunk is 'Files, as long as they are needed';
      alter table import_chunk alter column bytes set storage external;

      create table import_outcome (
        job_id uuid not null references import_job (id) on delete cascade,
        found bigint not null,
        lines text not null,
        primary key (job_id, found)
      );
      comment on table import_outcome is 'What became of items, as lines of CSV, written with the items';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
