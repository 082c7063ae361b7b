import { parseTime } from '../formats/index.js';
import { Fault } from '../kernel/index.js';
import { misread } from './misread.js';

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
// What four-digit years can say, with a margin below for calendars.
const EARLIEST = Date.UTC(1000, 0, 1);
const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/**
 * An instant: a date (its first moment in UTC), an RFC 3339 timestamp, or a span such as `7d` from `now`, back
 * (`direction` -1) or ahead (1).
 */
export function readTime(column: number, written: string, now: number, direction: 1 | -1): number {
  const [, count, unit = ''] = /^(\d{1,6})([mhdw])$/.exec(written) ?? [];
  const at = count === undefined ? absolute(column, written) : now + direction * Number(count) * (UNITS[unit] ?? 0);
  if (!(at >= EARLIEST && at <= LATEST)) throw misread(column, 'the time is outside the years 1000 to 9999');
  return at;
}

function absolute(column: number, written: string): number {
  const text = /^\d{4}-\d{2}-\d{2}$/.test(written) ? `${written}T00:00:00Z` : written;
  try {
    return parseTime(text);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw misread(column, 'a time is 7d, 12h, 30m, 2w, 2021-03-02 or 2021-03-02T10:00:00Z');
  }
}
