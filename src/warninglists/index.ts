export { type Warning, Warninglists } from './warninglists.js';
export { WarninglistsModule } from './warninglists.module.js';
