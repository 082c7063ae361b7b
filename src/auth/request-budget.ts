import { Injectable } from '@nestjs/common';
import { Limiter, tooMany } from '../members/index.js';
import { Config } from '../platform/index.js';

const WINDOW_S = 60;
/** A minute's requests are taken from Postgres in this many parts. */
const PARTS = 50;
const MOST = 10_000;

interface Share {
  left: number;
  /** By the monotonic clock. */
  readonly until: number;
  readonly spent: boolean;
}

/**
 * Requests a minute for each credential, over all hub processes. Each process takes a part at a time and spends it on its
 * own, so that most requests ask nobody.
 */
@Injectable()
export class RequestBudget {
  private readonly part: number;
  private readonly shares = new Map<string, Share>();
  private readonly asking = new Map<string, Promise<void>>();

  constructor(
    private readonly limiter: Limiter,
    private readonly config: Config,
  ) {
    this.part = Math.max(1, Math.floor(config.limits.requests / PARTS));
  }

  /** A change of rights makes every process look anew at who may see what: one costs as much as this many requests. */
  get costOfChange(): number {
    return Math.ceil(this.config.limits.requests / 300);
  }

  /** Throws `rate_limited` once the minute's requests are used up. */
  async take(who: string, cost = 1): Promise<void> {
    for (;;) {
      const share = this.shares.get(who);
      const now = performance.now();
      if (share && now < share.until) {
        if (share.left >= cost) {
          share.left -= cost;
          return;
        }
        if (share.spent) throw tooMany(share.until - now);
      }
      await this.ask(who);
    }
  }

  private ask(who: string): Promise<void> {
    const asking = this.asking.get(who) ?? this.refill(who).finally(() => this.asking.delete(who));
    this.asking.set(who, asking);
    return asking;
  }

  private async refill(who: string): Promise<void> {
    const { points, left } = await this.limiter.take(`requests:${who}`, this.part, WINDOW_S);
    const now = performance.now();
    const before = this.shares.get(who);
    const kept = before && now < before.until ? before.left : 0;
    const spent = points > this.config.limits.requests;
    if (this.shares.size >= MOST) this.shares.clear();
    this.shares.set(who, { left: spent ? kept : kept + this.part, until: now + left, spent });
  }
}
