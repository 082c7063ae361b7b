/** Nobody is left alone for longer, whatever he says. */
const LONGEST_WAIT_MS = 24 * 3_600_000;

/** How long a server asks to be left alone: Retry-After, in seconds or as a date (RFC 9110, 10.2.3). Undefined: it does not say. */
export function waitOf(text: string | undefined, now: number): { waitMs: number } | undefined {
  if (text === undefined) return undefined;
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1_000 : Date.parse(text.endsWith('GMT') ? text : '') - now;
  return Number.isNaN(ms) ? undefined : { waitMs: Math.min(Math.max(ms, 0), LONGEST_WAIT_MS) };
}
