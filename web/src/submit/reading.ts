/** How a pasted text is taken: a value a line, or as a report that is read for its indicators. */
export type Reading = 'values' | 'report';

/** Lines that are looked at. */
const HEAD = 400;
const MARKUP = /^\s*<(?:!doctype|html|head|body|div|p|table|section|article)\b/i;
const LETTER = /^(?:received|from|to|subject|date|return-path|message-id|mime-version|delivered-to):\s/i;

/** What a text seems to be: a report where most lines have several words, or where it is HTML or a letter. */
export function readingOf(text: string): Reading {
  const lines = text
    .split(/\r?\n/, HEAD)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  if (MARKUP.test(text) || lines.slice(0, 6).filter((line) => LETTER.test(line)).length > 1) return 'report';
  const prose = lines.filter((line) => /\s/.test(line.replace(/^(?:[-*•·]|\d+[.)])\s+/, '')));
  return prose.length * 2 > lines.length ? 'report' : 'values';
}

/** A text for the box, to be looked at line by line; everything else is imported as a job. */
const TEXTS = /\.(?:txt|md|markdown|eml|html?|log)$/i;
const MOST_BYTES = 1_048_576;

export const belongsInBox = ({ name, size }: File): boolean => TEXTS.test(name) && size <= MOST_BYTES;
