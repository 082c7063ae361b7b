import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Advisories while they are being written, reviewed and signed, and what those whom they were published to answer. What
 * is published stands in the log alone.
 */
export class Advisories1700000000010 implements MigrationInterface {
  name = 'Advisories1700000000010';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table signing_key (
        id text primary key,
        organisation_id uuid not null references organisation (id),
        public_key bytea not null check (length(public_key) = 32),
        sealed bytea,
        created_by uuid references person (id),
        created_at timestamptz not null default now(),
        retired_at timestamptz,
        revoked_at timestamptz
      );
      comment on column signing_key.sealed is 'The private key, sealed; null: its organisation keeps it';
      comment on column signing_key.revoked_at is 'From when nothing that it signed counts; what was published before stays as it is';
      create index signing_key_organisation on signing_key (organisation_id);

      create table advisory (
        id text primary key,
        organisation_id uuid not null references organisation (id),
        state text not null check (state in ('draft', 'review', 'signing', 'published', 'withdrawn', 'discarded')),
        version integer not null default 1 check (version >= 1),
        published_version integer not null default 0,
        revision integer not null default 1,
        nonce bytea not null,
        quorum integer not null default 0 check (quorum >= 0),
        publish_at timestamptz,
        acknowledge_by timestamptz,
        release_by text,
        held text,
        tlp smallint not null check (tlp between 0 and 4),
        readers uuid[] not null default '{}',
        text_hash bytea,
        issued text,
        companions text[] not null default '{}',
        created_at timestamptz not null default now(),
        changed_at timestamptz not null default now(),
        published_at timestamptz
      );
      comment on column advisory.version is 'The version at work; once it is published, that one';
      comment on column advisory.nonce is 'Opens the commitment to the audience';
      comment on column advisory.release_by is 'For whom the hub publishes it when its time has come; null: nobody asked for it yet';
      comment on column advisory.held is 'Why it was not published when its time had come';
      comment on column advisory.readers is 'The people that a TLP:RED advisory names: nobody else works on it';
      comment on column advisory.text_hash is 'SHA-256 of the canonical text that is to be signed; null until signatures are called for';
      comment on column advisory.issued is 'JSON: the report as it will be published, what comes along, and whom it goes to; goes with text_hash';
      comment on column advisory.companions is 'Ids of the objects that were published along with it';
      create index advisory_organisation on advisory (organisation_id, changed_at);
      create index advisory_due on advisory (publish_at) where state = 'signing' and release_by is not null;

      create table advisory_participant (
        advisory_id text not null references advisory (id),
        organisation_id uuid not null references organisation (id),
        part text not null check (part in ('lead', 'author', 'signer')),
        signs boolean not null default false,
        primary key (advisory_id, organisation_id)
      );
      create index advisory_participant_organisation on advisory_participant (organisation_id, advisory_id);

      create table advisory_revision (
        advisory_id text not null references advisory (id),
        revision integer not null,
        version integer not null,
        text text not null,
        organisation_id uuid not null,
        author text not null,
        autosaved boolean not null default false,
        at timestamptz not null default clock_timestamp(),
        primary key (advisory_id, revision)
      );

      create table advisory_comment (
        id uuid primary key,
        advisory_id text not null references advisory (id),
        parent_id uuid references advisory_comment (id),
        revision integer not null,
        passage text,
        body text not null,
        organisation_id uuid not null,
        author text not null,
        at timestamptz not null default clock_timestamp(),
        resolved_at timestamptz,
        resolved_by text
      );
      create index advisory_comment_advisory on advisory_comment (advisory_id, at);

      create table co_signature (
        id uuid primary key,
        advisory_id text not null references advisory (id),
        version integer not null,
        revision integer not null,
        text_hash bytea not null,
        organisation_id uuid not null references organisation (id),
        key_id text not null references signing_key (id),
        signed_at text not null,
        signature text not null unique,
        author text not null,
        at timestamptz not null default clock_timestamp(),
        voided_at timestamptz,
        void_reason text
      );
      create unique index co_signature_standing on co_signature (advisory_id, version, organisation_id) where voided_at is null;

      create table advisory_quote (
        advisory_id text not null references advisory (id),
        object_id text not null,
        organisation_id uuid not null references organisation (id),
        audience_key text not null,
        ask uuid not null default gen_random_uuid(),
        asked_at timestamptz not null default clock_timestamp(),
        answer text check (answer in ('approved', 'refused')),
        answered_by text,
        answered_at timestamptz,
        primary key (advisory_id, object_id, organisation_id)
      );
      comment on table advisory_quote is 'What an advisory quotes that its audience may not all see, asked of who said it';
      create index advisory_quote_organisation on advisory_quote (organisation_id) where answer is null;

      create table advisory_step (
        advisory_id text not null references advisory (id),
        number integer not null,
        at timestamptz not null default clock_timestamp(),
        step text not null,
        version integer not null,
        organisation_id uuid,
        author text not null,
        detail text not null default '{}',
        primary key (advisory_id, number)
      );

      create table acknowledgement (
        advisory_id text not null,
        organisation_id uuid not null references organisation (id),
        number integer not null,
        version integer not null,
        answer text not null check (answer in ('received', 'acting', 'not-affected', 'fixed')),
        note text not null default '',
        deadline timestamptz,
        author text not null,
        at timestamptz not null default clock_timestamp(),
        primary key (advisory_id, organisation_id, number)
      );

      create index object_report on object (audience_id, (-no)) where type = 'report';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
