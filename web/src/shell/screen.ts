import { lazyRouteComponent } from '@tanstack/react-router';

/** A screen that the browser could not get, and how it is asked for again. */
export class Unloaded extends Error {
  override readonly name = 'Unloaded';

  constructor(
    cause: unknown,
    readonly again: () => Promise<void>,
  ) {
    super('a screen could not be loaded', { cause });
  }
}

/**
 * A screen that is loaded when it is first gone to. Where it can't be, that is said in its place: the router's own answer is to
 * load the whole page anew, of which without a network nothing is left.
 */
export function screen<M extends Record<string, unknown>, K extends keyof M & string>(load: () => Promise<M>, name: K) {
  const lazy = lazyRouteComponent(
    () =>
      load().catch((cause: unknown): never => {
        throw new Unloaded(cause, async () => {
          await lazy.preload?.();
        });
      }),
    name,
  );
  return lazy;
}
