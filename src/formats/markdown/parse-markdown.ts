import MarkdownIt, { type Token } from 'markdown-it';
import { Fault } from '../../kernel/index.js';
import type { Block } from './nodes.js';
import { readBlocks } from './read-blocks.js';

/** Characters of a text, at most. */
const CHARACTERS = 65_536;
/** Quotes and lists within each other: deeper is no document any more, and no page is wide enough for it. */
const DEPTH = 16;
/** How much longer than its text a document may be: a definition of a link is said again wherever it is used. */
const GROWTH = 4;

// maxNesting: beyond it the parser leaves text out without a word, so what it found is looked at before that
const options = { html: false, linkify: false, maxNesting: DEPTH + 8 };
const markdown = new MarkdownIt('default', options);
markdown.disable(['autolink', 'html_block', 'html_inline']);
markdown.normalizeLink = (url) => url; // it is compared with the references, letter by letter
markdown.normalizeLinkText = (label) => label;
markdown.validateLink = (url) => /^(?:(?:https?|ftp|mailto):|[^:]*$)/i.test(url);

/**
 * Markdown (CommonMark, tables, strikethrough) as a tree that holds nothing but text and its marks. HTML is text; a
 * picture is its description; a link with another scheme than those of the web and of mail stays the text it was. Time and size grow with the length
 * of the text alone: what is nested too deeply or grows too much is given as it was written, preformatted, and nothing of
 * it is lost. Throws `body_too_large` beyond 65,536 characters.
 */
export function parseMarkdown(source: string): Block[] {
  if (source.length > CHARACTERS) throw new Fault('body_too_large', `a text has at most ${CHARACTERS} characters`);
  const tokens = markdown.parse(source, {});
  if (tokens.some(({ level }) => level > DEPTH) || sizeOf(tokens) > GROWTH * source.length + 1_000)
    return [{ is: 'preformatted', text: source }];
  return readBlocks(tokens);
}

/** Characters that a printer will have to print, and something for each token. */
function sizeOf(tokens: readonly Token[]): number {
  let size = 0;
  for (const { content, children, attrs } of tokens) {
    size += 1 + (children ? sizeOf(children) : content.length);
    for (const [, value] of attrs ?? []) size += value.length;
  }
  return size;
}
