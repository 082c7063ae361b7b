import MarkdownIt, { type Token } from 'markdown-it';
import type { Block } from './nodes.js';
import { readBlocks } from './read-blocks.js';

/** As the hub has them for what it prints: the two are held to the same rule by a test. */
const CHARACTERS = 65_536;
const DEPTH = 16;
const GROWTH = 4;

const options = { html: false, linkify: false, maxNesting: DEPTH + 8 };
const markdown = new MarkdownIt('default', options);
markdown.disable(['autolink', 'html_block', 'html_inline']);
markdown.normalizeLink = (url) => url;
markdown.normalizeLinkText = (label) => label;
markdown.validateLink = (url) => /^(?:(?:https?|ftp|mailto):|[^:]*$)/i.test(url);

/** A part of a text, and from where to where in it it stands. */
export interface Passage {
  readonly from: number;
  readonly to: number;
  readonly blocks: readonly Block[];
}

/** Markdown as the hub reads it: nothing but text and its marks. What is too long, too deep or grows too much comes as it was written. */
export function readMarkdown(source: string): Passage[] {
  const asWritten: Passage[] = [{ from: 0, to: source.length, blocks: [{ is: 'preformatted', text: source }] }];
  if (source.length > CHARACTERS) return asWritten;
  const tokens = markdown.parse(source, {});
  if (tokens.some(({ level }) => level > DEPTH) || sizeOf(tokens) > GROWTH * source.length + 1_000) return asWritten;
  const starts = startsOf(source);
  return outermost(tokens).map((group) => {
    const [first, last] = group[0]?.map ?? [0, starts.length];
    const from = starts[first] ?? source.length;
    const to = starts[last] ?? source.length;
    return { from, to: from + source.slice(from, to).trimEnd().length, blocks: readBlocks(group) };
  });
}

/** The tokens of each block that stands in no other. */
function outermost(tokens: readonly Token[]): Token[][] {
  const groups: Token[][] = [];
  for (const token of tokens) {
    if (token.level === 0 && token.nesting >= 0) groups.push([]);
    groups.at(-1)?.push(token);
  }
  return groups;
}

/** Where each line begins. */
function startsOf(source: string): number[] {
  const starts = [0];
  for (const { 0: end, index } of source.matchAll(/\r\n|\r|\n/g)) starts.push(index + end.length);
  return starts;
}

function sizeOf(tokens: readonly Token[]): number {
  let size = 0;
  for (const { content, children, attrs } of tokens) {
    size += 1 + (children ? sizeOf(children) : content.length);
    for (const [, value] of attrs ?? []) size += value.length;
  }
  return size;
}
