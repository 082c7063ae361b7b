export { SearchesModule } from './searches.module.js';
