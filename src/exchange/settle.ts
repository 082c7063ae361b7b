import type { Sql } from '../platform/index.js';
import type { Outcome, Submission } from './submission.js';
import type { Writing } from './writing.js';

/** What became of the submissions of a batch, each by its index. */
interface Decided {
  readonly submissions: readonly Submission[];
  /** Whether it is no repeat, and was let in. */
  readonly fresh: readonly boolean[];
  readonly outcomes: readonly Outcome[][];
  /** Whether it met something TLP:RED. */
  readonly reds: readonly boolean[];
}

/** What goes with the submissions, one after the other: it is rare. Postgres has the changes by then. Throws what failed first of both. */
export async function settle(
  sql: Sql,
  { submissions, fresh, outcomes, reds }: Decided,
  writing: Writing,
): Promise<void> {
  writing.send();
  try {
    for (const [i, submission] of submissions.entries())
      if (fresh[i]) await submission.settle?.(sql, outcomes[i] ?? [], reds[i] ?? false);
  } catch (error) {
    await writing.written();
    throw error;
  }
}
