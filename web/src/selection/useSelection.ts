import { useEffect, useRef, useState } from 'react';
import type { Row } from '../feed/row.ts';

/** Rows of a list that were chosen for something to be done with all of them. */
export interface Selection {
  readonly rows: readonly Row[];
  readonly has: (row: Row) => boolean;
  /** `i`: its place in the list, from which a range may go on. */
  readonly toggle: (row: Row, i: number) => void;
  /** All from the last that was chosen up to `i`. */
  readonly range: (at: (i: number) => Row | undefined, i: number) => void;
  readonly clear: () => void;
}

/** `of`: what list it is; another one has another selection. */
export function useSelection(of: string): Selection {
  const [chosen, setChosen] = useState<ReadonlyMap<string, Row>>(new Map());
  const anchor = useRef(0);
  useEffect(() => setChosen(new Map()), [of]);
  return {
    rows: [...chosen.values()],
    has: ({ id }) => chosen.has(id),
    toggle: (row, i) => {
      anchor.current = i;
      const next = new Map(chosen);
      if (!next.delete(row.id)) next.set(row.id, row);
      setChosen(next);
    },
    range: (at, i) => {
      const [first, last] = [Math.min(anchor.current, i), Math.max(anchor.current, i)];
      const next = new Map(chosen);
      for (let j = first; j <= last; j++) {
        const row = at(j);
        if (row) next.set(row.id, row);
      }
      setChosen(next);
    },
    clear: () => setChosen(new Map()),
  };
}
