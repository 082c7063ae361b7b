import { defanged, type LiveLinks } from './links.js';
import { type Block, boxMark, type Inline } from './nodes.js';
import { pictureText } from './print-html.js';

const MARKS = { strong: '**', emphasis: '*', strike: '~~' } as const;

/** Blocks of our own making as Markdown; a text that somebody wrote in Markdown goes out as it is instead. */
export const blocksToMarkdown = (blocks: readonly Block[], live: LiveLinks): string =>
  blocks.map((block) => blockToMarkdown(block, live)).join('\n\n');

/** Running text as Markdown, on one line. */
export const inlinesToMarkdown = (inlines: readonly Inline[], live: LiveLinks): string =>
  inlines.map((one) => inlineToMarkdown(one, live)).join('');

function blockToMarkdown(block: Block, live: LiveLinks): string {
  const line = (inlines: readonly Inline[]) => inlinesToMarkdown(inlines, live);
  switch (block.is) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${line(block.children)}`;
    case 'paragraph':
      return line(block.children);
    case 'quote':
      return blocksToMarkdown(block.blocks, live).replace(/^/gm, '> ');
    case 'list':
      return block.items
        .map((item, i) => {
          const mark = block.start === undefined ? '- ' : `${block.start + i}. `;
          return `${mark}${blocksToMarkdown(item, live).replaceAll('\n', `\n${' '.repeat(mark.length)}`)}`;
        })
        .join('\n');
    case 'preformatted':
      return fenced(block.text);
    case 'rule':
      return '---';
    case 'table': {
      const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
      return [
        row(block.head.map(line)),
        row(block.head.map(() => '---')),
        ...block.rows.map((cells) => row(cells.map(line))),
      ].join('\n');
    }
  }
}

function inlineToMarkdown(inline: Inline, live: LiveLinks): string {
  switch (inline.is) {
    case 'text':
      return escapeMarkdown(inline.text);
    case 'code':
      return codeOf(inline.text);
    case 'break':
      return ' ';
    case 'box':
      return boxMark(inline.ticked);
    case 'picture':
      return escapeMarkdown(pictureText(inline.alt));
    case 'link': {
      const label = inlinesToMarkdown(inline.children, live);
      return live.has(inline.url)
        ? `[${label}](<${inline.url.replace(/[<>\\]/g, encodeURIComponent)}>)`
        : `${label} (${escapeMarkdown(defanged(inline.url))})`;
    }
    default:
      return `${MARKS[inline.is]}${inlinesToMarkdown(inline.children, live)}${MARKS[inline.is]}`;
  }
}

/** All that Markdown or HTML could take for a mark, on one line. */
export const escapeMarkdown = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]<>#|~&]/g, '\\$&')
    .replace(/^(\d+)([.)])/, '$1\\$2')
    .replace(/^[-=+]/, '\\$&');

/** Between as many backticks as it takes. */
function codeOf(text: string): string {
  const value = text.replace(/\s+/g, ' ').replaceAll('|', '\\|');
  const ticks = '`'.repeat(longestRun(value) + 1);
  const space = /^`|`$/.test(value) ? ' ' : '';
  return `${ticks}${space}${value}${space}${ticks}`;
}

function fenced(text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}\n${text}\n${fence}`;
}

const longestRun = (text: string): number => Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
