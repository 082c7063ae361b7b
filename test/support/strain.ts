import { setTimeout } from 'node:timers/promises';
import { Inspector } from './inspector.js';
import type { Target } from './target.js';

const MIB = 1 << 20;
/** How long the hub's event loop may keep others waiting, but for one time in a hundred. */
const LAG_MS = 100;
const HEAP = 20 * MIB;
const RESIDENT = 100 * MIB;
/** Between two looks at the event loop, in milliseconds. */
const TICK_MS = 10;
/** Between two canaries. */
const EVERY_MS = 250;
/** For one to arrive: the machine may be busy with others. */
const PATIENCE_MS = 15_000;

/**
 * How late the event loop comes to a timer, counted by whole milliseconds. Of that only what the process itself worked meanwhile
 * is its own: on a busy machine it waits for a processor as well, and keeps nobody waiting by that.
 */
const WATCH = `{
  globalThis.lags = new Uint32Array(10_000);
  let [at, used] = [performance.now(), process.cpuUsage()];
  setInterval(() => {
    const { user, system } = process.cpuUsage(used);
    const late = Math.min(performance.now() - at - ${TICK_MS}, (user + system) / 1_000);
    lags[Math.min(lags.length - 1, Math.max(0, Math.floor(late)))] += 1;
    [at, used] = [performance.now(), process.cpuUsage()];
  }, ${TICK_MS}).unref();
}`;

/** The 99th percentile since it was last asked for. */
const P99 = `(() => {
  let left = lags.reduce((sum, times) => sum + times, 0) * 0.99;
  const p99 = lags.findIndex((times) => (left -= times) <= 0);
  lags.fill(0);
  return p99;
})()`;

/** What an attack did to the hub process, its event loop, its heap and its resident memory. */
export interface Felt {
  readonly lagMs: number;
  /** Growth in bytes, both after garbage collection. */
  readonly heap: number;
  readonly resident: number;
  /** Canaries that were published meanwhile: each has arrived. */
  readonly canaries: number;
}

/** What is wrong with it, in words; nothing when the hub kept its promises. */
export const complaints = ({ lagMs, heap, resident, canaries }: Felt): string[] => [
  ...(lagMs < LAG_MS ? [] : [`event-loop lag p99 ${lagMs} ms`]),
  ...(heap < HEAP ? [] : [`the heap grew by ${(heap / MIB).toFixed(1)} MiB`]),
  ...(resident < RESIDENT ? [] : [`resident memory grew by ${(resident / MIB).toFixed(1)} MiB`]),
  ...(canaries > 0 ? [] : ['no canary was published']),
];

/** Measures a hub process while it is attacked, with a canary every moment: who listens must miss none. */
export class Strain implements Disposable {
  private constructor(
    private readonly target: Target,
    readonly inspector: Inspector,
  ) {}

  /** Of a target that was started with {@link INSPECTED}. */
  static async on(target: Target): Promise<Strain> {
    const inspector = await Inspector.of(target.process);
    await inspector.run(WATCH);
    return new Strain(target, inspector);
  }

  async during(attack: () => Promise<void>): Promise<Felt> {
    const { target, inspector } = this;
    const before = { heap: await inspector.heap(), resident: target.memory() };
    await this.lagMs(); // what was before, collections included, is forgotten with it
    const stop = new AbortController();
    const canaries = this.publish(stop.signal);
    try {
      await attack();
    } finally {
      stop.abort();
    }
    const published = await canaries;
    const lagMs = await this.lagMs();
    const heap = (await inspector.heap()) - before.heap;
    return { lagMs, heap, resident: target.memory() - before.resident, canaries: published };
  }

  private async publish(stop: AbortSignal): Promise<number> {
    let published = 0;
    do {
      await this.target.control.canary(PATIENCE_MS);
      published += 1;
      await setTimeout(EVERY_MS);
    } while (!stop.aborted);
    return published;
  }

  private async lagMs(): Promise<number> {
    const lag = await this.inspector.run(P99);
    if (typeof lag !== 'number') throw new Error('the hub does not tell its event-loop lag');
    return lag;
  }

  [Symbol.dispose](): void {
    this.inspector[Symbol.dispose]();
  }
}
