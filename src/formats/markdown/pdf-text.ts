import { withoutBareLinks } from './bare-links.js';
import { defanged, type LiveLinks } from './links.js';
import { boxMark, type Inline } from './nodes.js';
import type { Content } from './pdf-content.js';
import { pictureText } from './print-html.js';

/** Pieces, and characters, of one paragraph; beyond, it is given in parts without its marks: the layout's time grows with their square. */
const PIECES = 1_000;
const CHARACTERS = 10_000;
const PART = 3_000;

const MARKS = {
  strong: { bold: true },
  emphasis: { italics: true },
  strike: { decoration: 'lineThrough' },
} as const;

/** Running text in a style. */
export function flow(inlines: readonly Inline[], live: LiveLinks, style: Content): Content {
  const pieces = inlines.flatMap((one) => inlineToPdf(one, live, {}));
  const text = textOf(pieces);
  if (pieces.length <= PIECES && text.length <= CHARACTERS) return { ...style, text: pieces };
  return { stack: parts(text).map((part) => ({ ...style, text: part })) };
}

/** What it says, without its marks. */
export const plain = (inlines: readonly Inline[], live: LiveLinks): string =>
  textOf(inlines.flatMap((one) => inlineToPdf(one, live, {})));

const textOf = (pieces: readonly Content[]): string => pieces.map(({ text }) => String(text)).join('');

/** A long text in parts, each of whole words. */
export const parts = (text: string): string[] =>
  breakable(text).match(new RegExp(`[^]{1,${PART}}(?:\\s|\u200b|$)|[^]{1,${PART}}`, 'g')) ?? [];

/** Lets a word without end be broken: to find where takes the layout more time and memory than there is. */
const breakable = (text: string): string =>
  text.replace(/[^\s\u200b]{512,}/g, (word) => word.replace(/.{128}/gsu, '$&\u200b'));

/** Pieces that each have all their marks, for none is inherited. */
function inlineToPdf(inline: Inline, live: LiveLinks, marks: Content): Content[] {
  const piece = (text: string, more: Content = {}): Content[] => [{ ...marks, ...more, text: breakable(text) }];
  const within = (more: Content): Content[] =>
    'children' in inline ? inline.children.flatMap((one) => inlineToPdf(one, live, { ...marks, ...more })) : [];
  switch (inline.is) {
    case 'text':
      return piece(withoutBareLinks(inline.text.replaceAll('\n', ' '), live));
    case 'code':
      return piece(inline.text, { style: 'code' });
    case 'break':
      return piece('\n');
    case 'box': // the letters of the page have no such signs
      return piece(boxMark(inline.ticked));
    case 'picture':
      return piece(pictureText(inline.alt), { style: 'quiet' });
    case 'link':
      return live.has(inline.url)
        ? within({ link: inline.url, style: 'link' })
        : [...within({}), ...piece(` (${defanged(inline.url)})`, { style: 'quiet' })];
    default:
      return within(MARKS[inline.is]);
  }
}
