import type { Audiences, Visible } from '../audience/index.js';
import type { AuditLog } from '../audit/index.js';
import type { Config } from '../platform/index.js';
import type { Authority } from './batch.js';
import type { Cursors } from './cursors.js';
import type { Lanes } from './lane.js';
import type { Meter } from './meter.js';
import type { Filter, Serving } from './serving.js';
import type { Subscription } from './subscription.js';

/** What serves a subscription. */
export interface Served {
  readonly limits: Config['feed'];
  readonly lanes: Lanes;
  readonly audiences: Audiences;
  readonly authority: Authority;
  readonly audit: AuditLog;
  readonly cursors: Cursors;
  readonly meter: Meter;
  /** The last log number that this process has. */
  readonly head: number;
  /** The log is known to go on: nobody is at the head. */
  readonly behind: boolean;
  catchUp(): Promise<void>;
  page(seen: Visible, filter: Filter | undefined, after: number, waiting: () => boolean): Promise<Serving | undefined>;
  headsOf(seen: Visible): string;
  ended(subscription: Subscription): void;
  failed(error: unknown): void;
}
