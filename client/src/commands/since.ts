import { usage } from '../terminal/exit.js';

/** Where a feed is to begin, and what to leave out of a replay that begins before. */
export interface Since {
  after: string;
  /** Entries before this moment (milliseconds) are passed over. */
  notBefore?: number;
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/**
 * `beginning`, `now`, a cursor, or an age such as `7d`. An age is a replay from the beginning with what is older left
 * out: cursors hold no time.
 */
export function since(text: string, now = Date.now()): Since {
  const [, count, unit] = /^(\d{1,6})([smhdw])$/.exec(text) ?? [];
  if (count !== undefined && unit !== undefined) {
    return { after: 'beginning', notBefore: now - Number(count) * UNITS[unit]! * 1000 };
  }
  if (text === '' || /\s/.test(text)) throw usage('--since takes beginning, now, an age such as 7d, or a cursor');
  return { after: text };
}
