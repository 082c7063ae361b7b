import { useSyncExternalStore } from 'react';

export type Zone = 'utc' | 'local' | 'relative';
export const ZONES: readonly Zone[] = ['utc', 'local', 'relative'];
export const LANGUAGES = ['en', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What a person chose: all but the desktop's notices goes along to other browsers. */
export interface Preferences {
  zone: Zone;
  language: Language;
  /** Keys without Ctrl; WCAG 2.1.4 asks for a way to turn them off. */
  singleKeys: boolean;
  /** The bell, and advisories to be answered, are said on the desktop, too. Of this browser, which allows it. */
  desktop: boolean;
  /** The checklist of the first days was put away. */
  settled: boolean;
}

const STORE = 'tocsin.preferences';
const listeners = new Set<() => void>();
let current = load();

function load(): Preferences {
  const language: Language = navigator.language.startsWith('fr') ? 'fr' : 'en';
  const usual: Preferences = { zone: 'utc', language, singleKeys: true, desktop: false, settled: false };
  try {
    return { ...usual, ...(JSON.parse(localStorage.getItem(STORE) ?? '{}') as Partial<Preferences>) };
  } catch {
    return usual;
  }
}

export const preferences = (): Preferences => current;

/** Told of what somebody chose. */
let onChoice: (change: Partial<Preferences>) => void = () => {};
export const whenChosen = (told: (change: Partial<Preferences>) => void): void => void (onChoice = told);

export function prefer(change: Partial<Preferences>): void {
  adopt(change);
  onChoice(change);
}

/** Takes over what was chosen elsewhere. */
export function adopt(change: Partial<Preferences>): void {
  if (Object.entries(change).every(([name, value]) => current[name as keyof Preferences] === value)) return;
  current = { ...current, ...change };
  localStorage.setItem(STORE, JSON.stringify(current));
  for (const listener of listeners) listener();
}

/** Calls the listener after each change, until what is returned is called. */
export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const usePreferences = (): Preferences => useSyncExternalStore(subscribe, preferences);

/** UTC, local, relative, UTC … */
export const nextZone = (): void => prefer({ zone: ZONES[(ZONES.indexOf(current.zone) + 1) % ZONES.length]! });
