import { refuse } from './refuse.js';

// Lone surrogates can't be stored as UTF-8, NUL not in Postgres; the other controls and the line and paragraph
// separators have no place inside one value and would forge lines in lists and logs.
const UNPRINTABLE = /[\p{Cs}\p{Cc}\p{Zl}\p{Zp}]/u;

/**
 * A text as it may be stored: trimmed, in Unicode normal form C, 1 to `max` UTF-16 units.
 * Throws `observable_invalid` for anything longer and for control characters or lone surrogates within.
 */
export function plainText(input: string, max = 4096): string {
  const text = printable(input, max).normalize('NFC').trim();
  if (text.length > max) refuse(`longer than ${max} characters`);
  return text;
}

/** As {@link plainText}, without the normal form: for values whose bytes count, such as URL paths. */
export function printable(input: string, max: number): string {
  if (input.length > max) refuse(`longer than ${max} characters`);
  const text = input.trim();
  if (text === '') refuse('empty');
  if (UNPRINTABLE.test(text)) refuse('holds a control character or a lone surrogate');
  return text;
}
