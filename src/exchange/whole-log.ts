import type { Entry } from './entry.js';
import type { Log } from './log.js';
import type { Tail } from './tail.js';

/**
 * The log with the entries of all audiences, for what the hub does for many viewers in one pass. Whoever reads it asks of
 * each entry who sees it (law F3).
 */
export class WholeLog {
  constructor(
    private readonly tail: Tail,
    private readonly log: Log,
  ) {}

  /** The last log number that this process has. */
  get head(): number {
    return this.tail.head;
  }

  /** The entries of the next `limit` log numbers after `after`, in order, and the number that this brings to. */
  async after(after: number, limit: number): Promise<{ entries: readonly Entry[]; reached: number }> {
    const reached = Math.min(after + limit, this.head);
    const entries = this.tail.ring.between(after, reached) ?? (await this.log.after(after, reached - after));
    return { entries, reached };
  }
}
