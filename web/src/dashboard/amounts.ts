/** How much a number is of the largest: 0 for nothing, else 1 to 5. By the root, so that small numbers are told apart. */
export const levelOf = (count: number, most: number): number =>
  count === 0 ? 0 : Math.max(1, Math.ceil(Math.sqrt(count / Math.max(most, 1)) * 5));

export const most = (counts: readonly number[]): number => counts.reduce((a, b) => Math.max(a, b), 0);

/** Half of them are at most this. */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length / 2) - 1];
}

const UNITS: readonly [unit: 'day' | 'hour' | 'minute' | 'second', ms: number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
];

/** A length of time in its two largest units: `3 hr 12 min`. */
export function lengthOf(ms: number, language: string): string {
  const first = UNITS.findIndex(([, each]) => ms >= each);
  const at = first < 0 ? UNITS.length - 1 : first;
  const write = (unit: string, count: number) =>
    new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(count);
  const [unit, each] = UNITS[at]!;
  const [next, size] = UNITS[at + 1] ?? [];
  const rest = size === undefined ? 0 : Math.floor((ms % each) / size);
  return [write(unit, Math.floor(ms / each)), ...(rest > 0 && next ? [write(next, rest)] : [])].join(' ');
}
