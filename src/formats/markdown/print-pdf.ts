import type { LiveLinks } from './links.js';
import type { Block, Inline } from './nodes.js';
import type { Content } from './pdf-content.js';
import { flow, parts, plain } from './pdf-text.js';

/** Wider tables are given line by line: no page has room for them. */
const COLUMNS = 16;

/** Blocks as content of pdfmake, by the styles `h1`–`h6`, `p`, `item`, `list`, `pre`, `code`, `th`, `td`, `link`, `quiet` and the layouts `grid`, `quote`, `pre`. `shift`: how much lower its headings are. */
export const blocksToPdf = (blocks: readonly Block[], live: LiveLinks, shift = 0): Content[] =>
  blocks.map((block) => blockToPdf(block, live, shift));

function blockToPdf(block: Block, live: LiveLinks, shift: number): Content {
  switch (block.is) {
    case 'heading':
      return flow(block.children, live, { style: `h${Math.min(block.level + shift, 6)}`, headlineLevel: 1 });
    case 'paragraph':
      return flow(block.children, live, { style: 'p' });
    case 'quote':
      return boxed(blocksToPdf(block.blocks, live, shift), 'quote');
    case 'list': {
      const items = block.items.map((item) => ({ stack: item.map((one) => itemToPdf(one, live, shift)) }));
      return block.start === undefined
        ? { ul: items, style: 'list' }
        : { ol: items, start: block.start, style: 'list' };
    }
    case 'preformatted':
      return preformatted(block.text);
    case 'rule':
      return { canvas: [{ type: 'line', x1: 0, y1: 4, x2: 120, y2: 4, lineWidth: 0.5, lineColor: '#999999' }] };
    case 'table':
      return tableToPdf(block, live);
  }
}

/** A paragraph of an item is not set apart as others are. */
const itemToPdf = (block: Block, live: LiveLinks, shift: number): Content =>
  block.is === 'paragraph' ? flow(block.children, live, { style: 'item' }) : blockToPdf(block, live, shift);

/** On one page, where it is short. */
const preformatted = (text: string): Content => ({
  ...boxed(
    parts(text).map((part) => ({ text: part.replace(/\n$/, ''), preserveLeadingSpaces: true, style: 'pre' })),
    'pre',
  ),
  unbreakable: text.length < 2_000 && text.split('\n').length < 30,
});

const boxed = (stack: readonly Content[], layout: string): Content => ({
  table: { widths: ['*'], body: [[{ stack }]] },
  layout,
  margin: [0, 3, 0, 8],
});

function tableToPdf({ align, head, rows }: Extract<Block, { is: 'table' }>, live: LiveLinks): Content {
  const all = [head, ...rows];
  const texts = all.map((row) => row.map((cell) => plain(cell, live)));
  if (head.length > COLUMNS) return preformatted(texts.map((row) => row.join(' | ')).join('\n'));
  const cell = (style: 'th' | 'td') => (inlines: readonly Inline[], i: number) =>
    flow(inlines, live, { style, alignment: align[i] ?? 'left' });
  const body = all.map((row, i) => row.map(cell(i === 0 ? 'th' : 'td')));
  return { table: { headerRows: 1, widths: widthsOf(texts), body }, layout: 'grid', margin: [0, 3, 0, 10] };
}

/** Shares of the width by what the columns hold: a word that is longer is broken, and no column leaves the page. */
function widthsOf(rows: readonly (readonly string[])[]): string[] {
  const weights = (rows[0] ?? []).map((_, i) => {
    const lines = rows.flatMap((row) => (row[i] ?? '').split('\n'));
    const longest = lines.reduce((most, line) => Math.max(most, line.length), 0);
    return Math.min(Math.max(longest + 5, 10), 36); // 5: the cell's own margins
  });
  const sum = weights.reduce((all, one) => all + one, 0);
  return weights.map((one) => `${((100 * one) / sum).toFixed(2)}%`);
}
