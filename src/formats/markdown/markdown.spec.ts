import fc from 'fast-check';
import { defanged, liveLinks } from './links.js';
import type { Block } from './nodes.js';
import { parseMarkdown } from './parse-markdown.js';
import { blocksToHtml } from './print-html.js';
import { blocksToMarkdown, escapeMarkdown } from './print-markdown.js';
import { blocksToPdf } from './print-pdf.js';

const LIVE = new Set(['https://ref.example/ok']);
const html = (source: string) => blocksToHtml(parseMarkdown(source), LIVE, 1);

describe('Markdown', () => {
  it.each([
    ['# Title', '<h2>Title</h2>'],
    ['###### Deep', '<h6>Deep</h6>'],
    ['a **b** *c* ~~d~~ `e`', '<p>a <strong>b</strong> <em>c</em> <s>d</s> <code>e</code></p>'],
    ['a  \nb', '<p>a<br>b</p>'],
    ['a\nb', '<p>a\nb</p>'],
    ['- a\n- b\n  - c', '<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>'],
    [
      '- [ ] a\n- [x] **b**\n- [X]c\n- [y] d',
      '<ul><li>☐ a</li><li>☑ <strong>b</strong></li><li>[X]c</li><li>[y] d</li></ul>',
    ],
    ['[ ] a', '<p>[ ] a</p>'],
    ['3. a\n4. b', '<ol start="3"><li>a</li><li>b</li></ol>'],
    ['> a\n> b', '<blockquote><p>a\nb</p></blockquote>'],
    ['```yara\nrule x { }\n```', '<pre><code>rule x { }</code></pre>'],
    ['---', '<hr>'],
    [
      '|a|b|\n|-|-:|\n|1|2|',
      '<table><thead><tr><th class="left">a</th><th class="right">b</th></tr></thead><tbody><tr><td class="left">1</td><td class="right">2</td></tr></tbody></table>',
    ],
    ['<b>x</b> & "y"', '<p>&lt;b&gt;x&lt;/b&gt; &amp; &quot;y&quot;</p>'],
    ['![a map](https://evil.example/?u)', '<p><span class="left-out">[picture left out: a map]</span></p>'],
    ['[a](https://ref.example/ok)', '<p><a href="https://ref.example/ok" rel="noopener noreferrer nofollow">a</a></p>'],
    ['[a](https://ref.example/ok#b)', '<p>a <span class="defanged">(hxxps://ref[.]example/ok#b)</span></p>'],
    ['[a](mailto:x@evil.example)', '<p>a <span class="defanged">(x[@]evil[.]example)</span></p>'],
    ['[a](javascript:x)', '<p>[a](javascript:x)</p>'],
    [
      'see http://evil.example/a.php, and (https://ref.example/ok).',
      '<p>see hxxp://evil[.]example/a.php, and (https://ref.example/ok).</p>',
    ],
    [
      'foo_http://evil.example/x. SFTP://a.example/ www.evil.example, http:///evil.example awww.x',
      '<p>foo_hxxp://evil[.]example/x. sxxp://a[.]example/ www[.]evil[.]example, hxxp:///evil.example awww.x</p>',
    ],
    [
      'https://evil.example?x=http://b.example/ (https://ref.example/ok) https://ref.example/ok-not',
      '<p>hxxps://evil[.]example?x=hxxp://b[.]example/ (https://ref.example/ok) hxxps://ref[.]example/ok-not</p>',
    ],
    ['`http://evil.example`', '<p><code>http://evil.example</code></p>'],
    ['<https://evil.example>', '<p>&lt;hxxps://evil[.]example&gt;</p>'],
  ])('%j is %s', (source, page) => expect(html(source)).toBe(page));

  it('is printed for PDF with the same words, and a link only where it may be followed', () => {
    const content = JSON.stringify(
      blocksToPdf(parseMarkdown('[a](https://ref.example/ok) [b](http://evil.example) ![c](x)'), LIVE),
    );
    expect(content).toContain('"link":"https://ref.example/ok"');
    expect(content).toContain('hxxp://evil[.]example');
    expect(content).toContain('[picture left out: c]');
  });
});

describe('links that may be followed', () => {
  const references = [
    'https://ref.example/a',
    'https://evil.example/a',
    'http://198.51.100.7/',
    'https://a@ref.example/',
  ];
  it('are the references, but for those at a host that is reported', () => {
    expect([...liveLinks(references, [])]).toEqual(references.slice(0, 3));
    const observables = [
      { type: 'url', value: 'http://evil.example/other' },
      { type: 'ipv4-addr', value: '198.51.100.7' },
    ] as const;
    expect([...liveLinks(references, observables)]).toEqual(references.slice(0, 1));
  });

  it.each(['https://ref.example\\@evil.example/', 'https://', 'javascript:alert(1)', '//evil.example', 'https://a b/'])(
    'are not %s',
    (url) => expect(liveLinks([url], []).size).toBe(0),
  );

  it('are written so that nothing makes a link of them', () => {
    expect(defanged('https://evil.example/a.b')).toBe('hxxps://evil[.]example/a.b');
    expect(defanged('ms-x:evil.example')).toBe('ms-x[:]evil[.]example');
  });
});

