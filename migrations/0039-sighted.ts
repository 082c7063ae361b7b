import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a sighting is of, beside it: how often something was seen is counted anew for each who asks, out of what he sees. */
export class Sighted1700000000039 implements MigrationInterface {
  name = 'Sighted1700000000039';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table object add column sighted text, add column times integer;
      comment on column object.sighted is 'Of a sighting: the id of what was seen';
      comment on column object.times is 'And how often';
      update object o set sighted = v.body::jsonb->>'sighting_of_ref',
          times = least(coalesce((v.body::jsonb->>'count')::numeric, 1), 999999999)::integer
        from version v where v.seq = o.seq and o.type = 'sighting';
      create index object_sighted on object (audience_id, sighted) include (times, tlp, seq)
        where sighted is not null and not revoked;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
