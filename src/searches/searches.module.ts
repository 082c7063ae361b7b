import { Module } from '@nestjs/common';
import { Audiences } from '../audience/index.js';
import { Errands } from '../auth/index.js';
import { Objects, WholeLog } from '../exchange/index.js';
import { Database, Log, Secrets } from '../platform/index.js';
import { BellController } from './bell.controller.js';
import { Bell } from './bell.js';
import { Preview } from './preview.js';
import { SearchesController } from './searches.controller.js';
import { Searches } from './searches.js';
import { Watchman } from './watchman.js';

/** Saved searches, and the bell that rings for what they find. */
@Module({
  controllers: [SearchesController, BellController],
  providers: [
    {
      provide: Searches,
      inject: [Database, Audiences],
      useFactory: ({ api }: Database, audiences: Audiences) => new Searches(api, audiences),
    },
    {
      provide: Preview,
      inject: [Database, Audiences],
      useFactory: ({ api }: Database, audiences: Audiences) => new Preview(api, audiences),
    },
    {
      provide: Bell,
      inject: [Database, Audiences, Objects, Secrets],
      useFactory: ({ api }: Database, audiences: Audiences, objects: Objects, secrets: Secrets) =>
        new Bell(api, audiences, objects, secrets),
    },
    {
      provide: Watchman,
      inject: [Database, WholeLog, Audiences, Errands, Log],
      useFactory: ({ api }: Database, wholeLog: WholeLog, audiences: Audiences, errands: Errands, log: Log) =>
        new Watchman({ pool: api, wholeLog, audiences, errands }, log),
    },
  ],
})
export class SearchesModule {}
