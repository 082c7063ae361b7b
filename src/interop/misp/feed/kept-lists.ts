/** Lists that are kept at once, and events and parts in all of them. */
const MOST = 8;
const WEIGHT = 500_000;
/** A pull asks for one event after the other; who comes later finds another state anyway. */
const KEEP_MS = 60_000;

interface Kept<T> {
  readonly list: Promise<T>;
  readonly until: number;
  weight: number;
}

/**
 * Lists by what they are made of, so that whoever pulls one event after the other does not have all put together for each.
 * The same list is made once for all who ask meanwhile; one that can't be made is not kept.
 */
export class KeptLists<T> {
  private readonly kept = new Map<string, Kept<T>>();

  constructor(private readonly weightOf: (list: T) => number) {}

  get(key: string, make: () => Promise<T>): Promise<T> {
    const now = performance.now();
    for (const [known, { until }] of this.kept) if (until < now) this.kept.delete(known);
    const found = this.kept.get(key);
    if (found) return found.list;
    const made: Kept<T> = { list: make(), until: now + KEEP_MS, weight: 0 };
    this.kept.set(key, made);
    void this.weigh(key, made);
    return made.list;
  }

  private async weigh(key: string, made: Kept<T>): Promise<void> {
    try {
      made.weight = this.weightOf(await made.list);
      this.shed();
    } catch {
      this.drop(key, made);
    }
  }

  private shed(): void {
    for (const [key, made] of this.kept) {
      const weight = [...this.kept.values()].reduce((sum, one) => sum + one.weight, 0);
      if (this.kept.size <= MOST && weight <= WEIGHT) return;
      this.drop(key, made);
    }
  }

  private drop(key: string, made: Kept<T>): void {
    if (this.kept.get(key) === made) this.kept.delete(key);
  }
}
