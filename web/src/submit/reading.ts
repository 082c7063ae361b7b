/** How a pasted text is taken: a value a line, or as a report that is read for its indicators. */
export type Reading = 'values' | 'report';

/** Lines that are looked at. */
const HEAD = 400;
/** A letter's headers are within so much of it. */
const HEADERS = 32_768;
const MARKUP = /^\s*<(?:!doctype|html|head|body|div|p|table|section|article)\b/i;
const LETTERS = /^(?:received|from|to|subject|date|return-path|message-id|mime-version|delivered-to):\s/gim;

/** What stands in a line of which a value is only a part: words, a note behind it, or a port. */
const MORE = /[\s;]|^[\w.[\]()-]+:\d{1,5}$/;

/** What a text seems to be: a report where most lines have more than a value, or where it is HTML or a letter. */
export function readingOf(text: string): Reading {
  // those of a letter that are known may stand behind many others
  const head = text
    .trimStart()
    .slice(0, HEADERS)
    .split(/\r?\n\r?\n/, 1)[0]!;
  const lines = text
    .split(/\r?\n/, HEAD)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  if (MARKUP.test(text) || (head.match(LETTERS)?.length ?? 0) > 1) return 'report';
  const prose = lines.filter((line) => MORE.test(line.replace(/^(?:[-*•·]|\d+[.)])\s+/, '')));
  return prose.length * 2 > lines.length ? 'report' : 'values';
}
