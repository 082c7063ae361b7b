import type { Change, Outcome, Put, Receipt } from '../exchange/index.js';
import { observablesOf } from '../formats/index.js';
import { Fault, type Observable } from '../kernel/index.js';
import { pauses } from '../platform/index.js';
import type { Warninglists } from '../warninglists/index.js';

type Lists = Pick<Warninglists, 'hitsOf'>;

/** The warninglists that have what a change hands in, for each of them. */
export type Warnings = readonly ReturnType<Lists['hitsOf']>[];

/** Asks the lists, a little at a time: expressions on long values take theirs. Not to be done under a lock. */
export async function warningsOf(changes: readonly Change[], lists: Lists): Promise<Warnings> {
  const warnings: ReturnType<Lists['hitsOf']>[] = [];
  const pause = pauses();
  for (const change of changes) {
    warnings.push(change.do === 'put' ? lists.hitsOf(observablesIn(change)) : []);
    await pause();
  }
  return warnings;
}

/** Also of whole cyber observables. What can't be read is refused elsewhere. */
function observablesIn({ observables, object }: Put): readonly Observable[] {
  try {
    return observables ?? observablesOf(object);
  } catch (error) {
    if (error instanceof Fault) return [];
    throw error;
  }
}

/** What an outcome's warnings say in words, for where there is room for a text alone. */
export const warningText = (warnings: NonNullable<Outcome['warnings']>): string =>
  `on warninglists: ${warnings.map(({ name }) => name).join('; ')}`;

/**
 * The receipt of what is being submitted, whose outcomes say which warninglists have what was handed in. It is told, and nothing is
 * refused for it. The lists are asked while Postgres writes: who follows the feed does not wait for it.
 */
export async function warned(submitted: Promise<Receipt>, changes: readonly Change[], lists: Lists): Promise<Receipt> {
  const [receipt, warnings] = await Promise.all([submitted, warningsOf(changes, lists)]);
  return { ...receipt, outcomes: withWarnings(receipt.outcomes, warnings) };
}

/** Likewise outcomes. */
export function withWarnings(outcomes: readonly Outcome[], all: Warnings): Outcome[] {
  return outcomes.map((outcome) => {
    const warnings = outcome.outcome === 'rejected' ? [] : (all[outcome.index] ?? []);
    return warnings.length === 0 ? outcome : { ...outcome, warnings };
  });
}
