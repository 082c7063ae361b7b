const DAY_MS = 86_400_000;

/** The lengths that a span is cut into, in days. */
export const STEPS = { day: 1, week: 7 } as const;
export type Step = keyof typeof STEPS;

/** A stretch of whole days (UTC), half-open, and the words of the query language that ask for what was made in it. */
export interface Period {
  /** `2021-03-02`. */
  readonly from: string;
  readonly to: string;
  readonly q: string;
}

/** What is counted over: periods of equal length, the last of which ends with today. */
export interface Span extends Period {
  readonly stepDays: number;
  readonly periods: readonly Period[];
}

/** The last `days` days, rounded up to whole steps. `now`: milliseconds since the epoch. */
export function spanOf(now: number, days: number, step: Step): Span {
  const stepDays = STEPS[step];
  const count = Math.ceil(days / stepDays);
  const end = Math.floor(now / DAY_MS) * DAY_MS + DAY_MS;
  const at = (i: number) => end - (count - i) * stepDays * DAY_MS;
  const periods = Array.from({ length: count }, (_, i) => period(at(i), at(i + 1)));
  return { ...period(at(0), end), stepDays, periods };
}

function period(start: number, end: number): Period {
  const [from = '', to = ''] = [start, end].map((at) => new Date(at).toISOString().slice(0, 10));
  return { from, to, q: `created>=${from} created<${to}` };
}
