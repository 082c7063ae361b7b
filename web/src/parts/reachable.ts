/** Rows of lists, of whatever they are made. */
export const ROW = 'tr, li, [role="row"]';
const STOP = 'a, button, summary';

/**
 * Lets the keyboard come to a time, where it comes to nothing around it: what has the focus tells the times in its row. Of
 * rows that have no stop the first has one, and arrows, j and k go on from there: a list is one tab stop, whatever its length.
 */
export function reachable(time: HTMLTimeElement | null): void {
  if (!time || time.closest(`${STOP}, [role="row"]`)) return;
  const row = time.closest(ROW);
  if (row?.querySelector(STOP)) return;
  time.tabIndex = row?.previousElementSibling ? -1 : 0;
}

/** The times that what has the focus, or is pointed at, is to tell. */
export function timesOf(place: Element): HTMLTimeElement[] {
  if (place instanceof HTMLTimeElement) return [place];
  const around = place.closest(ROW) ?? place.closest(STOP);
  return around ? [...around.querySelectorAll('time')].slice(0, MOST) : [];
}
const MOST = 4;

/** From a time to that of the next row that has one, or of the row before; false: there is none. */
export function step(from: HTMLTimeElement, by: 1 | -1): boolean {
  const row = from.closest(ROW);
  const stops = row?.parentElement?.querySelectorAll<HTMLElement>(':scope > * time[tabindex]') ?? [];
  const rows = [...stops].filter((one, i, all) => one === from || one.closest(ROW) !== all[i - 1]?.closest(ROW));
  const next = rows[rows.indexOf(from) + by];
  next?.focus();
  return next !== undefined;
}
