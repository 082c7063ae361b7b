import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Organisations, people, groups, credentials; the head row that orders everything; the audit log. */
export class Members1700000000001 implements MigrationInterface {
  name = 'Members1700000000001';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table head (
        one boolean primary key default true check (one),
        seq bigint not null default 0,
        stamp timestamptz not null default 'epoch',
        authority bigint not null default 1,
        epoch uuid not null default gen_random_uuid(),
        cluster text not null default '',
        floor bigint not null default 0
      );
      insert into head default values;
      comment on table head is 'One row, locked first by whoever changes anything: seq numbers the log, authority counts changes of rights, epoch names the history (new after a restore), floor is the oldest seq a cursor may stand at';

      create table organisation (
        id uuid primary key,
        name text not null check (length(name) between 1 and 200),
        short_name text not null unique check (short_name ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(short_name) <= 40),
        country text not null check (country ~ '^[A-Z]{3}$'),
        blocs text[] not null default '{}',
        type text not null default 'national-cert',
        contacts jsonb not null default '[]',
        status text not null default 'proposed' check (status in ('proposed', 'active', 'suspended', 'withdrawn')),
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );

      create table person (
        id uuid primary key,
        organisation_id uuid not null references organisation (id),
        email text not null unique,
        name text not null check (length(name) between 1 and 200),
        role text not null check (role in ('reader', 'analyst', 'org-admin', 'alliance-admin')),
        status text not null default 'active' check (status in ('active', 'suspended')),
        password_hash text,
        totp_secret bytea,
        totp_confirmed boolean not null default false,
        totp_step bigint not null default 0,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );
      create index person_organisation on person (organisation_id);

      create table invitation (
        token_hash bytea primary key,
        id uuid not null unique,
        purpose text not null check (purpose in ('join', 'reset')),
        organisation_id uuid not null references organisation (id),
        person_id uuid references person (id),
        email text not null,
        role text not null check (role in ('reader', 'analyst', 'org-admin', 'alliance-admin')),
        invited_by uuid,
        created_at timestamptz not null default now(),
        expires_at timestamptz not null,
        used_at timestamptz
      );

      create table session (
        token_hash bytea primary key,
        id uuid not null unique,
        person_id uuid not null references person (id),
        second_factor boolean not null,
        totp_failures integer not null default 0,
        created_at timestamptz not null default now(),
        seen_at timestamptz not null default now(),
        expires_at timestamptz not null,
        address text not null default '',
        user_agent text not null default ''
      );
      create index session_person on session (person_id);

      create table api_key (
        id text primary key,
        organisation_id uuid not null references organisation (id),
        name text not null check (length(name) between 1 and 100),
        kind text not null check (kind in ('member', 'constituent')),
        secret_hash bytea not null,
        scopes text[] not null,
        ceiling smallint not null check (ceiling between 0 and 3),
        cidrs cidr[] not null default '{}',
        expires_at timestamptz,
        revoked_at timestamptz,
        rotated_to text references api_key (id),
        created_by uuid references person (id),
        created_at timestamptz not null default now(),
        last_used_at timestamptz
      );
      create index api_key_organisation on api_key (organisation_id);

      create table sharing_group (
        id uuid primary key,
        name text not null check (length(name) between 1 and 100),
        description text not null default '',
        history text not null default 'joining' check (history in ('joining', 'full')),
        status text not null default 'active' check (status in ('active', 'closed')),
        created_at timestamptz not null default now()
      );

      create table sharing_group_member (
        group_id uuid not null references sharing_group (id),
        organisation_id uuid not null references organisation (id),
        from_seq bigint not null,
        joined_seq bigint not null default 0,
        joined_at timestamptz not null default now(),
        primary key (group_id, organisation_id)
      );
      comment on column sharing_group_member.joined_seq is 'The head at joining, whatever the history: from here on the feed brings everything, and a member can prove it';
      comment on column sharing_group_member.from_seq is 'Entries of the group numbered above this are visible: the head at joining, or 0 for full history';

      create table audit_head (
        one boolean primary key default true check (one),
        number bigint not null default 0,
        chain bytea not null default decode(repeat('00', 32), 'hex')
      );
      insert into audit_head default values;

      create table audit_record (
        number bigint primary key,
        at timestamptz not null,
        organisation_id uuid,
        record text not null,
        chain bytea not null
      );
      create index audit_record_organisation on audit_record (organisation_id, number);
      comment on table audit_record is 'record is the JSON that was hashed; chain = sha256(previous chain || sha256(record))';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
