import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Config } from './config.js';
import { Database, dataSourceOptions } from './database.js';
import { HealthController } from './health.controller.js';
import { ProblemFilter } from './http/problem.filter.js';
import { validationPipe } from './http/validation.js';
import { HowItIsController } from './how-it-is.controller.js';
import { Log } from './log.js';
import { MetricsController } from './metrics.controller.js';
import { Metrics } from './metrics.js';
import { Outbound } from './outbound/outbound.js';
import { Pulse } from './pulse.js';
import { Secrets } from './secrets.js';

/** What every room stands on. `databaseUrl` is the server's, embedded or given. */
@Global()
@Module({})
export class PlatformModule {
  static with(config: Config, databaseUrl: string): DynamicModule {
    const database = {
      provide: Database,
      useFactory: () => new Database(databaseUrl),
    };
    const pulse = {
      provide: Pulse,
      inject: [Database],
      useFactory: async (db: Database) => {
        const watch = new Pulse(db, config.pollMs);
        await watch.start();
        return watch;
      },
    };
    return {
      module: PlatformModule,
      imports: [
        TypeOrmModule.forRoot({
          ...dataSourceOptions(databaseUrl),
          autoLoadEntities: true,
          retryAttempts: 5, // where everything starts at once a connection takes its time
          retryDelay: 1_000,
        }),
      ],
      controllers: [HealthController, HowItIsController, MetricsController],
      providers: [
        { provide: Config, useValue: config },
        { provide: Log, useFactory: () => new Log(config.logLevel) },
        { provide: Secrets, useFactory: () => Secrets.load(config) },
        { provide: Outbound, useFactory: () => new Outbound(config.outbound) },
        database,
        pulse,
        { provide: Metrics, inject: [Database], useFactory: (db: Database) => new Metrics(db) },
        { provide: APP_PIPE, useFactory: validationPipe },
        { provide: APP_FILTER, inject: [Log], useFactory: (log: Log) => new ProblemFilter(log) },
      ],
      exports: [Config, Log, Secrets, Database, Pulse, Metrics, Outbound],
    };
  }
}
