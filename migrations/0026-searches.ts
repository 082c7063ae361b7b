import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Saved searches, who watches them, and what they were told of. */
export class Searches1700000000026 implements MigrationInterface {
  name = 'Searches1700000000026';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table saved_search (
        id uuid primary key,
        organisation_id uuid not null references organisation (id),
        person_id uuid not null references person (id),
        name text not null,
        q text not null,
        shared boolean not null,
        created_at timestamptz not null default clock_timestamp()
      );
      comment on column saved_search.q is 'As it was written: 7d stays the last seven days';
      create index saved_search_person on saved_search (person_id);
      create index saved_search_shared on saved_search (organisation_id) where shared;

      create table search_watch (
        id bigint generated always as identity primary key,
        search_id uuid not null references saved_search (id) on delete cascade,
        person_id uuid not null references person (id),
        bell boolean not null,
        mail text not null check (mail in ('none', 'instant', 'hourly', 'daily')),
        paused boolean not null,
        since_seq bigint not null,
        read_seq bigint not null default 0,
        unique (search_id, person_id)
      );
      comment on table search_watch is 'How somebody wants to be told of what a saved search finds';
      comment on column search_watch.since_seq is 'What the log has up to here is not told';
      comment on column search_watch.read_seq is 'What matched up to here has been read';
      create index search_watch_person on search_watch (person_id);

      create table search_match (
        watch_id bigint not null references search_watch (id) on delete cascade,
        object_no bigint not null,
        seq bigint not null,
        at timestamptz not null default clock_timestamp(),
        bell boolean not null,
        to_mail boolean not null,
        mail_id uuid,
        primary key (watch_id, object_no)
      );
      comment on table search_match is 'An object is told once; what of it may be shown is looked at when it is shown';
      comment on column search_match.seq is 'The entry by which it matched';
      comment on column search_match.to_mail is 'Is to go into a mail that is not made yet';
      create index search_match_newest on search_match (watch_id, seq);
      create index search_match_to_mail on search_match (watch_id) where to_mail;
      create index search_match_mail on search_match (mail_id) where mail_id is not null;
      create index search_match_old on search_match (at);

      create table search_mail (
        mail_id uuid not null references mail (id) on delete cascade,
        watch_id bigint not null references search_watch (id) on delete cascade,
        test boolean not null,
        at timestamptz not null default clock_timestamp(),
        primary key (mail_id, watch_id)
      );
      comment on table search_mail is 'Which mails tell of which saved search';
      create index search_mail_watch on search_mail (watch_id, at);

      create table search_cursor (
        one boolean primary key default true check (one),
        position bigint not null,
        revision bigint not null default 1
      );
      comment on column search_cursor.position is 'All the log up to here was held against the searches that are watched; who holds the row moves it';
      comment on column search_cursor.revision is 'Counts what was changed of searches and watches';
      insert into search_cursor (position) select seq from head;

      create function searches_of_another_history() returns trigger language plpgsql as $$
        begin
          update search_match set to_mail = false where to_mail;
          return null;
        end $$;
      create trigger searches_of_another_history after update of epoch on head for each row
        when (old.epoch is distinct from new.epoch) execute function searches_of_another_history();
      comment on function searches_of_another_history is 'After a restore: what was to be mailed may have been, and nothing is mailed twice';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
