import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The log: objects, their versions, the entries that tell each audience, and what they are searched by. */
export class Exchange1700000000002 implements MigrationInterface {
  name = 'Exchange1700000000002';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create extension if not exists pg_trgm;

      create table audience (
        id integer generated always as identity primary key,
        ref uuid not null unique,
        key text not null unique,
        tlp smallint not null check (tlp between 0 and 4),
        kind text not null check (kind in ('all', 'organisation', 'group', 'list', 'people')),
        group_id uuid references sharing_group (id),
        members uuid[] not null default '{}',
        position bigint not null default 0,
        chain bytea not null default decode(repeat('00', 32), 'hex'),
        check (tlp <> 4 or kind = 'people'),
        check (kind <> 'people' or tlp = 4),
        check (tlp <> 0 or kind = 'all'),
        check ((kind = 'group') = (group_id is not null)),
        check ((kind in ('organisation', 'list', 'people')) = (cardinality(members) > 0))
      );
      comment on table audience is 'Who sees an object version; equal audiences are one row. members: organisation ids, or person ids for people. position and chain: the end of the audience''s ledger';

      create table object (
        no bigint primary key,
        organisation_id uuid not null references organisation (id),
        id text not null,
        type text not null,
        seq bigint not null,
        audience_id integer not null references audience (id),
        position bigint not null,
        fingerprint bytea,
        tlp smallint not null,
        confidence smallint,
        labels text[] not null default '{}',
        created timestamptz not null,
        modified timestamptz not null,
        valid_until timestamptz,
        revoked boolean not null,
        text text not null,
        unique (id, organisation_id)
      );
      comment on column object.no is 'The log number of the object''s first version';
      comment on column object.seq is 'The log number of its current version';
      create unique index object_seq on object (seq);
      create index object_fingerprint on object (organisation_id, fingerprint) where not revoked;
      create index object_audience on object (audience_id, no);
      create index object_text on object using gin (text gin_trgm_ops);

      create table version (
        seq bigint primary key,
        object_no bigint not null,
        modified timestamptz not null,
        body text not null,
        nonce bytea not null
      );
      comment on column version.nonce is 'Blinds the digest of this version in ledgers: goes with the content alone';
      create index version_object on version (object_no, seq);

      create table entry (
        seq bigint not null,
        audience_id integer not null references audience (id),
        position bigint not null,
        op smallint not null check (op between 0 and 3),
        at timestamptz not null,
        object_no bigint not null,
        id text not null,
        type text not null,
        superseded boolean not null default false,
        since_seq bigint not null,
        moved_audience_id integer,
        moved_position bigint,
        moved_chain bytea,
        digest bytea not null,
        chain bytea not null,
        primary key (audience_id, position)
      );
      comment on table entry is 'The ledger of each audience: dense positions and a hash chain. A change of audience has two entries under one seq: a recall where the object was and a create where it is';
      comment on column entry.op is '0 create, 1 update, 2 revoke, 3 recall';
      comment on column entry.since_seq is 'The seq from which this audience has known the object: a reader whose cursor is older never had it';
      create index entry_seq on entry (seq, audience_id, superseded);
      create index entry_object on entry (object_no, seq);

      create table observable (
        object_no bigint not null,
        type text not null,
        value text collate "C" not null,
        hash bigint not null,
        reverse_host text collate "C",
        network inet
      );
      comment on column observable.hash is 'First 8 bytes of sha256(type || 0x00 || value): what exact look-up joins on, since a URL may be too long for an index';
      comment on column observable.reverse_host is 'Host of a domain, URL or e-mail address, labels reversed, with a trailing dot: com.example.www.';
      create index observable_object on observable (object_no);
      create index observable_hash on observable (hash);
      create index observable_value on observable (left(value, 128) collate "C");
      create index observable_reverse_host on observable (reverse_host) where reverse_host is not null;
      create index observable_network on observable using gist (network inet_ops) where network is not null;

      create table idempotency (
        principal text not null,
        key text not null,
        request bytea not null,
        receipt text not null,
        at timestamptz not null,
        primary key (principal, key)
      );
      create index idempotency_at on idempotency (at);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
