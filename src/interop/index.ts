export { CsafModule } from './csaf/csaf.module.js';
export { TaxiiModule } from './taxii/taxii.module.js';
export { MispModule } from './misp/misp.module.js';
