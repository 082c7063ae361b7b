import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Postgres looks every foreign key of every new row up by a query of its own, a third of what a new indicator costs.
 * Organisations are never removed, and an audience only in the transaction that made it, while nothing names it: the
 * reports' own references are kept by that, as those to objects and versions always were.
 */
export class LeanRows1700000000007 implements MigrationInterface {
  name = 'LeanRows1700000000007';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table object drop constraint object_organisation_id_fkey, drop constraint object_audience_id_fkey;
      alter table entry drop constraint entry_audience_id_fkey;

      create function stays() returns trigger language plpgsql as $$
        begin
          raise 'what the log may name is not removed' using errcode = 'foreign_key_violation';
        end $$;
      create trigger organisation_stays before delete on organisation for each row execute function stays();
      create trigger audience_stays before delete on audience for each row when (old.position > 0) execute function stays();
      comment on function stays is 'In place of foreign keys from object and entry, which would be looked up row by row';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
