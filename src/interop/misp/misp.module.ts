import { Module } from '@nestjs/common';
import { Audiences } from '../../audience/index.js';
import { Exchange, Objects } from '../../exchange/index.js';
import { IndicatorsModule, ItemBudget } from '../../indicators/index.js';
import { Database, Pulse } from '../../platform/index.js';
import { Warninglists } from '../../warninglists/index.js';
import { MispFeedController } from './feed/misp-feed.controller.js';
import { MispFeed } from './feed/misp-feed.js';
import { MispController } from './intake/misp.controller.js';
import { MispIntake } from './intake/misp-intake.js';
import { MispPushController } from './push/misp-push.controller.js';
import { MispPush } from './push/misp-push.js';

/** MISP: events of others taken in, handed in or pushed, and a feed of events that any MISP can pull. */
@Module({
  imports: [IndicatorsModule],
  controllers: [MispController, MispFeedController, MispPushController],
  providers: [
    {
      provide: MispIntake,
      inject: [Exchange, Audiences, ItemBudget, Warninglists],
      useFactory: (exchange: Exchange, audiences: Audiences, budget: ItemBudget, lists: Warninglists) =>
        new MispIntake(exchange, audiences, budget, lists),
    },
    {
      provide: MispPush,
      inject: [Database, MispIntake],
      useFactory: (database: Database, intake: MispIntake) => new MispPush(database.api, intake),
    },
    {
      provide: MispFeed,
      inject: [Database, Audiences, Objects, Pulse],
      useFactory: (database: Database, audiences: Audiences, objects: Objects, pulse: Pulse) =>
        new MispFeed(database.api, audiences, objects, pulse),
    },
  ],
})
export class MispModule {}
