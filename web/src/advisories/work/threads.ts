import type { WorkComment } from 'tocsin';

/** Comments that answer none that is there. */
export function threadsOf(all: readonly WorkComment[]): readonly WorkComment[] {
  const known = new Set(all.map(({ id }) => id));
  return all.filter(({ parent }) => parent === null || !known.has(parent));
}

export const openIn = (threads: readonly WorkComment[]): number =>
  threads.filter(({ resolved_at: resolved }) => resolved === null).length;
