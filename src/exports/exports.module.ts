import { Module } from '@nestjs/common';
import { Audiences } from '../audience/index.js';
import { AuditLog } from '../audit/index.js';
import { Objects } from '../exchange/index.js';
import { Config, Database, Secrets } from '../platform/index.js';
import { ExportsController } from './exports.controller.js';
import { Exports } from './exports.js';
import { Warninglists } from '../warninglists/index.js';
import { neverBlocked } from './never-blocked.js';

/** What the hub knows, in the formats that others read. */
@Module({
  controllers: [ExportsController],
  providers: [
    {
      provide: Exports,
      inject: [Database, Config, Secrets, AuditLog, Audiences, Objects, Warninglists],
      useFactory: (
        database: Database,
        config: Config,
        secrets: Secrets,
        audit: AuditLog,
        audiences: Audiences,
        objects: Objects,
        lists: Warninglists,
      ) => {
        const ways = { audiences, objects, pool: database.api };
        return new Exports(database, config, secrets, audit, ways, neverBlocked(lists));
      },
    },
  ],
})
export class ExportsModule {}
