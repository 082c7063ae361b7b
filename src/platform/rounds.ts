import { Fault } from '../kernel/index.js';
import type { Log } from './log.js';

/** How long to wait, in milliseconds: after a round that does not say, and after one that failed. */
interface Pauses {
  readonly everyMs: number;
  readonly afterFailureMs?: number;
}

/**
 * What a process does by itself, again and again, each round a while after the last has ended. A round that fails is told to
 * the log, and the next one comes all the same.
 */
export class Rounds {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private ended = false;

  /** `round` may say in how many milliseconds the next is due; `failure`: what the log says of one that failed. */
  constructor(
    private readonly round: () => Promise<number | void>,
    private readonly log: Log,
    private readonly failure: string,
    private readonly pauses: Pauses,
  ) {}

  /** Whether it was told to stop: a long round should end, too. */
  get stopped(): boolean {
    return this.ended;
  }

  start(): void {
    this.later(this.pauses.everyMs);
  }

  /** No round begins any more; resolves when the last has ended. */
  async stop(): Promise<void> {
    this.ended = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private later(ms: number): void {
    if (this.ended) return;
    this.timer = setTimeout(() => {
      this.running = this.round()
        .catch((error: unknown) => this.failed(error))
        .then((next) => this.later(next ?? this.pauses.everyMs));
    }, ms).unref();
  }

  private failed(error: unknown): number {
    const { everyMs, afterFailureMs = everyMs } = this.pauses;
    if (error instanceof Fault && error.status === 503) return everyMs; // the database is away: others say so
    this.log.failure(error, {}, this.failure);
    return afterFailureMs;
  }
}
