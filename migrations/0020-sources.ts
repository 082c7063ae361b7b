import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Remote sources: what organisations have the hub pull, and how that goes. */
export class Sources1700000000020 implements MigrationInterface {
  name = 'Sources1700000000020';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table source (
        id uuid primary key,
        organisation_id uuid not null references organisation (id),
        kind text not null check (kind in ('taxii', 'misp-feed', 'misp')),
        name text not null,
        url text not null,
        auth text not null check (auth in ('none', 'basic', 'bearer', 'key')),
        credentials bytea,
        tlp smallint not null check (tlp between 0 and 3),
        audience text,
        every_s integer not null check (every_s > 0),
        paused boolean not null default false,
        created_by uuid not null references person (id),
        created_at timestamptz not null default now(),
        position text,
        state text not null default 'waiting' check (state in ('waiting', 'ok', 'failing')),
        error text,
        failures integer not null default 0,
        tried_at timestamptz,
        succeeded_at timestamptz,
        next_at timestamptz not null default now(),
        claim uuid,
        claimed_until timestamptz,
        created bigint not null default 0,
        updated bigint not null default 0,
        known bigint not null default 0,
        refused bigint not null default 0
      );
      comment on column source.credentials is 'Sealed, bound to the id';
      comment on column source.tlp is 'What comes from it has this label at least';
      comment on column source.audience is 'JSON; whom what comes from it goes to at most; null: all members';
      comment on column source.position is 'JSON: up to where it was taken; written in the transaction that takes what is before it';
      comment on column source.claim is 'The turn that a process has, until claimed_until; whoever changes the source ends it';
      create index source_organisation on source (organisation_id);
      create index source_due on source (next_at) where not paused;

      create table source_object (
        organisation_id uuid not null references organisation (id),
        id text not null,
        origin bytea not null,
        primary key (organisation_id, id)
      );
      comment on table source_object is 'Which remote brought an object of the organisation: that one alone may change it';
      comment on column source_object.origin is 'SHA-256 of what kind of source it is and of its URL: the same when it is removed and added again';

      create table source_event (
        source_id uuid not null references source (id) on delete cascade,
        uuid uuid not null,
        stamp text not null,
        primary key (source_id, uuid)
      );
      comment on table source_event is 'MISP events that were taken';
      comment on column source_event.stamp is 'Its times when it was taken: it is taken again when they are others';

      create table source_refusal (
        no bigint generated always as identity primary key,
        source_id uuid not null references source (id) on delete cascade,
        at timestamptz not null default clock_timestamp(),
        place text not null,
        object text,
        code text not null,
        reason text not null
      );
      create index source_refusal_latest on source_refusal (source_id, no desc);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