describe('text of ours in Markdown', () => {
  it.each(['a|b', '*a* _b_ `c`', '[a](b)', '<script>', '# a', '1. a', '- a', '&lt;', 'a\\', 'a\nb'])(
    '%j is read back as the text that it was',
    (value) => {
      const [block] = parseMarkdown(escapeMarkdown(value));
      expect(block).toEqual({ is: 'paragraph', children: [{ is: 'text', text: value.replace('\n', ' ') }] });
    },
  );

  it('is read back in tables, lists and code', () => {
    const cell = (value: string) => [{ is: 'text', text: value } as const];
    const blocks: Block[] = [
      { is: 'table', align: ['left', 'left'], head: [cell('a'), cell('b')], rows: [[cell('1|2'), cell('<b>')]] },
      { is: 'list', start: 1, items: [[{ is: 'paragraph', children: [{ is: 'code', text: 'a`b' }] }]] },
      { is: 'preformatted', text: '```\nx' },
    ];
    expect(parseMarkdown(blocksToMarkdown(blocks, LIVE))).toEqual(blocks);
  });
});

const MOST = 65_536;
const over = (part: string) => part.repeat(Math.ceil(MOST / part.length)).slice(0, MOST);
const HEAVY = [
  '[ ]( ![ * ** *a_ _ ~~ ~~a | |a ` ``a` \\ & &amp; < <!-- [a][a] # ( []( [](< [![](a)](b) *** _a* [* [` é'.split(' '),
  ['*a ', '**a ', '> ', '- ', '1. ', '+ - 1. ', '> - ', '[](a "b', '[a]: b "', '\t', '\n', 'a\n', '- a\n'],
  ['[a]: b\n', '[a]\n', '[a]: b "c\n', 'a\n-\n', '|a|\n|-|\n'],
]
  .flat()
  .map(over);
const GROWING = [
  `[a]: ${'x'.repeat(30_000)}\n\n${'[a] '.repeat(8_000)}`,
  `|${'a|'.repeat(256)}\n|${'-|'.repeat(256)}\n${'|a\n'.repeat(20_000)}`.slice(0, MOST),
  Array.from({ length: 350 }, (_, i) => `${' '.repeat(i)}- a`).join('\n'),
  `${'!['.repeat(10_000)}x${'](y)'.repeat(10_000)}`.slice(0, MOST),
  `${'*a '.repeat(9_000)}${'b*'.repeat(9_000)}`,
  Array.from({ length: 360 }, (_, i) => '`'.repeat(i + 1)).join(' '),
];

describe('a text made to be slow or large', () => {
  // what grows with the square of the length would take minutes here, and Jest ends it
  it.each([...HEAVY, ...GROWING].map((source) => ({ source, head: source.slice(0, 12) })))(
    'is read in time, and its page is not much larger: $head',
    ({ source }) => {
      const blocks = parseMarkdown(source);
      expect(blocksToHtml(blocks, LIVE).length).toBeLessThan(40 * source.length + 1_000);
      expect(JSON.stringify(blocksToPdf(blocks, LIVE)).length).toBeLessThan(80 * source.length + 1_000);
    },
    5_000,
  );

  it('keeps its words when it is nested too deeply', () => {
    const deep = `${'> '.repeat(40)}words`;
    expect(parseMarkdown(deep)).toEqual([{ is: 'preformatted', text: deep }]);
    expect(html(`${'**a *b '.repeat(20)}words${' c* d**'.repeat(20)}`)).toContain('words');
  });

  it.each([
    ['`a` '.repeat(2_000), 'a a a'],
    ['word '.repeat(4_000), 'word word'],
    [`|${'cell|'.repeat(17)}\n|${'-|'.repeat(17)}\n`, 'cell | cell'],
  ])('is laid out for PDF in parts, with its words', (source, words) => {
    const content = JSON.stringify(blocksToPdf(parseMarkdown(source), LIVE));
    expect(content).toContain('"stack":');
    expect(content).toContain(words);
  });

  it('lets a word without end be broken in a PDF, and none that is shorter', () => {
    const printed = (length: number) => JSON.stringify(blocksToPdf(parseMarkdown('x'.repeat(length)), LIVE));
    expect([printed(512), printed(511)].map((content) => content.includes('\u200b'))).toEqual([true, false]);
  });

  it('is refused beyond its limit', () => expect(() => parseMarkdown('x'.repeat(MOST + 1))).toThrow('body_too_large'));

  it('whatever it is, is a tree', () => {
    const parts = [
      '# ',
      '> ',
      '- ',
      '1. ',
      '|',
      '\n',
      '\n\n',
      '*',
      '**',
      '_',
      '~~',
      '`',
      '```',
      '[a](b)',
      '![a](b)',
      '<b>',
      '    ',
      'x',
      '|-|-|\n',
    ];
    const source = fc.array(fc.constantFrom(...parts), { maxLength: 60 }).map((some) => some.join(''));
    expect(() =>
      fc.assert(
        fc.property(source, (one) => Array.isArray(parseMarkdown(one))),
        { numRuns: 2_000 },
      ),
    ).not.toThrow();
  });
});
