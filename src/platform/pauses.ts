import { setImmediate } from 'node:timers/promises';

/**
 * For long work on this process's one thread: to be awaited between its parts. Once so many milliseconds have gone since, others
 * have the event loop.
 */
export function pauses(everyMs = 10): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < everyMs) return;
    await setImmediate();
    since = performance.now();
  };
}
