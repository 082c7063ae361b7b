import { Global, Module } from '@nestjs/common';
import { Database, Log, Pulse } from '../platform/index.js';
import { WarninglistsController } from './warninglists.controller.js';
import { Warninglists } from './warninglists.js';

/** What is no indicator for many, or must not be blocked. */
@Global()
@Module({
  controllers: [WarninglistsController],
  providers: [
    {
      provide: Warninglists,
      inject: [Database, Pulse, Log],
      useFactory: (database: Database, pulse: Pulse, log: Log) => new Warninglists(database.api, pulse, log),
    },
  ],
  exports: [Warninglists],
})
export class WarninglistsModule {}
