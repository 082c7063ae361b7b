import type { MigrationInterface, QueryRunner } from 'typeorm';

/** CSAF: documents that are provided, made once; where imported ones come from; providers that are asked for more. */
export class Csaf1700000000013 implements MigrationInterface {
  name = 'Csaf1700000000013';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table csaf_key (
        one boolean primary key default true check (one),
        fingerprint text not null,
        public_key text not null,
        sealed bytea not null,
        created_at timestamptz not null default now()
      );
      comment on table csaf_key is 'The OpenPGP key that documents are signed with: armored, the private key sealed';

      create table csaf_document (
        seq bigint not null,
        csaf_version text not null,
        advisory_id text not null,
        file_name text not null,
        year integer not null,
        title text not null,
        published text not null,
        updated text not null,
        body bytea,
        sha256 bytea,
        sha512 bytea,
        signature text,
        refused text,
        made_at timestamptz not null default now(),
        primary key (seq, csaf_version),
        check ((body is null) = (refused is not null))
      );
      comment on column csaf_document.seq is 'The version of the report that it was made of: who may see that may see this';
      comment on column csaf_document.refused is 'Why there is none';
      create index csaf_document_file on csaf_document (file_name);
      create index object_report_seq on object (seq) where type = 'report';

      create table csaf_provider (
        id uuid primary key,
        organisation_id uuid not null references organisation (id),
        url text not null,
        fingerprint text not null,
        tlp smallint not null check (tlp between 0 and 3),
        audience text,
        created_by uuid not null references person (id),
        created_at timestamptz not null default now(),
        state text not null default 'new' check (state in ('new', 'ok', 'failing')),
        error text,
        looked_at timestamptz,
        next_at timestamptz not null default now(),
        claimed_until timestamptz,
        unique (organisation_id, url)
      );
      comment on column csaf_provider.tlp is 'What comes from it has this label at least';
      comment on column csaf_provider.claimed_until is 'Until when the process that is asking it has it for itself';
      create index csaf_provider_due on csaf_provider (next_at);

      create table csaf_provider_file (
        provider_id uuid not null references csaf_provider (id) on delete cascade,
        url text not null,
        updated text not null,
        outcome text not null check (outcome in ('imported', 'unchanged', 'refused')),
        detail text,
        at timestamptz not null default now(),
        primary key (provider_id, url)
      );
      comment on column csaf_provider_file.updated is 'What the provider said of its last change when it was taken';

      create table csaf_origin (
        organisation_id uuid not null references organisation (id),
        source text not null,
        namespace text not null,
        tracking_id text not null,
        advisory_id text,
        tracking_version text,
        sha256 bytea,
        publisher text not null default '',
        csaf_version text not null default '',
        source_url text,
        signed_by text,
        lost text not null default '[]',
        advisory_version integer,
        imported_at timestamptz,
        claimed_until timestamptz,
        primary key (organisation_id, source, namespace, tracking_id)
      );
      comment on table csaf_origin is 'Documents that organisations imported, and the advisories that were made of them';
      comment on column csaf_origin.source is 'Fingerprint of the key that is pinned for the provider it was pulled from; empty: handed in';
      comment on column csaf_origin.signed_by is 'Fingerprint of the OpenPGP key whose signature was checked; null: none was';
      comment on column csaf_origin.advisory_version is 'The version of the advisory that was begun for the document';
      create index csaf_origin_advisory on csaf_origin (advisory_id);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
