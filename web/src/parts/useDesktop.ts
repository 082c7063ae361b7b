import { useEffect, useRef } from 'react';
import { usePreferences } from '../preferences.ts';

/** Says on the desktop that a count has grown, where one has asked for it and looks elsewhere; never of what. */
export function useDesktop(tag: string, count: number | undefined, body: string): void {
  const { desktop } = usePreferences();
  const before = useRef<number>(undefined);
  useEffect(() => {
    if (count === undefined) return;
    const isMore = before.current !== undefined && count > before.current;
    before.current = count;
    if (!isMore || !desktop || document.hasFocus() || Notification.permission !== 'granted') return;
    const shown = new Notification('Tocsin', { body, tag });
    shown.addEventListener('click', () => globalThis.focus());
  }, [count]);
}
