const DAY_MS = 24 * 60 * 60_000;
/** What comes later than this before a digest leaves goes into the next: nothing is added to one that is being sent. */
const CLOSED_MS = 60_000;

/** When the digest leaves that something of `now` (milliseconds since the epoch) goes into. `hour`: of the day, UTC. */
export function nextDigest(now: number, hour: number): Date {
  const date = new Date(now + CLOSED_MS);
  const today = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate(), hour);
  return new Date(today > date.getTime() ? today : today + DAY_MS);
}

const HOUR_MS = 60 * 60_000;

/** When the hourly mail leaves that something of `now` goes into. */
export const nextHour = (now: number): Date => new Date((Math.floor((now + CLOSED_MS) / HOUR_MS) + 1) * HOUR_MS);
