import { Global, Module } from '@nestjs/common';
import { AuditLog } from '../audit/index.js';
import { Audiences } from '../audience/index.js';
import { Authenticator } from '../auth/index.js';
import { Config, Database, Log as Logger, Metrics, Pulse, Secrets } from '../platform/index.js';
import type { Authority } from './batch.js';
import { Cursors } from './cursors.js';
import type { Stretch } from './entry.js';
import { Exchange } from './exchange.js';
import { Feed } from './feed.js';
import { Log } from './log.js';
import { Meter } from './meter.js';
import { Objects } from './objects.js';
import { Origins } from './origins.js';
import { PlainLog } from './plain-log.js';
import { Sequencer } from './sequencer.js';
import type { Receipt } from './submission.js';
import { Tail } from './tail.js';
import { TextIndex } from './text-index.js';
import { WholeLog } from './whole-log.js';

const AUTHORITY = Symbol('authority');

/** The river: submit, log, tail, follow. */
@Global()
@Module({
  providers: [
    {
      provide: Cursors,
      inject: [Secrets, Pulse],
      useFactory: (secrets: Secrets, pulse: Pulse) => new Cursors(secrets, pulse),
    },
    { provide: Log, inject: [Database], useFactory: (database: Database) => new Log(database.feed) },
    { provide: PlainLog, inject: [Database], useFactory: (database: Database) => new PlainLog(database.feed) },
    {
      provide: AUTHORITY,
      inject: [Audiences, Authenticator, Pulse],
      useFactory: (audiences: Audiences, authenticator: Authenticator, pulse: Pulse): Authority => ({
        audiences,
        now: () => pulse.now,
        catchUp: () => pulse.look(),
        renew: (viewer) => authenticator.renew(viewer),
      }),
    },
    {
      provide: Exchange,
      inject: [Database, AUTHORITY, Pulse, Meter, Tail, Logger],
      useFactory: (
        database: Database,
        authority: Authority,
        pulse: Pulse,
        meter: Meter,
        tail: Tail,
        logger: Logger,
      ) => {
        const texts = new TextIndex(database.exports, logger);
        const committed = (stretch: Stretch, items: number, receipts: readonly Receipt[]) => {
          meter.committed(items, receipts);
          texts.grew(items);
          if (!tail.take(stretch)) void pulse.look().catch(() => undefined);
        };
        return new Exchange(new Sequencer(database.writer, authority, committed));
      },
    },
    { provide: Meter, inject: [Metrics], useFactory: (metrics: Metrics) => new Meter(metrics) },
    {
      provide: Tail,
      inject: [Database, Pulse, Audiences, Logger, Config],
      useFactory: async (database: Database, pulse: Pulse, audiences: Audiences, logger: Logger, config: Config) => {
        const log = new Log(database.pulse); // not behind replays
        const tail = new Tail(database, log, pulse, audiences, logger, config.feed.ring);
        await tail.start();
        return tail;
      },
    },
    {
      provide: Feed,
      inject: [Config, Audiences, AUTHORITY, AuditLog, Cursors, Log, PlainLog, Tail, Pulse, Logger, Meter],
      useFactory: (...parts: ConstructorParameters<typeof Feed>) => new Feed(...parts),
    },
    { provide: WholeLog, inject: [Tail, Log], useFactory: (tail: Tail, log: Log) => new WholeLog(tail, log) },
    {
      provide: Objects,
      inject: [Database, AUTHORITY, AuditLog],
      useFactory: (database: Database, authority: Authority, audit: AuditLog) =>
        new Objects(database.api, authority, audit),
    },
    {
      provide: Origins,
      inject: [Database, Audiences],
      useFactory: (database: Database, audiences: Audiences) => new Origins(database.api, audiences),
    },
  ],
  exports: [Exchange, Feed, Objects, Origins, Cursors, WholeLog],
})
export class ExchangeModule {}
