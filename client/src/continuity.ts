import { CHAIN_START, stepsOf, type Step } from './chain.js';
import { HubError, type Fracture } from './errors.js';
import { follows, proveSpan, sameHead, type LedgerSource, type Seen } from './ledger.js';
import type { Entry, Head, Heads } from './types.js';

/** What of a batch matters for completeness. */
export interface Stretch {
  entries: readonly Entry[];
  live: boolean;
  heads?: readonly (Head & { audience: string })[];
}

const START: Head = { position: 0, chain: CHAIN_START };

/** More than this many replayed entries are not held in memory to be proven; `tocsin verify` does it without hurry. */
const MOST_HELD = 100_000;

/**
 * Watches that nothing is missing. At the head, positions of each audience must be consecutive and their chain must
 * hold. A replay passes over what was superseded, so its positions jump: they are noted, and when the hub says where
 * the ledgers stand, what lies between is held against the ledger itself.
 */
export class Continuity {
  #heads: Map<string, Head>;
  /** Do the heads say from where on everything must have come? Not when the feed began at an arbitrary point. */
  #known: boolean;
  #anchored = false;
  #ahead = new Map<string, Map<number, string>>();
  #ids = new Set<string>();
  #held = 0;

  /**
   * `heads`: where an earlier feed stopped; `{}` for one that begins at the beginning; undefined for any other.
   * `onUnproven` is told when what a replay passed over can't be held against the ledger.
   */
  constructor(
    private readonly source: LedgerSource,
    heads: Heads | undefined,
    private readonly onUnproven: (why: string) => void = () => {},
  ) {
    this.#heads = new Map(Object.entries(heads ?? {}));
    this.#known = heads !== undefined;
  }

  /**
   * Where each audience stands, fit to begin the next feed with; undefined as long as that isn't known, and in the
   * midst of a replay that jumped: who begins there can't know what came before.
   */
  get heads(): Heads | undefined {
    return this.#known && this.#held === 0 ? Object.fromEntries(this.#heads) : undefined;
  }

  /** A new connection first has to say again where the ledgers stand. */
  disconnected(): void {
    this.#anchored = false;
  }

  /** What is missing or altered in this stretch, if anything. */
  async check(stretch: Stretch): Promise<Fracture | undefined> {
    if (!stretch.live) this.#anchored = false;
    const heads = stretch.heads && new Map(stretch.heads.map(({ audience, ...head }) => [audience, head]));
    const strict: Step[] = [];
    for (const step of stretch.entries.flatMap(stepsOf)) {
      // Beside heads, only what lies beyond them is live.
      const beyond = heads ? step.position > (heads.get(step.audience)?.position ?? 0) : this.#anchored;
      if (beyond) strict.push(step);
      else this.#note(step);
    }
    return (heads && (await this.#anchor(heads))) ?? (await this.#advance(strict));
  }

  /** Goes on after a fracture, from where this stretch says the ledgers stand. */
  accept({ entries, heads }: Stretch): void {
    for (const { audience, position, chain } of entries.flatMap(stepsOf))
      this.#heads.set(audience, { position, chain });
    if (!heads) return;
    this.#heads = new Map(heads.map(({ audience, ...head }) => [audience, head]));
    this.#known = true;
    this.#anchored = true;
    this.#clear();
  }

  /** A replayed step: moves the head on when it is the next, is kept for the ledger check when it jumps. */
  #note(step: Step): void {
    if (!this.#known) return;
    this.#ids.add(step.id);
    if (!follows(step.audience, this.#heads.get(step.audience) ?? START, step)) {
      this.#heads.set(step.audience, { position: step.position, chain: step.chain });
      return;
    }
    const ahead = this.#ahead.get(step.audience) ?? new Map<number, string>();
    this.#ahead.set(step.audience, ahead.set(step.position, step.chain));
    if (++this.#held > MOST_HELD) this.#forget();
  }

  #forget(): void {
    this.#known = false;
    this.#heads.clear();
    this.#clear();
    this.onUnproven('the replay is too long to be proven on the way');
  }

  #clear(): void {
    this.#ahead.clear();
    this.#ids.clear();
    this.#held = 0;
  }

  async #anchor(heads: Map<string, Head>): Promise<Fracture | undefined> {
    const fracture = this.#known ? await this.#tryToProve(heads) : undefined;
    if (fracture) return fracture;
    this.#heads = heads;
    this.#known = true;
    this.#anchored = true;
    this.#clear();
    return undefined;
  }

  /** Without the right to read ledgers nothing can be proven, and nothing is known to be wrong. */
  async #tryToProve(heads: Map<string, Head>): Promise<Fracture | undefined> {
    try {
      return await this.#prove(heads);
    } catch (error) {
      if (!(error instanceof HubError) || error.retryable) throw error;
      this.onUnproven(`the ledgers can't be read (${error.code})`);
      return undefined;
    }
  }

  async #prove(heads: Map<string, Head>): Promise<Fracture | undefined> {
    const unknown = [...heads].some(([audience, { position }]) => position > 0 && !this.#heads.has(audience));
    const views = unknown ? new Map((await this.source.audiences()).map((view) => [view.ref, view.from])) : undefined;
    for (const [audience, to] of heads) {
      const from = this.#heads.get(audience) ?? views?.get(audience) ?? START;
      const seen: Seen = { chains: this.#ahead.get(audience) ?? new Map<number, string>(), ids: this.#ids };
      const behind = from.position < to.position;
      const fracture = behind
        ? await proveSpan(this.source, audience, { from, to }, seen)
        : sameHead(audience, from, to);
      if (fracture) return fracture;
    }
    return undefined;
  }

  async #advance(steps: readonly Step[]): Promise<Fracture | undefined> {
    for (const step of steps) {
      const { audience, position, chain } = step;
      const head = this.#heads.get(audience) ?? START;
      const fracture = follows(audience, head, step);
      if (fracture) {
        const healed = fracture.kind === 'gap' && position > head.position && (await this.#bridge(step, head));
        if (!healed) return fracture;
      }
      this.#heads.set(audience, { position, chain });
    }
    return undefined;
  }

  /** A jump at the head is no loss when the ledger proves that all between was superseded. */
  async #bridge(step: Step, head: Head): Promise<boolean> {
    const { audience, position, chain } = step;
    const seen: Seen = { chains: new Map([[position, chain]]), ids: new Set() };
    try {
      const known = this.#heads.has(audience);
      const view = known ? undefined : (await this.source.audiences()).find(({ ref }) => ref === audience);
      const from = view && view.from.position < position ? view.from : head;
      return (await proveSpan(this.source, audience, { from, to: { position, chain } }, seen)) === undefined;
    } catch (error) {
      if (error instanceof HubError && !error.retryable) return false;
      throw error;
    }
  }
}
