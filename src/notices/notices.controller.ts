import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Viewer } from '../kernel/index.js';
import { ANY_PERSON, Caller, Policy } from '../platform/index.js';
import { Failures, MailFailure } from './failures.js';
import { Choices, Preferences } from './preferences.js';

/** What people are mailed, and what went wrong with that. */
@ApiTags('notices')
@Controller('api/v1')
export class NoticesController {
  constructor(
    private readonly preferences: Preferences,
    private readonly failures: Failures,
  ) {}

  @Get('me/notices')
  @Policy(ANY_PERSON)
  @ApiOperation({ summary: 'How one is mailed: at once, in a digest a day, or not at all' })
  @ApiResponse({ status: 200, standardSchema: Choices })
  get(@Caller() viewer: Viewer) {
    return this.preferences.of(viewer);
  }

  @Put('me/notices')
  @Policy(ANY_PERSON)
  @ApiOperation({ summary: 'Choose it' })
  @ApiResponse({ status: 200, standardSchema: Choices })
  async set(@Caller() viewer: Viewer, @Body({ schema: Choices }) choices: Choices) {
    await this.preferences.set(viewer, choices);
    return this.preferences.of(viewer);
  }

  @Get('notices/failures')
  @Policy({ role: ['alliance-admin'] })
  @ApiOperation({ summary: 'Mails that did not surely arrive: whose and why, not what they are about' })
  @ApiResponse({ status: 200, standardSchema: z.object({ items: z.array(MailFailure) }) })
  async failed(@Caller() viewer: Viewer) {
    return { items: await this.failures.list(viewer) };
  }
}
