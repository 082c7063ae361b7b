import type { Book } from '../audience/index.js';
import { Fault } from '../kernel/index.js';
import type { Step } from './decide.js';

/** New audiences that one submission may make: each is a row for ever, and looked at by every reader. */
const NEW_AUDIENCES = 100;

/** Refuses the steps of a submission that would make one too many. */
export function limitNewAudiences(steps: readonly Step[], book: Book): void {
  const fresh = new Set<string>();
  for (const step of steps) {
    if (!step.target || step.fault || book.audiencesByKey.has(step.target.key)) continue;
    fresh.add(step.target.key);
    if (fresh.size > NEW_AUDIENCES) {
      step.fault = new Fault(
        'audience_not_allowed',
        `one submission addresses at most ${NEW_AUDIENCES} audiences that are new`,
      );
    }
  }
}
