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
  type AdvisoryBody,
  type AdvisoryWork,
  type Answer,
  type ListedAdvisory,
  type ListedWork,
} from './advisory/advisories.js';
export { canonicalText, statement, textHash, type CoSignature, type Said } from './advisory/text.js';
export {
  verifyAdvisory,
  type AdvisoryReport,
  type CheckedSignature,
  type SigningKey,
} from './advisory/verify-advisory.js';
export type { SubmitOptions, SubmitResult } from './submit.js';
export { verify, type AudienceResult, type Missing, type VerifyOptions, type VerifyReport } from './verify.js';
export { CHAIN_START, digestOf, link, stepsOf, type Step } from './chain.js';
export { VERSION } from './version.js';
export type * from './types.js';
