import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is around the stored object on the wire is stored, too, so that a replay is put together by Postgres. */
export class Envelope1700000000005 implements MigrationInterface {
  name = 'Envelope1700000000005';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table entry add column envelope text;
      comment on column entry.envelope is 'The entry''s JSON after its object; null where it does not read alike for all who see it: recalls and moves';

      update entry e set envelope = format(
          ',"op":"%s","at":"%s","audience":"%s","position":%s,"chain":"%s","nonce":"%s"}',
          (array['create', 'update', 'revoke'])[e.op + 1], to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), a.ref, e.position,
          translate(encode(e.chain, 'base64'), '+/=', '-_'), translate(encode(v.nonce, 'base64'), '+/=', '-_'))
        from audience a, version v
        where a.id = e.audience_id and v.seq = e.seq and e.op <> 3 and e.moved_audience_id is null;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
