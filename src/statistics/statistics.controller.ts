import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Viewer } from '../kernel/index.js';
import { Caller, Policy } from '../platform/index.js';
import { MatchingQuery, Matching, Statistics, StatisticsQuery } from './bodies.js';
import { StatisticsDesk } from './statistics.js';

/** What is in sight, in numbers. */
@ApiTags('search')
@Controller('api/v1/statistics')
export class StatisticsController {
  constructor(private readonly desk: StatisticsDesk) {}

  @Get()
  @Policy({ scope: 'read' })
  @ApiOperation({
    summary: 'What you see, counted by day, member, label, type and technique; each number with the search behind it',
  })
  @ApiResponse({ status: 200, standardSchema: Statistics })
  read(@Caller() viewer: Viewer, @Query({ schema: StatisticsQuery }) query: StatisticsQuery): Promise<Statistics> {
    return this.desk.of(viewer, query);
  }

  @Get('count')
  @Policy({ scope: 'read' })
  @ApiOperation({ summary: 'How many of the objects that you see a query matches: all of them, however many' })
  @ApiResponse({ status: 200, standardSchema: Matching })
  async count(@Caller() viewer: Viewer, @Query({ schema: MatchingQuery }) { q }: MatchingQuery): Promise<Matching> {
    return { count: await this.desk.matching(viewer, q) };
  }
}
