import { setTimeout } from 'node:timers/promises';
import { Inspector } from './inspector.js';
import type { Target } from './target.js';

const MIB = 1 << 20;
/** How long the hub's event loop may keep others waiting, but for one time in a hundred. */
const LAG_MS = 100;
const HEAP = 20 * MIB;
const RESIDENT = 100 * MIB;
/** Between two canaries. */
const EVERY_MS = 250;
/** For one to arrive: the machine may be busy with others. */
const PATIENCE_MS = 15_000;

/** What an attack did to the hub process, by its own metrics, its heap and its resident memory. */
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
  ...(lagMs < LAG_MS ? [] : [`event-loop lag p99 ${lagMs.toFixed(1)} ms`]),
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
    return new Strain(target, await Inspector.of(target.process));
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

  /** The 99th percentile since it was last asked for: prom-client begins anew with each scrape. */
  private async lagMs(): Promise<number> {
    const text = await (await fetch(`${this.target.url}/metrics`)).text();
    const seconds = /^tocsin_nodejs_eventloop_lag_p99_seconds (\S+)/m.exec(text)?.[1];
    if (seconds === undefined) throw new Error('the hub does not tell its event-loop lag');
    return Number(seconds) * 1_000;
  }

  [Symbol.dispose](): void {
    this.inspector[Symbol.dispose]();
  }
}
