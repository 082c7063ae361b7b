import type { Sql } from '../platform/index.js';
import type { Outcome, Submission } from './submission.js';
import type { Writing } from './writing.js';

/** What goes with the submissions, one after the other: it is rare. Postgres has the changes by then. Throws what failed first of both. */
export async function settle(
  sql: Sql,
  submissions: readonly Submission[],
  fresh: readonly boolean[],
  outcomes: readonly Outcome[][],
  writing: Writing,
): Promise<void> {
  writing.send();
  try {
    for (const [i, submission] of submissions.entries())
      if (fresh[i]) await submission.settle?.(sql, outcomes[i] ?? []);
  } catch (error) {
    await writing.written();
    throw error;
  }
}
