import type { Metrics } from '../platform/index.js';
import type { Receipt } from './submission.js';

/** What the exchange tells Prometheus. */
export class Meter {
  private readonly items;
  private readonly batches;
  private readonly entries;
  private readonly subscribers;
  private readonly lanes;
  private readonly lag;

  constructor(private readonly metrics: Metrics) {
    this.items = metrics.counter('tocsin_items_total', 'Submitted items, by what became of them', ['outcome']);
    this.batches = metrics.histogram(
      'tocsin_commit_items',
      'Items in one group commit',
      [1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000],
    );
    this.entries = metrics.counter('tocsin_entries_delivered_total', 'Entries given to subscribers', ['mode']);
    this.subscribers = metrics.gauge('tocsin_subscribers', 'Open subscriptions', ['place']);
    this.lanes = metrics.gauge('tocsin_lanes', 'Groups of subscribers at the head that are served as one');
    this.lag = metrics.gauge(
      'tocsin_feed_lag_entries',
      'How far the slowest subscriber is behind the head, in log numbers',
    );
  }

  committed(items: number, receipts: readonly Receipt[]): void {
    this.batches.observe(items);
    for (const { counts } of receipts) {
      for (const [outcome, count] of Object.entries(counts)) if (count > 0) this.items.inc({ outcome }, count);
    }
  }

  delivered(entries: number, live: boolean): void {
    if (entries > 0) this.entries.inc({ mode: live ? 'live' : 'replay' }, entries);
  }

  /** `state` is read at each scrape. */
  watch(state: () => { subscribers: number; atHead: number; lanes: number; lag: number }): void {
    this.metrics.onScrape(() => {
      const { subscribers, atHead, lanes, lag } = state();
      this.subscribers.set({ place: 'head' }, atHead);
      this.subscribers.set({ place: 'behind' }, subscribers - atHead);
      this.lanes.set(lanes);
      this.lag.set(lag);
    });
  }
}
