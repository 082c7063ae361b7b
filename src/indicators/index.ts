export { narrowed, toChange } from './bulk.js';
export { warned, warningsOf, warningText, withWarnings } from './warned.js';
export { IndicatorsModule } from './indicators.module.js';
export { checkedPut } from './stix-put.js';
export { ItemBudget } from './item-budget.js';
export { mispChange } from './misp-change.js';
export { toRevoke } from './change.js';
