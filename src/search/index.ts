export { Lookup } from './lookup.js';
export { Finder, type Match } from './finder.js';
export { SearchModule } from './search.module.js';
