import { useSyncExternalStore } from 'react';

export type Zone = 'utc' | 'local' | 'relative';
export const ZONES: readonly Zone[] = ['utc', 'local', 'relative'];
export const LANGUAGES = ['en', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What a person chose in this browser. */
export interface Preferences {
  zone: Zone;
  language: Language;
  /** Keys without Ctrl; WCAG 2.1.4 asks for a way to turn them off. */
  singleKeys: boolean;
  /** The bell, and advisories to be answered, are said on the desktop, too. */
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

export function prefer(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  localStorage.setItem(STORE, JSON.stringify(current));
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const usePreferences = (): Preferences => useSyncExternalStore(subscribe, preferences);

/** UTC, local, relative, UTC … */
export const nextZone = (): void => prefer({ zone: ZONES[(ZONES.indexOf(current.zone) + 1) % ZONES.length]! });
