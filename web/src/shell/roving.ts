const GRID = '#main .scroller .row[tabindex="0"]';
const ROWS = '#main .shelf > li, #main table.table > tbody > tr';

/**
 * To the next row of the list that a screen has, or the one before. A grid is only entered: in it, it moves by itself. Of a
 * table or shelf the first link or button of a row takes the focus, so that Enter opens it; of rows without it is their time, if they have one.
 */
export function rove(by: 1 | -1): void {
  const row = document.querySelector<HTMLElement>(GRID);
  if (row) return row.focus();
  const stops = [...document.querySelectorAll(ROWS)].flatMap(
    (one) => one.querySelector<HTMLElement>('a, button') ?? one.querySelector<HTMLElement>('time[tabindex]') ?? [],
  );
  const here = stops.findIndex((stop) => stop.closest('tr, li')?.contains(document.activeElement));
  stops[here < 0 ? 0 : Math.max(0, Math.min(stops.length - 1, here + by))]?.focus();
}
