import { Module } from '@nestjs/common';
import { Audiences } from '../audience/index.js';
import { Errands } from '../auth/index.js';
import { Exchange } from '../exchange/index.js';
import { IndicatorsModule, ItemBudget } from '../indicators/index.js';
import { Config, Database, Log, Outbound, Secrets } from '../platform/index.js';
import { Warninglists } from '../warninglists/index.js';
import { Puller } from './puller.js';
import { SourcesController } from './sources.controller.js';
import { Sources } from './sources.js';

/** What the hub pulls from elsewhere: TAXII collections, MISP feeds, MISPs. */
@Module({
  imports: [IndicatorsModule],
  controllers: [SourcesController],
  providers: [
    {
      provide: Sources,
      inject: [Database, Audiences, Outbound, Secrets],
      useFactory: ({ api }: Database, audiences: Audiences, outbound: Outbound, secrets: Secrets) =>
        new Sources(api, audiences, outbound, secrets),
    },
    {
      provide: Puller,
      inject: [Database, Exchange, ItemBudget, Errands, Audiences, Outbound, Secrets, Warninglists, Config, Log],
      useFactory: (
        { api: pool }: Database,
        exchange: Exchange,
        budget: ItemBudget,
        errands: Errands,
        audiences: Audiences,
        outbound: Outbound,
        secrets: Secrets,
        lists: Warninglists,
        config: Config,
        log: Log,
      ) =>
        new Puller(
          { pool, exchange, budget, errands, audiences, outbound, secrets, lists, settings: config.sources, log },
          config.outbound,
        ),
    },
  ],
})
export class SourcesModule {}
