import { readFileSync } from 'node:fs';
import { parseMarkdown } from './parse-markdown.js';
import { blocksToHtml } from './print-html.js';
import { blocksToPdf } from './print-pdf.js';

/** One a line; `↵` stands for a line break. */
const PAYLOADS = readFileSync('src/formats/markdown/payloads.txt', 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => line.replaceAll('↵', '\n'));
const LIVE = new Set(['https://ref.example/ok']);

const TAGS =
  /<\/?(?:h[2-6]|p|ul|li|blockquote|pre|code|hr|br|strong|em|s|table|thead|tbody|tr)>|<ol start="\d+">|<\/ol>|<t[hd] class="(?:left|center|right)">|<\/t[hd]>|<span class="(?:defanged|left-out)">|<\/span>|<a href="([^"<>]*)" rel="noopener noreferrer nofollow">|<\/a>/g;
const NODES = [
  'heading',
  'paragraph',
  'quote',
  'list',
  'preformatted',
  'rule',
  'table',
  'text',
  'code',
  'break',
  'strong',
  'emphasis',
  'strike',
  'link',
  'picture',
];

/** What in a page is neither a tag of ours nor a text that is escaped. */
function foreign(html: string): string[] {
  const links = [...html.matchAll(TAGS)].flatMap(([, href]) => (href === undefined || LIVE.has(href) ? [] : [href]));
  const rest = html.replace(TAGS, '').replace(/&(?:amp|lt|gt|quot|#39);/g, '');
  return [...links, ...(rest.match(/[<>"'&].{0,30}/gs) ?? [])];
}

/** Every value in a tree, with the key under which it is. */
function* entries(value: unknown): Generator<[string, unknown]> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    yield [key, inner];
    yield* entries(inner);
  }
}

describe('hostile Markdown', () => {
  it('is known in at least 200 forms', () => expect(PAYLOADS.length).toBeGreaterThanOrEqual(200));

  it.each(PAYLOADS)('%j is a page of our own tags, and text', (payload) => {
    const words = `before ${payload}`;
    for (const source of [payload, words, `> ${payload}`, `|a|\n|-|\n|${payload}|`, `- ${payload}`])
      expect([source, foreign(blocksToHtml(parseMarkdown(source), LIVE, 1))]).toEqual([source, []]);
  });

  it.each(PAYLOADS)('%j is a tree of our own nodes', (payload) => {
    const wrong = [...entries(parseMarkdown(payload))].filter(
      ([key, value]) =>
        (key === 'is' && !NODES.includes(value as string)) ||
        (key === 'url' && /^\s*(?:javascript|vbscript|data|file|blob):/i.test(value as string)),
    );
    expect(wrong).toEqual([]);
  });

  it.each(PAYLOADS)('%j is nothing but text in a PDF', (payload) => {
    const wrong = [...entries(blocksToPdf(parseMarkdown(payload), LIVE))].filter(
      ([key, value]) =>
        ['image', 'svg', 'qr', 'attachment', 'file', 'linkToFile', 'toc'].includes(key) ||
        (key === 'link' && !LIVE.has(value as string)),
    );
    expect(wrong).toEqual([]);
  });

  it('would be noticed', () => {
    for (const html of [
      '<p onclick="x">',
      '<a href="https://evil.example" rel="noopener noreferrer nofollow">',
      'a"b',
      '<img>',
    ])
      expect(foreign(html)).not.toEqual([]);
  });
});
