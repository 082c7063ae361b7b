import type { Outcome } from '../exchange/index.js';
import { warningText } from '../indicators/index.js';

export const OUTCOMES_HEADER = 'place,outcome,code,reason,id\n';
const REASON = 500;

/** What a spreadsheet takes for the beginning of a formula, full-width forms included. */
const FORMULA = /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;

/** One line of the outcomes: what became of what stood at `place`. No cell is more than its text, or goes over a line. */
export const outcomeLine = (
  place: string,
  { outcome, code, detail, pointer, warnings, id }: Partial<Outcome>,
): string =>
  row([place, outcome ?? '', code ?? '', warnings ? warningText(warnings) : reason(detail, pointer), id ?? '']);

export const noteLine = (place: string, note: string): string => row([place, 'note', '', note, '']);

/** How {@link warningText} begins. */
const WARNED = warningText([]);

const reason = (detail = '', pointer?: string): string => (pointer ? `${detail} (${pointer})`.trim() : detail);

const row = (cells: readonly string[]): string => `${cells.map(cell).join()}\n`;

function cell(given: string): string {
  // oxlint-disable-next-line no-control-regex -- what it is there for
  const flat = given.slice(0, REASON).replaceAll(/[\u0000-\u001F\u007F-\u009F\u2028\u2029]+/g, ' ');
  const text = FORMULA.test(flat) ? `'${flat}` : flat;
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const OUTCOME = /^(?:"(?:[^"]|"")*"|[^,]*),([a-z]+),[a-z_]*,"?(.{0,17})/;

/** Those of the lines that have this outcome; `warned`: those of what was taken, and stands on a warninglist. */
export function only(lines: string, outcome: string): string {
  const kept = lines.split('\n').filter((line) => {
    const [, what, why] = OUTCOME.exec(line) ?? [];
    return outcome === 'warned' ? what !== 'note' && what !== 'rejected' && why === WARNED : what === outcome;
  });
  return kept.length > 0 ? `${kept.join('\n')}\n` : '';
}
