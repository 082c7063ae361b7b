import { type FeedStatus, FeedGapError } from 'tocsin';
import { hub, noteEnd } from '../hub.ts';
import { forget } from '../queries.ts';
import { onLeave } from '../session/session.ts';
import { Ring } from './ring.ts';
import { rowOfEntry, rowOfFound } from './row.ts';

const KEPT = 100_000;
const HISTORY = 200;
/** Repaints a second, at most: 8. */
const REPAINT_MS = 125;
const RATE_MS = 5_000;

export type Light = 'off' | FeedStatus | 'reconnecting';

/** What a list shows of the stream. A new one for each repaint. */
export interface Look {
  readonly ring: Ring;
  readonly light: Light;
  /** Entries a second, over the last five. */
  readonly rate: number;
  /** Entries that came since the stream was opened. */
  readonly came: number;
  /** Entries that a replay has brought after the last cut. */
  readonly missed: number;
  readonly error: unknown;
  /** The feed itself says that something is missing or altered. */
  readonly broken: string | undefined;
}

/** The live feed, followed for as long as somebody is signed in, outside of any component: rows go into a ring, and who looks is told at most 8 times a second. */
class Stream {
  #look: Look = quiet();
  #ring = new Ring(KEPT);
  #filter: string | undefined;
  #looksBack = false;
  #stop: AbortController | undefined;
  #light: Light = 'off';
  #came = 0;
  #missed = 0;
  #error: unknown;
  #broken: string | undefined;
  #times: [number, number][] = [];
  #waiting = false;
  readonly #listeners = new Set<() => void>();

  readonly look = (): Look => this.#look;
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Follows everything, unless something is followed: what is recalled goes from every screen. */
  attend(): void {
    if (!this.#stop) this.#begin('', false);
  }

  /** Goes on without a filter, if anything is followed. */
  widen(): void {
    if (this.#stop ? this.#filter !== '' : this.#error !== undefined) this.#begin('', false);
  }

  /** Follows what matches, from now on, with what came last before. Going on with the same filter changes nothing. */
  follow(filter: string): void {
    if (!this.#stop || this.#filter !== filter || !this.#looksBack) this.#begin(filter, true);
  }

  /** `looksBack`: what came before is read, too. Not for who does not look at it: that it was read is on record. */
  #begin(filter: string, looksBack: boolean): void {
    this.end();
    this.#filter = filter;
    this.#looksBack = looksBack;
    const stop = new AbortController();
    this.#stop = stop;
    this.#run(filter, stop.signal).catch((error: unknown) => {
      if (stop.signal.aborted) return;
      this.#stop = undefined; // whoever asks again begins anew
      this.#error = noteEnd(error) ? undefined : error;
      this.#light = 'off';
      this.#dirty();
    });
  }

  end(): void {
    this.#stop?.abort();
    this.#stop = undefined;
    this.#ring = new Ring(KEPT);
    [this.#came, this.#missed, this.#times] = [0, 0, []];
    [this.#error, this.#broken, this.#light] = [undefined, undefined, 'off'];
    this.#dirty();
  }

  async #run(filter: string, signal: AbortSignal): Promise<void> {
    const known = new Set<string>();
    let history: Promise<void> | undefined;
    const feed = hub.feed({
      ...(filter !== '' && { filter }),
      signal,
      onStatus: (status) => {
        if (status === 'replaying') this.#missed = 0;
        this.#light = status;
        this.#dirty();
      },
      onTrouble: (trouble) => {
        if (trouble.kind === 'reconnect') {
          this.#light = 'reconnecting';
          this.#missed = 0;
        } else if (trouble.kind !== 'unproven') this.#broken = new FeedGapError(trouble).message;
        this.#dirty();
        return 'continue';
      },
      // the place is known: what search finds now and the feed brings from here on leave nothing between them
      onState: () =>
        (history ??= this.#history(filter, known, signal).catch((error: unknown) => {
          history = undefined;
          throw error;
        })),
    });
    for await (const { entries, live } of feed.batches()) {
      const recalled = new Set(entries.filter(({ op }) => op === 'recall').map(({ object }) => object.id));
      if (recalled.size > 0) {
        this.#ring.takeBack(recalled, filter !== '');
        forget(recalled);
      }
      for (const entry of entries) {
        const row = rowOfEntry(entry, filter !== '');
        if (known.delete(row.version)) continue;
        this.#ring.push(row);
      }
      if (!live) this.#missed += entries.length;
      this.#count(entries.length);
    }
  }

  async #history(filter: string, known: Set<string>, signal: AbortSignal): Promise<void> {
    if (!this.#looksBack) return;
    const { objects } = await hub.rest.get<{ objects: Parameters<typeof rowOfFound>[0][] }>('/api/v1/search', {
      query: { q: filter, limit: HISTORY },
      signal,
    });
    // found by when they were made, shown by when they were changed
    const rows = objects.map(rowOfFound).toReversed();
    for (const row of rows.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))) {
      known.add(row.version);
      this.#ring.push(row);
    }
    this.#dirty();
  }

  #count(entries: number): void {
    this.#came += entries;
    this.#times.push([performance.now(), entries]);
    this.#dirty();
  }

  #dirty(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    setTimeout(() => {
      this.#waiting = false;
      this.#repaint();
    }, REPAINT_MS);
  }

  #repaint(): void {
    const from = performance.now() - RATE_MS;
    this.#times = this.#times.filter(([at]) => at > from);
    const rate = this.#times.reduce((sum, [, entries]) => sum + entries, 0) / (RATE_MS / 1000);
    this.#look = {
      ring: this.#ring,
      light: this.#light,
      rate,
      came: this.#came,
      missed: this.#missed,
      error: this.#error,
      broken: this.#broken,
    };
    for (const listener of this.#listeners) listener();
    if (this.#times.length > 0) setTimeout(() => this.#dirty(), 1_000 - REPAINT_MS); // until the rate is nothing again
  }
}

const quiet = (): Look => ({
  ring: new Ring(1),
  light: 'off',
  rate: 0,
  came: 0,
  missed: 0,
  error: undefined,
  broken: undefined,
});

/** The one of this window. */
export const stream = new Stream();
onLeave(() => stream.end());
