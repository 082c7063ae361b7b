import { Fault } from '../../kernel/index.js';
import type { Block } from './nodes.js';
import { readBlocks } from './read-blocks.js';
import { CHARACTERS, readTokens } from './read-tokens.js';

/**
 * Markdown as a tree that holds nothing but text and its marks: a picture is its description, HTML the text it is written as.
 * What is nested too deeply or grows too much is given as it was written, preformatted, and nothing of it is lost. Throws
 * `body_too_large` beyond 65,536 characters.
 */
export function parseMarkdown(source: string): Block[] {
  if (source.length > CHARACTERS) throw new Fault('body_too_large', `a text has at most ${CHARACTERS} characters`);
  const tokens = readTokens(source);
  return tokens ? readBlocks(tokens) : [{ is: 'preformatted', text: source }];
}
