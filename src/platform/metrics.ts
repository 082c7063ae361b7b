import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Database } from './database.js';

/** The hub's Prometheus metrics. Names are `tocsin_…`; rooms make theirs through this, so that each app has its own registry. */
export class Metrics {
  readonly registry = new Registry();

  constructor(database: Database) {
    collectDefaultMetrics({ register: this.registry, prefix: 'tocsin_' }); // event-loop lag, memory, CPU, handles
    const connections = this.gauge('tocsin_pool_connections', 'Connections to Postgres, by pool and state', [
      'pool',
      'state',
    ]);
    this.onScrape(() => {
      for (const pool of database.pools) {
        for (const [state, count] of Object.entries(pool.stats)) connections.set({ pool: pool.name, state }, count);
      }
    });
  }

  counter(name: string, help: string, labelNames: readonly string[] = []): Counter {
    return new Counter({ name, help, labelNames: [...labelNames], registers: [this.registry] });
  }

  gauge(name: string, help: string, labelNames: readonly string[] = []): Gauge {
    return new Gauge({ name, help, labelNames: [...labelNames], registers: [this.registry] });
  }

  histogram(name: string, help: string, buckets: number[]): Histogram {
    return new Histogram({ name, help, buckets, registers: [this.registry] });
  }

  private readonly collectors: (() => void)[] = [];

  /** Runs before each answer: for gauges that are read when asked for, rather than set at each change. */
  onScrape(set: () => void): void {
    this.collectors.push(set);
  }

  /** What a metric stands at now, added up over its labels; null when there is no such metric. */
  async value(name: string): Promise<number | null> {
    for (const collect of this.collectors) collect();
    const metric = await this.registry.getSingleMetric(name)?.get();
    return metric ? metric.values.reduce((sum, { value }) => sum + value, 0) : null;
  }

  /** The text exposition format (version 0.0.4). */
  async text(): Promise<string> {
    for (const collect of this.collectors) collect();
    return this.registry.metrics();
  }
}
