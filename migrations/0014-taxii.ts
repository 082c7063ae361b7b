import type { MigrationInterface, QueryRunner } from 'typeorm';

/** TAXII: the log by when its entries came, and what became of what was added. */
export class Taxii1700000000014 implements MigrationInterface {
  name = 'Taxii1700000000014';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create index entry_added on entry (audience_id, at);
      create index entry_added_rare on entry (audience_id, type, at) where type <> 'indicator';

      create table taxii_status (
        id uuid primary key,
        owner text not null,
        body text not null,
        at timestamptz not null default clock_timestamp()
      );
      comment on table taxii_status is 'What became of the objects of one request, kept for two days';
      comment on column taxii_status.owner is 'The person or API key that may see it';
      create index taxii_status_at on taxii_status (at);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
