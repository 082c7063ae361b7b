import { type Hunk, textDiff } from './text-diff.js';

/** A property that is another one, or was not there on one side (null). */
export interface ValueDifference {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** A list with other items; where neither gained nor lost one, it has them in another order. */
export interface ListDifference {
  readonly field: string;
  readonly added: readonly unknown[];
  readonly removed: readonly unknown[];
}

/** The text, line by line; one that differs too much to be compared comes as a {@link ValueDifference}. */
export interface BodyDifference {
  readonly field: 'body';
  readonly hunks: readonly Hunk[];
}

export type Difference = ValueDifference | ListDifference | BodyDifference;

/** In what two advisories differ, by property, in the order of `fields`. Linear in time but for the body, which has a bound. */
export function differences<Name extends string>(
  fields: readonly Name[],
  before: Readonly<Partial<Record<Name, unknown>>>,
  after: Readonly<Partial<Record<Name, unknown>>>,
): Difference[] {
  return fields.flatMap((field): Difference[] => {
    const [a, b]: readonly unknown[] = [before[field] ?? null, after[field] ?? null];
    if (JSON.stringify(a) === JSON.stringify(b)) return [];
    if (Array.isArray(a) && Array.isArray(b)) return [{ field, added: beyond(b, a), removed: beyond(a, b) }];
    const hunks = field === 'body' && typeof a === 'string' && typeof b === 'string' ? textDiff(a, b) : undefined;
    return [hunks ? { field: 'body', hunks } : { field, before: a, after: b }];
  });
}

/** The items of a list that another does not have, or not as often. */
function beyond(list: readonly unknown[], other: readonly unknown[]): unknown[] {
  const left = new Map<string, number>();
  for (const item of other) left.set(JSON.stringify(item), (left.get(JSON.stringify(item)) ?? 0) + 1);
  return list.filter((item) => {
    const key = JSON.stringify(item);
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count <= 0;
  });
}
