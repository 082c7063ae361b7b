import { parseTime } from '../../formats/index.js';
import { Fault } from '../../kernel/index.js';

/** The version of what has no times (TAXII 2.1, 3.4). */
export const TIMELESS = '1970-01-01T00:00:00.000Z';

/** Microseconds since the epoch of an RFC 3339 timestamp in UTC; what comes after the sixth digit is cut off. Undefined for what is none. */
export function instantOf(text: string): number | undefined {
  const [, seconds = '', digits = ''] = /^(.{19})(?:\.(\d{1,30}))?Z$/.exec(text) ?? [];
  try {
    return parseTime(`${seconds}Z`) * 1000 + Number(digits.padEnd(6, '0').slice(0, 6));
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}

/** As TAXII writes it: six digits, always. */
export function instantText(micros: number): string {
  const seconds = Math.floor(micros / 1e6);
  const rest = String(micros - seconds * 1e6).padStart(6, '0');
  return `${new Date(seconds * 1000).toISOString().slice(0, -5)}.${rest}Z`;
}
