import type { AdvisoryBody } from 'tocsin';

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** Properties in which two texts differ. */
export function changed(a: AdvisoryBody, b: AdvisoryBody): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((field) => !same(a[field], b[field]));
}

/** Two authors wrote over the same text: what each changed, and what both did, to something else. */
export function compare(base: AdvisoryBody, mine: AdvisoryBody, theirs: AdvisoryBody) {
  const [ours, others] = [changed(base, mine), changed(base, theirs)];
  return {
    mine: ours,
    theirs: others,
    both: ours.filter((name) => others.includes(name) && !same(mine[name], theirs[name])),
  };
}

/** Their text with those of one’s own properties. */
export function over(theirs: AdvisoryBody, mine: AdvisoryBody, fields: readonly string[]): AdvisoryBody {
  const merged = { ...theirs };
  for (const field of fields) {
    if (mine[field] === undefined) delete merged[field];
    else merged[field] = mine[field];
  }
  return merged;
}
