export { appendAudit, AuditLog, nextChain, type Deed } from './audit-log.js';
export { AuditModule } from './audit.module.js';
