import type { ImportJob } from '../../imports.js';
import type { Counts } from '../../types.js';
import { printable } from '../../terminal/text.js';

const number = (count: number): string => count.toLocaleString('en-US');

const OUTCOMES = ['created', 'updated', 'unchanged', 'rejected'] as const;

/** What became of its items, counted. */
export const countsOf = ({ items }: ImportJob): Counts =>
  Object.fromEntries(OUTCOMES.map((outcome) => [outcome, items[outcome]])) as unknown as Counts;

/** The same in words. */
export const inWords = ({ items }: ImportJob): string =>
  OUTCOMES.map((outcome) => `${number(items[outcome])} ${outcome}`).join(', ');

/** One job on one line. */
export function jobLine(job: ImportJob): string {
  const { id, name, format, state, created_at: at, detail, code } = job;
  const why = state === 'failed' ? ` (${printable(detail ?? '')} ${code ?? ''})` : '';
  return `${id}  ${at.slice(0, 16).replace('T', ' ')}  ${state}${why}  ${format}  ${printable(name) || '-'}  ${progressOf(job)}`;
}

/** How far it is, for a line that the next one replaces. */
export function progressOf({ state, bytes, bytes_read, items, rate, remaining }: ImportJob): string {
  if (state === 'receiving' || state === 'waiting') return `${number(items.read)} items, ${state}`;
  const share = bytes === 0 ? 100 : Math.floor((100 * bytes_read) / bytes);
  const left = state !== 'running' || remaining === null ? '' : `, ${number(remaining)} s left`;
  return `${share} %, ${number(items.read)} items, ${number(rate)}/s, ${number(items.rejected)} rejected${left}`;
}
