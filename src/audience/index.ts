export { addressed, type Addressed, type Author } from './addressed.js';
export { address, AudienceAsk, relabel, within, withinSince, type AudienceTarget } from './address.js';
export { AudienceModule } from './audience.module.js';
export { Audiences } from './audiences.js';
export { type Audience, type Book, groupsOf, type Organisation } from './book.js';
export { sees, visible, visibleSql, type Visible } from './visible.js';
