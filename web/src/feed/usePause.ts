import { useEffect, useRef, useState } from 'react';
import type { Look } from './stream.ts';
import type { Row } from './row.ts';

const HOVER_MS = 1_000;

/** A feed held still: the rows as they were, whatever goes on behind. */
interface Still {
  readonly rows: readonly Row[];
  readonly total: number;
  /** Held by the pointer alone: let go when that goes. */
  readonly hover: boolean;
}

/** Stops the list when somebody reads in it (scroll, focus, pointer, Space); the stream itself goes on. */
export function usePause({ ring }: Look) {
  const [still, setStill] = useState<Still>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const hold = (hover: boolean) =>
    setStill((held) => {
      if (!held) return { rows: ring.frozen(), total: ring.total, hover };
      return held.hover && !hover ? { ...held, hover } : held;
    });
  const resume = () => setStill(undefined);

  // another filter has another ring
  useEffect(() => setStill(undefined), [ring]);
  useEffect(() => () => clearTimeout(timer.current), []);

  return {
    paused: still !== undefined,
    waiting: still ? ring.total - still.total : 0,
    size: still ? still.rows.length : ring.size,
    at: (i: number) => {
      const row = still?.rows[i];
      return still ? row && ring.now(row) : ring.at(i);
    },
    pause: () => hold(false),
    resume,
    hover: (inside: boolean) => {
      clearTimeout(timer.current);
      if (inside) timer.current = setTimeout(() => hold(true), HOVER_MS);
      else if (still?.hover) resume();
    },
  };
}
