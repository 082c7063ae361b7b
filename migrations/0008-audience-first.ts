import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Every index that a search looks for many rows by begins with the audience: what others have is not walked over, so that
 * it shows in no answer's time, and who sees little of much is answered as if there were no more.
 */
export class AudienceFirst1700000000008 implements MigrationInterface {
  name = 'AudienceFirst1700000000008';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create extension if not exists btree_gin;
      create extension if not exists btree_gist;
      drop index object_text;
      create index object_text on object using gin (audience_id, text gin_trgm_ops);
      drop index object_audience;
      create index object_newest on object (audience_id, (-no));
      comment on index object_newest is 'Of an expression, so that no other index gives this order, over what all audiences have';

      drop index object_fingerprint;
      create index object_fingerprint on object (organisation_id, fingerprint, no) where not revoked;
      comment on index object_fingerprint is 'In order: else the planner may walk over all objects for the first of a kind';

      alter table observable add column audience_id int;
      update observable b set audience_id = o.audience_id from object o where o.no = b.object_no;
      alter table observable alter column audience_id set not null;
      comment on column observable.audience_id is 'That of the object';

      drop index observable_hash;
      create index observable_hash on observable (hash, audience_id);
      drop index observable_value;
      create index observable_value on observable (audience_id, left(value, 128) collate "C")
        where type in ('MD5', 'SHA-1', 'SHA-256', 'SHA-512', 'ja3', 'x509-certificate');
      drop index observable_reverse_host;
      create index observable_reverse_host on observable (audience_id, reverse_host) where reverse_host is not null;
      drop index observable_network;
      create index observable_network on observable (audience_id, network) where network is not null;
      drop index observable_block;
      create index observable_block on observable using gist (audience_id, network inet_ops)
        where masklen(network) < (case family(network) when 4 then 32 else 128 end);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
