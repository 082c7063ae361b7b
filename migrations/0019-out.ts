import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What leaves the hub: webhooks, and the opinions that lists ask for. */
export class Out1700000000019 implements MigrationInterface {
  name = 'Out1700000000019';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table webhook (
        id uuid primary key,
        organisation_id uuid not null references organisation (id),
        name text not null,
        url text not null,
        filter text not null,
        ceiling smallint not null check (ceiling between 0 and 3),
        created_by uuid not null references person (id),
        created_at timestamptz not null default now(),
        secret bytea not null,
        old_secret bytea,
        old_secret_until timestamptz,
        position bigint not null,
        revision integer not null default 1,
        state text not null default 'ok' check (state in ('ok', 'retrying', 'failing', 'stopped')),
        tries integer not null default 0,
        failing_since timestamptz,
        next_at timestamptz not null default now(),
        error text,
        owner uuid,
        claimed_until timestamptz
      );
      comment on column webhook.position is 'All that is visible up to this log number was delivered';
      comment on column webhook.revision is 'Counts what its administrators changed: whoever delivers looks anew';
      comment on column webhook.state is 'failing: given up until somebody says so; stopped: its organisation has no rights now';
      comment on column webhook.owner is 'The process that delivers, until claimed_until';
      create index webhook_organisation on webhook (organisation_id);

      create table webhook_delivery (
        id uuid primary key,
        webhook_id uuid not null references webhook (id) on delete cascade,
        kind text not null check (kind in ('entries', 'test')),
        after_seq bigint not null,
        reached_seq bigint not null,
        seen bytea not null,
        entries integer not null,
        state text not null check (state in ('sending', 'again', 'delivered', 'failed', 'dropped')),
        tries integer not null default 0,
        created_at timestamptz not null default clock_timestamp(),
        tried_at timestamptz,
        status integer,
        ms integer,
        error text
      );
      comment on column webhook_delivery.id is 'What the receiver is told as webhook-id: the same at each try';
      comment on column webhook_delivery.seen is 'Of what the organisation saw then: a stretch of the log has another id when that has changed';
      comment on column webhook_delivery.state is 'sending: on its way, once a webhook; again: asked for once more; dropped: nothing was left of it';
      create index webhook_delivery_log on webhook_delivery (webhook_id, created_at desc, id);
      create unique index webhook_delivery_sending on webhook_delivery (webhook_id) where state = 'sending';
      create index webhook_delivery_again on webhook_delivery (webhook_id, created_at) where state = 'again';
      create index webhook_delivery_old on webhook_delivery (created_at) where state not in ('sending', 'again');

      create index object_opinion on object (audience_id, (-no)) where type = 'opinion';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
