/** Waits that grow from one try to the next and are drawn at random, so that many clients do not come back at once. */
export class Backoff {
  #tries = 0;

  constructor(
    private readonly first = 500,
    private readonly longest = 30_000,
  ) {}

  /** Milliseconds to wait before the next try. */
  next(): number {
    const most = Math.min(this.longest, this.first * 2 ** this.#tries++);
    return Math.round(most / 2 + (Math.random() * most) / 2);
  }

  /** Something worked: begin again with short waits. */
  reset(): void {
    this.#tries = 0;
  }
}

/** Resolves after `ms`, or at once when the signal is aborted; never rejects. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done);
  });
}
