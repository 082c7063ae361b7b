import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Fewer indexes on what every new indicator writes: those that nothing asks are gone, the others hold only the rows that
 * are looked for by them. Single addresses leave the GiST index for a B-tree, which also finds those inside a network.
 */
export class LeanIndexes1700000000004 implements MigrationInterface {
  name = 'LeanIndexes1700000000004';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      drop index version_object;
      drop index object_seq;

      drop index entry_object;
      create index entry_object on entry (object_no, seq) where seq <> object_no;
      comment on index entry_object is 'Later entries of an object; its first has the object''s number as seq';

      drop index observable_value;
      create index observable_value on observable (left(value, 128) collate "C")
        where type in ('MD5', 'SHA-1', 'SHA-256', 'SHA-512', 'ja3', 'x509-certificate');

      drop index observable_network;
      create index observable_network on observable (network) where network is not null;
      create index observable_block on observable using gist (network inet_ops)
        where masklen(network) < (case family(network) when 4 then 32 else 128 end);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
