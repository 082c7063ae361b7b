export { canonical } from './observables/canonical.js';
export { defang } from './observables/defang.js';
export { refang } from './observables/refang.js';
export { classify } from './observables/classify.js';
export { hostOf, networkOf, observableHash, reverseHostOf } from './observables/keys.js';
export { overbroad } from './observables/overbroad.js';
export { patternOf } from './stix/observable-pattern.js';
export { parsePattern } from './stix/parse-pattern.js';
export type { Comparison, Constant, ObjectPath, Operator, Pattern, Qualifier, Step, Test } from './stix/pattern.js';
export { patternObservables } from './stix/pattern-observables.js';
export { printPattern } from './stix/print-pattern.js';
export { JSON_LIMITS, parseJson } from './json/parse-json.js';
export type { JsonLimits } from './json/json-scanner.js';
export { checkObject } from './stix/check-object.js';
export { typeOfId } from './stix/object-shapes.js';
export { facts } from './stix/facts.js';
export { markingOf, tlpFromLabel } from './stix/marking.js';
export { compareTimes, parseTime } from './stix/time.js';
export { ADVISORY_KINDS, AdvisoryText, lacking, paragraphs, SEVERITIES } from './advisory/advisory-text.js';
export {
  ADVISORY_EXTENSION,
  advisoryOf,
  type Issue,
  type Issued,
  type Signature,
  toReport,
  withSignatures,
} from './advisory/report.js';
export {
  canonicalText,
  ed25519,
  isSigned,
  keyIdOf,
  keyProof,
  type Said,
  signStatement,
  textHash,
} from './advisory/statement.js';
