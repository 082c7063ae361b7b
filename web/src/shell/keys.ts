import { useEffect, useRef } from 'react';
import { preferences } from '../preferences.ts';

/** What keys do, by what they print (`event.key`), so that every layout works; two with a blank between are a sequence. */
export type KeyMap = Readonly<Record<string, (event: KeyboardEvent) => void>>;

const SEQUENCE_MS = 1_200;
/** In the order in which they came. */
const maps = new Set<{ readonly current: KeyMap; readonly goesFirst: boolean }>();
let first: { key: string; at: number } | undefined;

/** Where typing means text. */
const isText = (target: Element): boolean =>
  target.closest('input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]') !== null;
/** What has a meaning of its own for Space and Enter. */
const isPressed = (target: Element): boolean =>
  target.closest('button, a, summary, [role=tab], [role=menuitem], input, label') !== null;
const isDialogOpen = (): boolean => document.querySelector('[role=dialog][aria-modal=true], [role=menu]') !== null;

/** What a key is after the one before it, where that began a sequence in time. */
function sequenceOf({ key, timeStamp }: KeyboardEvent): string | undefined {
  const name = first !== undefined && timeStamp - first.at < SEQUENCE_MS ? `${first.key} ${key}` : undefined;
  return name !== undefined && known().includes(name) ? name : undefined;
}
const known = (): string[] => [...maps].flatMap((map) => Object.keys(map.current));

/** Whether the key ends a sequence: then it is not what it would be alone. */
export const isSecond = (event: KeyboardEvent): boolean => preferences().singleKeys && sequenceOf(event) !== undefined;

function meant(event: KeyboardEvent): string | undefined {
  const { key, target } = event;
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !preferences().singleKeys) return;
  if (event.repeat && !/^(?:[jk]|Arrow.*)$/.test(key)) return; // a key that is held says nothing twice
  if (!(target instanceof Element) || isText(target) || isDialogOpen()) return;
  if ((key === ' ' || key === 'Enter') && isPressed(target)) return;
  const name = sequenceOf(event) ?? key;
  first = known().some((one) => one.startsWith(`${key} `)) ? { key, at: event.timeStamp } : undefined;
  return name;
}

globalThis.addEventListener('keydown', (event) => {
  const name = meant(event);
  if (name === undefined) return;
  // who came last stands before the others
  const those = [...maps].toReversed().filter((map) => map.current[name] !== undefined);
  const handler = (those.find((map) => map.goesFirst) ?? those[0])?.current[name];
  if (!handler) return;
  event.preventDefault();
  handler(event);
});

/** For as long as the component is there. `goesFirst`: before all others, also those that come later. */
export function useKeys(map: KeyMap, { goesFirst = false } = {}): void {
  const mine = useRef({ current: map, goesFirst });
  useEffect(() => {
    mine.current.current = map;
  });
  useEffect(() => {
    const { current } = mine;
    maps.add(current);
    return () => void maps.delete(current);
  }, []);
}
