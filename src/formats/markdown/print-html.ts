import { withoutBareLinks } from './bare-links.js';
import { escapeHtml } from './escape-html.js';
import { defanged, type LiveLinks } from './links.js';
import { type Block, boxSign, type Inline } from './nodes.js';

const TAGS = { strong: 'strong', emphasis: 'em', strike: 's' } as const;

/** Blocks as HTML: a fixed few tags, others' text escaped, and no address but those that may be followed. `shift`: how much lower its headings are. */
export function blocksToHtml(blocks: readonly Block[], live: LiveLinks, shift = 0): string {
  const within = (inner: readonly Block[]) => blocksToHtml(inner, live, shift);
  return blocks.map((block) => blockToHtml(block, live, shift, within)).join('\n');
}

/** Running text as HTML. */
export const inlinesToHtml = (inlines: readonly Inline[], live: LiveLinks): string =>
  inlines.map((one) => inlineToHtml(one, live)).join('');

function blockToHtml(
  block: Block,
  live: LiveLinks,
  shift: number,
  within: (inner: readonly Block[]) => string,
): string {
  switch (block.is) {
    case 'heading': {
      const level = Math.min(block.level + shift, 6);
      return `<h${level}>${inlinesToHtml(block.children, live)}</h${level}>`;
    }
    case 'paragraph':
      return `<p>${inlinesToHtml(block.children, live)}</p>`;
    case 'quote':
      return `<blockquote>${within(block.blocks)}</blockquote>`;
    case 'list': {
      const items = block.items.map((item) => `<li>${itemToHtml(item, live, within)}</li>`).join('');
      return block.start === undefined ? `<ul>${items}</ul>` : `<ol start="${block.start}">${items}</ol>`;
    }
    case 'preformatted':
      return `<pre><code>${escapeHtml(block.text)}</code></pre>`;
    case 'rule':
      return '<hr>';
    case 'table':
      return tableToHtml(block, live);
  }
}

/** An item that is one paragraph is not set apart from the next. */
function itemToHtml(item: readonly Block[], live: LiveLinks, within: (inner: readonly Block[]) => string): string {
  const [first, ...rest] = item;
  if (first?.is !== 'paragraph') return within(item);
  return `${inlinesToHtml(first.children, live)}${within(rest)}`;
}

function tableToHtml({ align, head, rows }: Extract<Block, { is: 'table' }>, live: LiveLinks): string {
  const row = (tag: 'th' | 'td', cells: readonly (readonly Inline[])[]) =>
    `<tr>${cells
      .map((cell, i) => `<${tag} class="${align[i] ?? 'left'}">${inlinesToHtml(cell, live)}</${tag}>`)
      .join('')}</tr>`;
  return `<table><thead>${row('th', head)}</thead><tbody>${rows.map((cells) => row('td', cells)).join('')}</tbody></table>`;
}

function inlineToHtml(inline: Inline, live: LiveLinks): string {
  switch (inline.is) {
    case 'text':
      return escapeHtml(withoutBareLinks(inline.text, live));
    case 'code':
      return `<code>${escapeHtml(inline.text)}</code>`;
    case 'break':
      return '<br>';
    case 'box':
      return boxSign(inline.ticked);
    case 'picture':
      return `<span class="left-out">${escapeHtml(pictureText(inline.alt))}</span>`;
    case 'link':
      return linkToHtml(inline, live);
    default:
      return `<${TAGS[inline.is]}>${inlinesToHtml(inline.children, live)}</${TAGS[inline.is]}>`;
  }
}

function linkToHtml({ url, children }: Extract<Inline, { is: 'link' }>, live: LiveLinks): string {
  const label = inlinesToHtml(children, live);
  return live.has(url)
    ? `<a href="${escapeHtml(url)}" rel="noopener noreferrer nofollow">${label}</a>`
    : `${label} <span class="defanged">(${escapeHtml(defanged(url))})</span>`;
}

/** What stands in the place of a picture. */
export const pictureText = (alt: string): string => `[picture left out${alt === '' ? '' : `: ${alt}`}]`;
