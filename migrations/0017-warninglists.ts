import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Warninglists that the alliance imported. */
export class Warninglists1700000000017 implements MigrationInterface {
  name = 'Warninglists1700000000017';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table warninglist (
        id text primary key,
        name text not null,
        description text not null,
        version integer not null,
        type text not null check (type in ('string', 'substring', 'hostname', 'cidr', 'regex')),
        matching_attributes text[] not null,
        entries integer not null,
        list text not null,
        revision bigint not null,
        updated_at timestamptz not null default now()
      );
      comment on column warninglist.list is 'A JSON array of the entries, as they were imported';
      comment on column warninglist.revision is 'The count of changes of rights that it was imported at: processes read again what has another';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
