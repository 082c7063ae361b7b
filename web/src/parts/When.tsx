import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences, type Zone } from '../preferences.ts';

const listeners = new Set<() => void>();
let minute = Date.now();
setInterval(() => {
  minute = Date.now();
  for (const listener of listeners) listener();
}, 10_000);
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

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

function written(at: Date, zone: Zone, now: number, language: string): string {
  return zone === 'utc' ? utc(at) : zone === 'local' ? local(at) : relative(at, now, language);
}

/** A time as the person wants to see it; pointed at, it shows all three. */
export function When({ at }: { at: string | null | undefined }) {
  const { zone } = usePreferences();
  const { i18n } = useTranslation();
  const now = useSyncExternalStore(subscribe, () => minute);
  const time = at ? new Date(at) : undefined;
  if (!time || Number.isNaN(time.getTime())) return <span className="muted">–</span>;
  const all = `${utc(time)}\n${local(time)}\n${relative(time, now, i18n.language)}`;
  return (
    <time dateTime={time.toISOString()} title={all}>
      {written(time, zone, now, i18n.language)}
    </time>
  );
}
