import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../preferences.ts';
import { reachable } from './reachable.ts';
import { written } from './times.ts';

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

/** A time as the person wants to see it; pointed at, or come to by the keyboard, it tells all three forms ({@link TimesTold}). */
export function When({ at }: { at: string | null | undefined }) {
  const { zone } = usePreferences();
  const { i18n } = useTranslation();
  const now = useSyncExternalStore(subscribe, () => minute);
  const time = at ? new Date(at) : undefined;
  if (!time || Number.isNaN(time.getTime())) return <span className="muted">–</span>;
  const text = written(time, zone, now, i18n.language);
  // a time has no name by what it says, and some have the focus
  return (
    <time ref={reachable} dateTime={time.toISOString()} aria-label={text}>
      {text}
    </time>
  );
}
