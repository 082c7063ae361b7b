export { AdvisoriesModule } from './advisories.module.js';
export { addressed } from './reading/acknowledgements.js';
export { Latencies } from './reading/latencies.js';
export { Quotes } from './signing/quotes.js';
export { AdvisoryBody, changedIn } from './work/advisory-body.js';
export { Drafts, revisionTag } from './work/drafts.js';
export { type Work, worksOn } from './work/work.js';
export { Workflow } from './work/workflow.js';
