import { Injectable } from '@nestjs/common';
import type { Viewer } from '../kernel/index.js';
import { Limiter, tooMany } from '../members/index.js';
import { Config } from '../platform/index.js';

const WINDOW_S = 3_600;
/** An hour's items are taken from Postgres in this many parts. */
const PARTS = 500;
const MOST = 10_000;

interface Share {
  readonly left: number;
  /** By the monotonic clock. */
  readonly until: number;
  /** Nothing is left in Postgres for this hour. */
  readonly spent: boolean;
}

/**
 * Items an hour that one organisation may hand in, by whatever credential, over all hub processes. Each process takes a
 * part at a time, so that small submissions need not ask Postgres each.
 */
@Injectable()
export class ItemBudget {
  private readonly limit: number;
  private readonly part: number;
  private readonly shares = new Map<string, Share>();
  /** One process asks for one organisation once at a time. */
  private readonly turns = new Map<string, Promise<void>>();

  constructor(
    private readonly limiter: Limiter,
    config: Config,
  ) {
    this.limit = config.limits.items;
    this.part = Math.max(1, Math.floor(this.limit / PARTS));
  }

  /** Throws `rate_limited`, and takes nothing, when the hour has no room for so many. */
  async take({ organisationId }: Pick<Viewer, 'organisationId'>, items: number): Promise<void> {
    for (;;) {
      const share = this.current(organisationId);
      if (share && share.left >= items) {
        this.shares.set(organisationId, { ...share, left: share.left - items });
        return;
      }
      if (share?.spent) throw tooMany(share.until - performance.now());
      await this.ask(organisationId, items - (share?.left ?? 0));
    }
  }

  private current(organisationId: string): Share | undefined {
    const share = this.shares.get(organisationId);
    return share && performance.now() < share.until ? share : undefined;
  }

  private ask(organisationId: string, items: number): Promise<void> {
    const turn =
      this.turns.get(organisationId) ??
      this.refill(organisationId, Math.max(items, this.part)).finally(() => this.turns.delete(organisationId));
    this.turns.set(organisationId, turn);
    return turn;
  }

  private async refill(organisationId: string, asked: number): Promise<void> {
    const { points, left } = await this.limiter.take(`items:${organisationId}`, asked, WINDOW_S);
    const granted = Math.max(0, Math.min(asked, this.limit - (points - asked)));
    const before = this.current(organisationId)?.left ?? 0;
    if (this.shares.size >= MOST) this.shares.clear();
    this.shares.set(organisationId, {
      left: before + granted,
      until: performance.now() + left,
      spent: points >= this.limit,
    });
  }
}
