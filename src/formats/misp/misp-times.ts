const LATEST = 253_402_300_799; // the year 9999

/** Seconds since the epoch as MISP writes them; undefined for what is none. */
export function seconds(text: string | undefined): number | undefined {
  const value = text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) : undefined;
  return value !== undefined && value > 0 && value <= LATEST ? value : undefined;
}

/** As STIX writes times. */
export const instant = (at: number): string => new Date(at * 1_000).toISOString();

/** `first_seen` and `last_seen`, to the nanosecond where it says it in UTC; undefined for what is no time. */
export function seenTime(text: string | null | undefined): string | undefined {
  if (!text) return undefined;
  const [, day, fraction] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(?:Z|\+00:?00)$/.exec(text) ?? [];
  const at = Date.parse(text);
  if (Number.isNaN(at)) return undefined;
  return day === undefined ? new Date(at).toISOString() : `${day}.${(fraction ?? '').padEnd(3, '0')}Z`;
}

/** The first instant of a day `YYYY-MM-DD`, in seconds. */
export function daySeconds(day: string | undefined): number | undefined {
  const at = day !== undefined && /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : NaN;
  return Number.isNaN(at) || at <= 0 ? undefined : at / 1_000;
}
