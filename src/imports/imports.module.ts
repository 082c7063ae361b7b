import { Module } from '@nestjs/common';
import { Audiences } from '../audience/index.js';
import { Authenticator, Errands } from '../auth/index.js';
import { Exchange } from '../exchange/index.js';
import { IndicatorsModule, ItemBudget } from '../indicators/index.js';
import { Config, Database, Log } from '../platform/index.js';
import { ImportsController } from './imports.controller.js';
import { ImportsGateway } from './imports.gateway.js';
import { Jobs } from './jobs.js';
import { Progress } from './progress.js';
import { Receiving } from './receiving.js';
import { Sweep } from './sweep.js';
import { Worker } from './worker.js';
import { Warninglists } from '../warninglists/index.js';

/** Imports are jobs: files are received at once, and read by and by. */
@Module({
  imports: [IndicatorsModule],
  controllers: [ImportsController],
  providers: [
    {
      provide: Receiving,
      inject: [Database, Audiences, Config],
      useFactory: (database: Database, audiences: Audiences, config: Config) =>
        new Receiving(database.api, audiences, config.imports),
    },
    {
      provide: Jobs,
      inject: [Database, Authenticator],
      useFactory: (database: Database, authenticator: Authenticator) => new Jobs(database.api, authenticator),
    },
    {
      provide: Sweep,
      inject: [Database, Config],
      useFactory: (database: Database, config: Config) => new Sweep(database.api, config.imports),
    },
    ImportsGateway,
    {
      provide: Progress,
      inject: [Database, Authenticator, Log],
      useFactory: (database: Database, authenticator: Authenticator, log: Log) =>
        new Progress(database.api, authenticator, log),
    },
    {
      provide: Worker,
      inject: [Database, Exchange, ItemBudget, Errands, Warninglists, Sweep, Config, Log],
      useFactory: (
        database: Database,
        exchange: Exchange,
        budget: ItemBudget,
        errands: Errands,
        lists: Warninglists,
        sweep: Sweep,
        config: Config,
        log: Log,
      ) => new Worker({ pool: database.api, exchange, budget, errands, lists }, sweep, config.imports, log),
    },
  ],
})
export class ImportsModule {}
