import type { Fracture } from './errors.js';
import type { LedgerSource } from './ledger.js';
import type { Entry, Heads } from './types.js';

/** All a feed needs to go on exactly where it stopped. Plain JSON. */
export interface FeedState {
  cursor: string;
  /** Where each audience stood there; absent when it isn't known, so that the next feed can't prove what lies between. */
  heads?: Heads;
  /** Entries after the cursor that were handled before the feed was stopped in the midst of a batch; see {@link entryKey}. */
  handled?: string[];
}

/** Where a feed's state is kept; `tocsin/state` has one that is a file. */
export interface FeedStore {
  load(): Promise<FeedState | undefined>;
  save(state: FeedState): Promise<void>;
}

/** What a feed reports on its way. Fractures are also thrown, unless the handler answers `"continue"`. */
export type Trouble =
  | Fracture
  | { kind: 'reconnect'; detail: string; code: string; /** Milliseconds until the next try. */ delay: number }
  | { kind: 'unproven'; detail: string };

export type FeedStatus = 'connecting' | 'replaying' | 'live';

export interface FeedOptions {
  /** `"now"` (unless told), `"beginning"` or a cursor. A state found in `store` goes before. */
  after?: string;
  /** In the hub's query language. A filtered feed skips positions, so it can't be checked for gaps. */
  filter?: string;
  /** Ends the feed quietly. */
  signal?: AbortSignal;
  /** Begin from what an earlier feed left, and keep it up to date. */
  store?: FeedStore;
  /** Check positions and chain; true unless told. */
  verify?: boolean;
  onTrouble?: (trouble: Trouble) => 'continue' | void;
  /** Told each time the cursor moves on; a promise is waited for before the hub is told. */
  onState?: (state: FeedState) => void | Promise<void>;
  onStatus?: (status: FeedStatus) => void;
  /** How often the hub's heartbeat is expected; for tests. */
  heartbeatMs?: number;
}

/** Entries that came together and are acknowledged together. Never empty. */
export interface Batch {
  entries: Entry[];
  cursor: string;
  live: boolean;
}

/** What makes an entry this entry and no other. */
export const entryKey = (entry: Entry): string => `${entry.audience}:${entry.position}`;

/** What a feed needs of a hub. */
export interface FeedSource extends LedgerSource {
  readonly url: string;
  readonly key: string | undefined;
}
