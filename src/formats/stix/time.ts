import { Fault } from '../../kernel/index.js';

const TIME = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?Z$/;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Milliseconds since the epoch of an RFC 3339 timestamp in UTC as STIX writes it: `Z`, the years 1 to 9999, real days
 * of the calendar, no leap seconds, at most nine fraction digits (Windows writes seven, Go nine; those after the third don't
 * count). Throws `invalid_time`, with the pointer if one is given.
 */
export function parseTime(text: string, pointer?: string): number {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const fields = typeof text === 'string' && text.length <= 30 ? TIME.exec(text) : null;
  if (!fields || !isReal(fields.slice(1, 7).map(Number))) {
    const more = pointer === undefined ? {} : { pointer };
    throw new Fault('invalid_time', 'a time is written like 2026-01-31T12:00:00.000Z', more);
  }
  const time = Date.parse(`${text.slice(0, 19)}.${(fields[7] ?? '').padEnd(3, '0').slice(0, 3)}Z`);
  if (parsed.size >= RECENT) parsed.clear();
  parsed.set(text, time);
  return time;
}

/** Times read lately: an object has the same one twice, and a submission has the same few in all its objects. */
const parsed = new Map<string, number>();
const RECENT = 500;

/** Orders two valid timestamps exactly, to the nanosecond: negative when `a` is the earlier. */
export function compareTimes(a: string, b: string): number {
  const [x, y] = [toNanoseconds(a), toNanoseconds(b)];
  if (x === y) return 0;
  return x < y ? -1 : 1;
}

/** A valid timestamp with six fraction digits at the most: what the hub writes itself all parsers read, also those that know no more. */
export const toMicroseconds = (text: string): string => text.replace(/(\.\d{6})\d+Z$/, '$1Z');

const toNanoseconds = (text: string): string => `${text.slice(0, 19)}.${text.slice(20, -1).padEnd(9, '0')}`;

function isReal([year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0]: readonly number[]): boolean {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = (DAYS[month - 1] ?? 0) + (month === 2 && leap ? 1 : 0);
  return year > 0 && day > 0 && day <= days && hour < 24 && minute < 60 && second < 60;
}
