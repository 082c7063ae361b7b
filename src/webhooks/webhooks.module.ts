import { Module } from '@nestjs/common';
import { Audiences } from '../audience/index.js';
import { Errands } from '../auth/index.js';
import { Cursors, Feed } from '../exchange/index.js';
import { Config, Database, Log, Outbound, Secrets } from '../platform/index.js';
import { DeliveryLog } from './delivery-log.js';
import { Postman } from './postman.js';
import { Sender } from './sender.js';
import { WebhooksController } from './webhooks.controller.js';
import { Webhooks } from './webhooks.js';

/** The feed, posted: for members whose machines are called rather than call. */
@Module({
  controllers: [WebhooksController],
  providers: [
    {
      provide: Webhooks,
      inject: [Database, Audiences, Feed, Cursors, Outbound, Secrets],
      useFactory: (
        { api }: Database,
        audiences: Audiences,
        feed: Feed,
        cursors: Cursors,
        outbound: Outbound,
        secrets: Secrets,
      ) => new Webhooks(api, audiences, feed, cursors, outbound, secrets),
    },
    { provide: DeliveryLog, inject: [Database], useFactory: ({ api }: Database) => new DeliveryLog(api) },
    {
      provide: Postman,
      inject: [Config, Database, Feed, Errands, Outbound, Secrets, Log],
      useFactory: (
        config: Config,
        { api }: Database,
        feed: Feed,
        errands: Errands,
        outbound: Outbound,
        secrets: Secrets,
        log: Log,
      ) => {
        const sender = new Sender(outbound, secrets);
        return new Postman({ pool: api, feed, errands, sender, settings: config.webhooks }, config.outbound, log);
      },
    },
  ],
})
export class WebhooksModule {}
