import { Module } from '@nestjs/common';
import { Audiences } from '../../audience/index.js';
import { AuditLog } from '../../audit/index.js';
import { Exchange } from '../../exchange/index.js';
import { IndicatorsModule, ItemBudget } from '../../indicators/index.js';
import { Database, Pulse, Secrets } from '../../platform/index.js';
import { Warninglists } from '../../warninglists/index.js';
import { Adding } from './adding.js';
import { CollectionsController } from './collections.controller.js';
import { Collections } from './collections.js';
import { TaxiiMedia } from './media.js';
import { Next } from './next.js';
import { ObjectsController } from './objects.controller.js';
import { Pages } from './pages.js';
import { Statuses } from './statuses.js';

/** TAXII 2.1: collections to read from and to add to. */
@Module({
  imports: [IndicatorsModule],
  controllers: [CollectionsController, ObjectsController],
  providers: [
    TaxiiMedia,
    { provide: Collections, inject: [Audiences], useFactory: (audiences: Audiences) => new Collections(audiences) },
    {
      provide: Next,
      inject: [Secrets, Pulse],
      useFactory: (secrets: Secrets, pulse: Pulse) => new Next(secrets, pulse),
    },
    { provide: Statuses, inject: [Database], useFactory: (database: Database) => new Statuses(database.api) },
    {
      provide: Pages,
      inject: [Database, Audiences, AuditLog, Next],
      useFactory: (database: Database, audiences: Audiences, audit: AuditLog, next: Next) =>
        new Pages(database.pages, audiences, audit, next),
    },
    {
      provide: Adding,
      inject: [Database, Exchange, ItemBudget, Statuses, Pages, Pulse, Warninglists],
      useFactory: (
        database: Database,
        exchange: Exchange,
        budget: ItemBudget,
        statuses: Statuses,
        pages: Pages,
        pulse: Pulse,
        lists: Warninglists,
      ) => new Adding(database.api, exchange, budget, statuses, pages, pulse, lists),
    },
  ],
})
export class TaxiiModule {}
