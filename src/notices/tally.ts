import type { Metrics } from '../platform/index.js';

/** The hub's figures of mail. */
export class Tally {
  private readonly mails;
  private readonly left;

  constructor(metrics: Metrics) {
    this.mails = metrics.counter('tocsin_mails_total', 'Mails by what became of them, in this process', ['state']);
    this.left = metrics.gauge('tocsin_mails_waiting', 'Mails that are to be sent, digests included, of all processes');
  }

  ended(state: 'sent' | 'dropped' | 'failed' | 'unknown'): void {
    this.mails.inc({ state });
  }

  waiting(count: number): void {
    this.left.set(count);
  }
}
