import type { Zone } from '../preferences.ts';

const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];
const pad = (n: number) => String(n).padStart(2, '0');

const utc = (at: Date): string => `${at.toISOString().slice(0, 19).replace('T', ' ')}Z`;
const local = (at: Date): string =>
  `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())} ${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}`;

function relative(at: Date, now: number, language: string): string {
  const seconds = (at.getTime() - now) / 1000;
  const [unit, size] = UNITS.find(([, each]) => Math.abs(seconds) >= each) ?? ['second', 1];
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(Math.round(seconds / size), unit);
}

/** A time in one of its three forms. */
export function written(at: Date, zone: Zone, now: number, language: string): string {
  return zone === 'utc' ? utc(at) : zone === 'local' ? local(at) : relative(at, now, language);
}
