import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people are mailed of advisories: one notice a person and occasion, each in one mail, which is sent at most once. */
export class Notices1700000000012 implements MigrationInterface {
  name = 'Notices1700000000012';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table advisory_step add column noticed boolean not null default false;
      comment on column advisory_step.noticed is 'Notices were made of it, or it is too old for that';
      create index advisory_step_unnoticed on advisory_step (at) where not noticed;

      create table notice_preference (
        person_id uuid primary key references person (id),
        publication text not null check (publication in ('instant', 'digest', 'off')),
        review text not null check (review in ('instant', 'digest', 'off')),
        signature text not null check (signature in ('instant', 'digest', 'off')),
        reminder text not null check (reminder in ('instant', 'digest', 'off'))
      );

      create table mail (
        id uuid primary key,
        person_id uuid not null references person (id),
        digest boolean not null,
        state text not null default 'waiting' check (state in ('waiting', 'taken', 'sent', 'dropped', 'failed', 'unknown')),
        due_at timestamptz not null,
        tries integer not null default 0,
        error text,
        changed_at timestamptz not null default clock_timestamp()
      );
      comment on table mail is 'What is said in it is put together when it is sent, from its notices';
      comment on column mail.state is 'taken: a process is about to hand it over, and no other ever will; dropped: nothing was left to say; failed: refused for good; unknown: perhaps handed over';
      create index mail_due on mail (due_at) where state = 'waiting';
      create index mail_taken on mail (changed_at) where state = 'taken';
      create index mail_troubled on mail (changed_at) where state in ('failed', 'unknown') or (state = 'waiting' and tries > 0);
      create index mail_done on mail (changed_at) where state not in ('waiting', 'taken');

      create table notice (
        person_id uuid not null references person (id),
        advisory_id text not null references advisory (id),
        kind text not null check (kind in ('publication', 'withdrawal', 'review', 'signature', 'quote', 'reminder', 'overdue')),
        occasion text not null,
        version integer not null,
        mail_id uuid not null references mail (id) on delete cascade,
        at timestamptz not null default clock_timestamp(),
        primary key (person_id, advisory_id, kind, occasion)
      );
      comment on column notice.occasion is 'What happened, so that a person is told of it once, whoever looks how often';
      create index notice_mail on notice (mail_id);

      create table notice_deadline (
        advisory_id text primary key references advisory (id),
        version integer not null,
        acknowledge_by timestamptz not null,
        next_at timestamptz not null
      );
      comment on table notice_deadline is 'Published advisories whose readers are still to be reminded, and when next';
      create index notice_deadline_next on notice_deadline (next_at);

      create function mail_of_another_history() returns trigger language plpgsql as $$
        begin
          update mail set state = 'unknown', error = 'restored', changed_at = clock_timestamp()
            where state = 'taken' or (state = 'waiting' and (tries > 0 or due_at <= clock_timestamp()));
          update advisory_step set noticed = true where not noticed;
          delete from notice_deadline where acknowledge_by <= clock_timestamp();
          update notice_deadline set next_at = acknowledge_by where next_at <= clock_timestamp();
          return null;
        end $$;
      create trigger mail_of_another_history after update of epoch on head for each row
        when (old.epoch is distinct from new.epoch) execute function mail_of_another_history();
      comment on function mail_of_another_history is 'After a restore: what was due may have been mailed in what was lost, and nothing is mailed twice';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
