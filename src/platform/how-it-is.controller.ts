import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { performance } from 'node:perf_hooks';
import { z } from 'zod';
import { Config } from './config.js';
import { Database } from './database.js';
import { Metrics } from './metrics.js';
import { Policy } from './policy.js';

const Health = z
  .object({
    started_at: z.iso.datetime(),
    memory_bytes: z.int(),
    /** Share of the time since this was last asked that the process worked, 0 to 1. */
    busy: z.number(),
    connections: z.object({ total: z.int(), idle: z.int(), waiting: z.int() }),
    /** Open subscriptions, and how far the slowest is behind the head, in log numbers. */
    subscribers: z.int(),
    feed_lag_entries: z.int(),
    /** Of all processes; null where none sends any. */
    mails_waiting: z.int().nullable(),
    mail: z.enum(['on', 'off']),
    /** Whether the hub may connect to anywhere by itself: webhooks and CSAF providers need it. */
    outbound: z.enum(['on', 'off']),
  })
  .meta({ id: 'Health' });

/** How the process that answers does, for the alliance's administrators: what of the metrics one reads without a Prometheus. */
@ApiTags('health')
@Controller('api/v1/health')
export class HowItIsController {
  private looked = performance.eventLoopUtilization();

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly metrics: Metrics,
  ) {}

  @Get()
  @Policy({ role: ['alliance-admin'] })
  @ApiOperation({ summary: 'How this hub process does' })
  @ApiResponse({ status: 200, standardSchema: Health })
  async read(): Promise<z.infer<typeof Health>> {
    const value = async (name: string) => (await this.metrics.value(`tocsin_${name}`)) ?? 0;
    const { mail, outbound } = this.config;
    const pools = this.database.pools.map(({ stats }) => stats);
    const sum = (state: 'total' | 'idle' | 'waiting') => pools.reduce((all, stats) => all + stats[state], 0);
    return {
      started_at: new Date((await value('process_start_time_seconds')) * 1000).toISOString(),
      memory_bytes: await value('process_resident_memory_bytes'),
      busy: Math.round(this.busy() * 1000) / 1000,
      connections: { total: sum('total'), idle: sum('idle'), waiting: sum('waiting') },
      subscribers: await value('subscribers'),
      feed_lag_entries: await value('feed_lag_entries'),
      mails_waiting: await this.metrics.value('tocsin_mails_waiting'),
      mail: mail ? 'on' : 'off',
      outbound: outbound.hosts.length > 0 ? 'on' : 'off',
    };
  }

  private busy(): number {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, this.looked);
    this.looked = now;
    return utilization;
  }
}
