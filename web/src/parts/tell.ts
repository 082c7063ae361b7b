import { onLeave } from '../session/session.ts';

/** What is told for a while, whoever told it. */
export interface Said {
  readonly text: string;
  /** Takes back what was done. */
  readonly undo?: (() => Promise<unknown>) | undefined;
  /** Why it was not done, or not all of it. */
  readonly error?: unknown;
}

const listeners = new Set<() => void>();
let said: Said | undefined;

/** Says that something was done, or was not, for a while, and takes it back when asked. What is said later takes its place. */
export function tell(text: string, undo?: () => Promise<unknown>, error?: unknown): void {
  said = { text, undo, error };
  for (const listener of listeners) listener();
}

/** Tells nothing any more. */
export function hush(): void {
  said = undefined;
  for (const listener of listeners) listener();
}

/** Calls the listener whenever something else is told; gives what ends that. */
export const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** What is told now. */
export const lastSaid = (): Said | undefined => said;

// what one person did is no other’s to undo
onLeave(hush);
