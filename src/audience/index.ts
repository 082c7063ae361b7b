export { address, AudienceAsk, relabel, within, type AudienceTarget } from './address.js';
export { AudienceModule } from './audience.module.js';
export { Audiences } from './audiences.js';
export type { Audience, Book, Group, Organisation } from './book.js';
export { visible, visibleSql, type Visible } from './visible.js';
