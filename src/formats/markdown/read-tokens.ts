import MarkdownIt, { type Token } from 'markdown-it';

/** Characters of a text, at most. */
export const CHARACTERS = 65_536;
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
 * What the parser finds in Markdown (CommonMark, tables, strikethrough): HTML is text, and a link with another scheme than those
 * of the web and of mail stays the text it was. Undefined for what is to be given as it was written, preformatted: a text beyond 65,536 characters, and one
 * that is nested too deeply or grows too much. So time and size grow with the length of the text alone.
 */
export function readTokens(source: string): Token[] | undefined {
  if (source.length > CHARACTERS) return undefined;
  const tokens = markdown.parse(source, {});
  const asWritten = tokens.some(({ level }) => level > DEPTH) || sizeOf(tokens) > GROWTH * source.length + 1_000;
  return asWritten ? undefined : tokens;
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
