import { Module } from '@nestjs/common';
import { Errands } from '../auth/index.js';
import { Exchange } from '../exchange/index.js';
import { Database, Log } from '../platform/index.js';
import { Introductions } from './introductions.js';

/** Members as objects of the log. */
@Module({
  providers: [
    {
      provide: Introductions,
      inject: [Database, Exchange, Errands, Log],
      useFactory: ({ api }: Database, exchange: Exchange, errands: Errands, log: Log) =>
        new Introductions(api, exchange, errands, log),
    },
  ],
})
export class IdentitiesModule {}
