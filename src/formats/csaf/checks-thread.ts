import { parentPort } from 'node:worker_threads';
import * as csaf20 from '@secvisogram/csaf-validator-lib/basic.js';
import * as csaf21 from '@secvisogram/csaf-validator-lib/csaf_2_1/basic.js';
import validate from '@secvisogram/csaf-validator-lib/validate.js';
import type { Check, Checked, CsafError, DocumentTest } from './check-csaf.js';
import type { CsafVersion } from './csaf.js';

const MOST = 20;
/** Schema first: what does not fit it is given to no other test. None of these looks anything up by network. */
const TESTS: Record<CsafVersion, { schema: DocumentTest; mandatory: readonly DocumentTest[] }> = {
  '2.0': { schema: csaf20.csaf_2_0_strict, mandatory: others(csaf20, csaf20.csaf_2_0_strict) },
  '2.1': { schema: csaf21.csaf_2_1_strict, mandatory: others(csaf21, csaf21.csaf_2_1_strict) },
};

function others(all: object, schema: DocumentTest): DocumentTest[] {
  return Object.values(all as Record<string, DocumentTest>).filter((test) => test !== schema);
}

async function check(document: unknown, version: CsafVersion): Promise<CsafError[]> {
  const { schema, mandatory } = TESTS[version];
  const wrong = await errorsOf([schema], document);
  if (wrong.length > 0) return wrong.slice(0, MOST);
  const errors = await errorsOf(mandatory, document);
  return errors
    .filter(({ test }) => version === '2.0' || test !== NAMES_TEST || !isProfileOf21(document))
    .slice(0, MOST);
}

/** The library takes the names of profiles that 2.1 added for misspelt ones of 2.0 (6.1.26). */
const NAMES_TEST = 'mandatoryTest_6_1_26';
const PROFILES_OF_21 = ['csaf_withdrawn', 'csaf_superseded', 'csaf_deprecated_security_advisory'];

const isProfileOf21 = (given: unknown): boolean =>
  PROFILES_OF_21.includes((given as { document: { category: string } }).document.category);

async function errorsOf(tests: readonly DocumentTest[], document: unknown): Promise<CsafError[]> {
  const { tests: results } = await validate(tests, document);
  return results.flatMap(({ name, errors }) =>
    errors.map(({ message = 'is wrong', instancePath }) => ({ pointer: instancePath, test: name, detail: message })),
  );
}

async function answer({ document, version }: Check): Promise<void> {
  const checked: Checked = await check(document, version).then(
    (errors) => ({ errors }),
    (error: unknown) => ({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has none
  parentPort?.postMessage(checked);
}

// one after the other: an answer belongs to the oldest question
let last = Promise.resolve();
parentPort?.on('message', (asked: Check) => {
  last = last.then(() => answer(asked));
});
