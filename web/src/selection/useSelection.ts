import { useEffect, useRef, useState } from 'react';
import type { Row } from '../feed/row.ts';

/** Rows of a list that were chosen for something to be done with all of them. */
export interface Selection {
  readonly rows: readonly Row[];
  readonly has: (row: Row) => boolean;
  readonly toggle: (row: Row) => void;
  /** All from the last that was chosen up to `i`. */
  readonly range: (at: (i: number) => Row | undefined, i: number) => void;
  readonly clear: () => void;
}

/** `of`: what list it is; another one has another selection. */
export function useSelection(of: string): Selection {
  const [chosen, setChosen] = useState<ReadonlyMap<string, Row>>(new Map());
  const anchor = useRef<Row>(undefined);
  useEffect(() => setChosen(new Map()), [of]);
  return {
    rows: [...chosen.values()],
    has: ({ id }) => chosen.has(id),
    toggle: (row) => {
      anchor.current = row;
      const next = new Map(chosen);
      if (!next.delete(row.id)) next.set(row.id, row);
      setChosen(next);
    },
    range: (at, i) => {
      const from = placeOf(anchor.current, at) ?? i;
      anchor.current ??= at(i);
      const [first, last] = [Math.min(from, i), Math.max(from, i)];
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

/** Where a row stands now: a feed goes on beneath what was chosen, and a search brings the same object in another row. */
function placeOf(row: Row | undefined, at: (i: number) => Row | undefined): number | undefined {
  if (!row) return undefined;
  let same: number | undefined;
  let i = 0;
  for (let here = at(i); here; here = at(i)) {
    if (here.key === row.key) return i;
    if (here.id === row.id) same ??= i;
    i += 1;
  }
  return same;
}
