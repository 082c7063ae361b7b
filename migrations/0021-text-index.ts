import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The index of texts has room for more that it has not sorted in yet: the hub has it sorted in beside, before whoever writes
 * next, and holds the lock of the log, must do it.
 */
export class TextIndex1700000000021 implements MigrationInterface {
  name = 'TextIndex1700000000021';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`alter index object_text set (gin_pending_list_limit = 16384)`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
