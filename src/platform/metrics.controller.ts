import { Controller, Get, Headers, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createHash, timingSafeEqual } from 'node:crypto';
import { Fault } from '../kernel/index.js';
import { Config } from './config.js';
import { Metrics } from './metrics.js';
import { Policy } from './policy.js';

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
const digest = (text: string) => createHash('sha256').update(text).digest();

/** For Prometheus: with METRICS_TOKEN as Bearer, or without one from this machine alone. To others it is not there. */
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly config: Config,
    private readonly metrics: Metrics,
  ) {}

  @Get()
  @Policy('public')
  @ApiExcludeEndpoint()
  async scrape(
    @Headers('authorization') authorization: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { metricsToken } = this.config;
    const allowed =
      metricsToken === undefined
        ? LOOPBACK.has(request.ip)
        : timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${metricsToken}`));
    if (!allowed) throw new Fault('not_found');
    void reply.header('content-type', 'text/plain; version=0.0.4').send(await this.metrics.text());
  }
}
