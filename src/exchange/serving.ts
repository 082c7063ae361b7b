import type { Query } from '../query/index.js';
import type { Restricted } from './lane.js';
import type { Predicate } from './ring.js';
import type { Batch } from './subscriber.js';

/** A filter as it is asked in SQL, and of what is in memory. */
export interface Filter {
  readonly query: Query;
  readonly text: string;
  readonly matches: Predicate;
}

/** A page on its way to one reader. */
export interface Serving {
  readonly batch: Batch;
  readonly restricted: Restricted | undefined;
  readonly passedOver: boolean;
  /** Pages up to this log number were read with it. */
  readonly ahead?: number | undefined;
}
