import { useRouter } from '@tanstack/react-router';
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { keepWhereabouts, type Whereabouts, whereaboutsIn } from './whereabouts.ts';

interface ListState {
  readonly remember: string | undefined;
  readonly size: number;
  readonly top: number;
  /** Key of the row that has, or had, the focus. */
  readonly focus: string | undefined;
  readonly onReturn: (where: Whereabouts) => void;
}

/** What says that somebody goes his own way already. */
const OWN_WAY = ['wheel', 'keydown', 'pointerdown', 'touchstart'] as const;

/**
 * Leads who comes back to a list, or loads it anew, to where he was: as far down, once so many rows are there, and with the
 * focus on the row that had it, unless he has gone elsewhere meanwhile.
 */
export function useReturn(scroller: RefObject<HTMLDivElement | null>, list: ListState): void {
  const { remember, size, top, focus, onReturn } = list;
  const { __TSR_index: index } = useRouter().state.location.state;
  // of where the list came up: on the way to another screen the address is that one's already
  const [name] = useState(remember === undefined ? undefined : `${index} ${remember}`);
  const goal = useRef<Whereabouts>(undefined);
  /** The row that is to have the focus, as soon as it is drawn. */
  const awaited = useRef<string>(undefined);
  useEffect(() => {
    const leave = () => (goal.current = undefined);
    for (const sign of OWN_WAY) addEventListener(sign, leave, { passive: true });
    return () => {
      for (const sign of OWN_WAY) removeEventListener(sign, leave);
    };
  }, []);
  // also when it was hidden alone, while a screen was on its way to which nobody went after all
  useLayoutEffect(() => {
    if (name !== undefined) goal.current = whereaboutsIn(name);
  }, [name]);
  useLayoutEffect(() => {
    const box = scroller.current;
    const wanted = goal.current;
    if (!box || !wanted) return;
    box.scrollTop = wanted.top; // near the end further rows are asked for
    if (box.scrollTop < wanted.top - 1) return;
    goal.current = undefined;
    awaited.current = wanted.key;
    onReturn(wanted);
  }, [size]);
  useLayoutEffect(() => {
    if (awaited.current === undefined) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(awaited.current)}"]`);
    if (!row) return;
    awaited.current = undefined;
    if (document.activeElement?.matches('body, main, h1') ?? true) row.focus({ preventScroll: true });
  });
  useEffect(() => {
    if (name !== undefined && goal.current === undefined) keepWhereabouts(name, { top, key: focus });
  }, [name, top, focus]);
}
