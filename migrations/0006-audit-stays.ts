import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Audit records are written and read, and nothing else, whatever the hub's own role may otherwise do. */
export class AuditStays1700000000006 implements MigrationInterface {
  name = 'AuditStays1700000000006';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function audit_record_stays() returns trigger language plpgsql as $$
        begin
          raise 'an audit record is neither altered nor removed' using errcode = 'insufficient_privilege';
        end $$;
      create trigger audit_record_stays before update or delete or truncate on audit_record
        for each statement execute function audit_record_stays();
      comment on function audit_record_stays is 'Disabled for the time of a restore alone';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
