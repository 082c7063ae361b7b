import { overbroad } from '../formats/index.js';
import type { Observable } from '../kernel/index.js';
import type { Warninglists } from '../warninglists/index.js';

/** What values are never to be blocked, however they were reported. */
export interface NeverBlocked {
  /** Changes when an answer may. */
  readonly version: string;
  /** The name of a list, or the reason, that speaks against the observable; null when none does. */
  hits(observable: Observable): string | null;
}

/** What the hub knows by itself (public suffixes, unrouted ranges, root servers, the empty file), and the alliance's warninglists. */
export const neverBlocked = (lists: Pick<Warninglists, 'hits' | 'version'>): NeverBlocked => ({
  get version() {
    return lists.version;
  },
  hits: (observable) => overbroad(observable) ?? lists.hits(observable)[0]?.name ?? null,
});
