import { Global, Module } from '@nestjs/common';
import { Database, Pulse } from '../platform/index.js';
import { AudienceController } from './audience.controller.js';
import { Audiences } from './audiences.js';

/** One rule decides who sees what; this room is where it stands. */
@Global()
@Module({
  controllers: [AudienceController],
  providers: [
    {
      provide: Audiences,
      inject: [Database, Pulse],
      useFactory: async (database: Database, pulse: Pulse) => {
        const audiences = new Audiences(database, pulse);
        await audiences.current();
        return audiences;
      },
    },
  ],
  exports: [Audiences],
})
export class AudienceModule {}
