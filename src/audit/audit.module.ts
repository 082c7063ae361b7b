import { Global, Module } from '@nestjs/common';
import { Database } from '../platform/index.js';
import { AuditLog } from './audit-log.js';
import { AuditTrail } from './audit-trail.js';
import { AuditController } from './audit.controller.js';

/** Who did what, append-only. */
@Global()
@Module({
  controllers: [AuditController],
  providers: [
    AuditTrail,
    { provide: AuditLog, useFactory: (database: Database) => new AuditLog(database.auth), inject: [Database] },
  ],
  exports: [AuditLog],
})
export class AuditModule {}
