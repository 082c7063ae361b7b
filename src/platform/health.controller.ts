import { Controller, Get } from '@nestjs/common';
import { Fault } from '../kernel/index.js';
import { Policy } from './policy.js';
import { Pulse } from './pulse.js';

/** For load balancers and container runtimes: alive, and able to serve. */
@Controller('health')
export class HealthController {
  constructor(private readonly pulse: Pulse) {}

  /** The process answers. */
  @Get('live')
  @Policy('public')
  live() {
    return { status: 'ok' };
  }

  /** The process answers and Postgres has done so within the lease; else 503. */
  @Get('ready')
  @Policy('public')
  ready() {
    if (!this.pulse.fresh) throw new Fault('unavailable');
    return { status: 'ok' };
  }
}
