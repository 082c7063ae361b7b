export { Hub, type Change, type Tagged } from './hub.js';
export type { HubOptions } from './rest.js';
export { FeedGapError, HubError, type Fracture, type Problem } from './errors.js';
export { Feed } from './feed.js';
export {
  entryKey,
  type Batch,
  type FeedOptions,
  type FeedState,
  type FeedStatus,
  type FeedStore,
  type Trouble,
} from './feed-options.js';
export {
  Advisories,
  type Answer,
  type ExportFormat,
  type ListedAdvisory,
  type ListedWork,
  type NewThreadAnswer,
  type ThreadAnswer,
} from './advisory/advisories.js';
export type * from './advisory/at-work.js';
export type { AdvisoryDiff, DiffHunk, DiffLine, Difference } from './advisory/diff.js';
export { canonicalText, statement, textHash, type CoSignature, type Said } from './advisory/text.js';
export {
  verifyAdvisory,
  type AdvisoryReport,
  type CheckedSignature,
  type SigningKey,
} from './advisory/verify-advisory.js';
export type { AudiencePreview, FacetCounts, FacetValue, QueryKey } from './asking.js';
export {
  HEAD_BYTES,
  Imports,
  type ImportJob,
  type ImportOptions,
  type ImportOutcome,
  type ImportPreview,
} from './imports.js';
export { Searches, type Bell, type SavedSearch, type SearchMail, type SearchWatch, type Unread } from './searches.js';
export type { AnswerTimes, Counted, Period, Series, Statistics, TechniqueCount } from './statistics.js';
export type { StixOptions } from './stix.js';
export type { SubmitOptions, SubmitResult } from './submit.js';
export { verify, type AudienceResult, type Missing, type VerifyOptions, type VerifyReport } from './verify.js';
export { CHAIN_START, digestOf, link, stepsOf, type Step } from './chain.js';
export { EXPORT_FORMATS, exportTo, type ExportFormat as FileFormat } from './export.js';
export { VERSION } from './version.js';
export { putWarninglist } from './warninglists.js';
export type * from './types.js';
export { defang, defangAny } from './terminal/defang.js';
export { subjectOf, tlpOf } from './terminal/describe.js';
export { patternValues, type PatternValue } from './terminal/pattern.js';
export { printable } from './terminal/text.js';
