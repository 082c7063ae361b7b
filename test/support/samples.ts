/** The middle one. */
export const medianOf = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
};

/** How likely two samples of one distribution differ as much as these (Kolmogorov and Smirnov, asymptotic). */
export function likeness(a: readonly number[], b: readonly number[]): number {
  const below = (values: readonly number[], limit: number) =>
    values.filter((value) => value <= limit).length / values.length;
  const distance = Math.max(...[...a, ...b].map((limit) => Math.abs(below(a, limit) - below(b, limit))));
  const lambda = Math.sqrt((a.length * b.length) / (a.length + b.length)) * distance;
  let p = 0;
  for (let k = 1; k <= 100; k++) p += 2 * (-1) ** (k - 1) * Math.exp(-2 * k * k * lambda * lambda);
  return lambda < 0.2 ? 1 : Math.min(1, Math.max(0, p));
}

type Timed = (i: number) => Promise<unknown>;

/** Milliseconds that each of two deeds takes, one after the other, in an order that changes; the first few don't count. */
export async function interleaved(deeds: readonly [Timed, Timed], count: number, warm = 20) {
  const times: [number[], number[]] = [[], []];
  for (let i = -warm; i < count; i++) {
    for (const which of i % 2 ? ([0, 1] as const) : ([1, 0] as const)) {
      const begin = performance.now();
      await deeds[which](i + warm);
      if (i >= 0) times[which].push(performance.now() - begin);
    }
  }
  return times;
}

/** Chance would hardly make two samples so unlike. */
const CHANCE = 0.001;

/** Two samples differ when their medians are further apart than `ms`, and chance does not explain it. */
export const unlike = ([a, b]: readonly [number[], number[]], ms: number): boolean =>
  Math.abs(medianOf(a) - medianOf(b)) > ms && likeness(a, b) < CHANCE;
