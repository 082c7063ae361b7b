export { AdvisoriesModule } from './advisories.module.js';
