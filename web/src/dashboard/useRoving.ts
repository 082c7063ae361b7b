import { type FocusEvent, type KeyboardEvent, useState } from 'react';

const STEPS: Readonly<Record<string, readonly [row: number, column: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

const placeOf = (cell: HTMLElement): [number, number] => [Number(cell.dataset['row']), Number(cell.dataset['column'])];

/** One tab stop for a field of cells; arrows move among those that are links. Each has `data-row`, `data-column` and {@link stop}. */
export function useRoving(cells: readonly string[]) {
  const [chosen, setChosen] = useState<string>();
  const current = chosen !== undefined && cells.includes(chosen) ? chosen : cells[0];

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = STEPS[event.key];
    const here = (event.target as HTMLElement).closest<HTMLElement>('[data-row]');
    if (!step || !here || event.ctrlKey || event.metaKey || event.altKey) return;
    const [row, column] = placeOf(here);
    const distance = (cell: HTMLElement): number => {
      const [r, c] = placeOf(cell);
      const [down, right] = [(r - row) * step[0], (c - column) * step[1]];
      const aside = Math.abs(step[0] === 0 ? r - row : c - column);
      return down + right > 0 && (step[0] !== 0 || aside === 0) ? (down + right) * 1_000 + aside : Infinity;
    };
    const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')];
    const next = all.filter((cell) => distance(cell) < Infinity).toSorted((a, b) => distance(a) - distance(b))[0];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  const onFocus = (event: FocusEvent<HTMLElement>) => {
    const cell = event.target.closest<HTMLElement>('[data-row]');
    if (cell) setChosen(placeOf(cell).join());
  };
  return {
    field: { onKeyDown, onFocus },
    /** What the link of a cell is given. */
    stop: (row: number, column: number) => ({
      'data-row': row,
      'data-column': column,
      tabIndex: `${row},${column}` === current ? 0 : -1,
    }),
  };
}
