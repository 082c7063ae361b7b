import type { Outcome } from '../exchange/index.js';
import { Fault } from '../kernel/index.js';
import { problemText } from '../platform/index.js';

/** What became of a part of a stream: its outcomes, each with its place in the file where that is known, and notes. */
export interface Part {
  readonly outcomes: readonly (Outcome & { readonly at?: string })[];
  readonly notes?: readonly { readonly at: string; readonly note: string }[];
}

/**
 * Outcomes as lines while the stream is still coming in; the last line counts them. One that ends early has a problem as
 * its last line, and no counts: it must not look complete.
 */
export async function* outcomeLines(parts: AsyncIterable<Part>, requestId: string): AsyncGenerator<string> {
  const total = { created: 0, updated: 0, unchanged: 0, rejected: 0 };
  let begun = false;
  try {
    for await (const { outcomes, notes = [] } of parts) {
      for (const { outcome } of outcomes) total[outcome] += 1;
      yield [...notes, ...outcomes].map((line) => `${JSON.stringify(line)}\n`).join('');
      begun = true;
    }
    yield `${JSON.stringify({ counts: total })}\n`;
  } catch (error) {
    if (!begun || !(error instanceof Fault)) throw error;
    yield `{"problem":${problemText(error, requestId)}}\n`;
  }
}
