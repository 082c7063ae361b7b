import { Controller, Get } from '@nestjs/common';
import { Fault } from '../kernel/index.js';
import { Config } from './config.js';
import { Policy } from './policy.js';
import { Pulse } from './pulse.js';

/** For load balancers and container runtimes: alive, and able to serve. */
@Controller('health')
export class HealthController {
  constructor(
    private readonly pulse: Pulse,
    private readonly config: Config,
  ) {}

  /** The process answers. */
  @Get('live')
  @Policy('public')
  live() {
    return { status: 'ok' };
  }

  /** The process answers and Postgres has done so within the lease; else 503. `mail`: whether it is set up to send any. */
  @Get('ready')
  @Policy('public')
  ready() {
    if (!this.pulse.fresh) throw new Fault('unavailable');
    return { status: 'ok', mail: this.config.mail ? 'on' : 'off' };
  }
}
