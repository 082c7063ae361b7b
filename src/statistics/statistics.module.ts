import { Module } from '@nestjs/common';
import { AdvisoriesModule, Latencies } from '../advisories/index.js';
import { Audiences } from '../audience/index.js';
import { Objects } from '../exchange/index.js';
import { Database } from '../platform/index.js';
import { StatisticsController } from './statistics.controller.js';
import { StatisticsDesk } from './statistics.js';

/** What is in sight, counted. */
@Module({
  imports: [AdvisoriesModule],
  controllers: [StatisticsController],
  providers: [
    {
      // what is counted over all that is in sight may take as long as an export's statement
      provide: StatisticsDesk,
      inject: [Database, Audiences, Latencies, Objects],
      useFactory: ({ exports: pool, api }: Database, audiences: Audiences, latencies: Latencies, objects: Objects) =>
        new StatisticsDesk(pool, api, audiences, latencies, objects),
    },
  ],
})
export class StatisticsModule {}
