/** Counts what comes in, second by second. */
export class Flood {
  private count = 0;
  private since = performance.now();

  constructor(private readonly perSecond: number) {}

  /** One more came in: whether that is too many. */
  overflows(): boolean {
    const now = performance.now();
    if (now - this.since > 1_000) [this.count, this.since] = [0, now];
    this.count += 1;
    return this.count > this.perSecond;
  }
}
