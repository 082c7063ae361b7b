import type { Token } from 'markdown-it';
import type { Block } from '../../../src/formats/markdown/nodes.js';
import { readBlocks } from '../../../src/formats/markdown/read-blocks.js';
import { readTokens } from '../../../src/formats/markdown/read-tokens.js';

/** A part of a text, and from where to where in it it stands. */
export interface Passage {
  readonly from: number;
  readonly to: number;
  readonly blocks: readonly Block[];
}

/** Markdown as the hub reads it: nothing but text and its marks. What is too long, too deep or grows too much comes as it was written. */
export function readMarkdown(source: string): Passage[] {
  const tokens = readTokens(source);
  if (!tokens) return [{ from: 0, to: source.length, blocks: [{ is: 'preformatted', text: source }] }];
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
