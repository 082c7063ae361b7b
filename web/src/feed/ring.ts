import { isTakenBack, type Row, takenBack } from './row.ts';

/** The newest rows, in order of arrival, in bounded memory; counts exactly however many have passed through. */
export class Ring {
  readonly #rows: (Row | undefined)[];
  /** What stands now for a row that somebody may still hold. */
  readonly #replaced = new WeakMap<Row, Row>();
  #head = 0;
  #total = 0;

  constructor(readonly capacity: number) {
    this.#rows = Array.from({ length: capacity });
  }

  get total(): number {
    return this.#total;
  }

  get size(): number {
    return Math.min(this.#total, this.capacity);
  }

  push(row: Row): void {
    this.#rows[this.#head] = row;
    this.#head = (this.#head + 1) % this.capacity;
    this.#total += 1;
  }

  /** The `i`th newest. */
  at(i: number): Row | undefined {
    return i < 0 || i >= this.size ? undefined : this.#rows[(this.#head - 1 - i + 2 * this.capacity) % this.capacity];
  }

  /** These objects have moved out of sight, or out of the filter: no row says what they said. */
  takeBack(ids: ReadonlySet<string>, filtered: boolean): void {
    for (const [i, row] of this.#rows.entries()) {
      if (!row || isTakenBack(row.op) || !ids.has(row.id)) continue;
      const left = takenBack(row, filtered);
      this.#replaced.set(row, left);
      this.#rows[i] = left;
    }
  }

  /** A row that was held, as it may be shown now. */
  now(row: Row): Row {
    return this.#replaced.get(row) ?? row;
  }

  /** All, newest first, as they are now: what comes after does not change it. */
  frozen(): Row[] {
    return Array.from({ length: this.size }, (_, i) => this.at(i)!);
  }
}
