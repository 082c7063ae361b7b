import { Injectable } from '@nestjs/common';
import { Limiter } from '../members/index.js';
import { Database, Log } from '../platform/index.js';

const EVERY_MS = 5 * 60_000;

/** Deletes what has run out by itself: it takes no right away that time has not taken before. */
@Injectable()
export class Housekeeping {
  private readonly timer = setInterval(() => void this.sweep(), EVERY_MS).unref();

  constructor(
    private readonly database: Database,
    private readonly limiter: Limiter,
    private readonly log: Log,
  ) {}

  async sweep(): Promise<void> {
    try {
      await this.limiter.sweep();
      await this.database.auth.query(`delete from session where expires_at < now() - interval '1 day'`);
      await this.database.auth.query(`delete from invitation where expires_at < now() - interval '90 days'`);
    } catch (error) {
      this.log.failure(error, {}, 'housekeeping failed');
    }
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }
}
