import { readFileSync } from 'node:fs';
import { parseMarkdown } from '../src/formats/markdown/parse-markdown.js';
import { readMarkdown } from '../web/src/advisories/read-markdown.js';

const PAYLOADS = readFileSync('src/formats/markdown/payloads.txt', 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => line.replaceAll('↵', '\n'));

/** What people write. */
const PLAIN = [
  'A *b* **c** ~~d~~ `e`  \nf\\\ng\nh',
  '# One\n\nTwo\n===\n\n### Three ###\n\n####### seven',
  '- a\n- b\n  - c\n\n    d\n\n3. e\n4. f',
  '> a\n>\n> > b\n> - c',
  '| a | b | c |\n|:--|:-:|--:|\n| *d* | e\\|f | [g](https://ref.example/ok) |\n| h |',
  '```sh\nrm -rf x\n```\n\n    indented\n\n~~~\nopen',
  '[a][r] [r] ![p][r] [none][x]\n\n[r]: https://ref.example/ok "title"',
  '[a](https://ref.example/ok) <https://auto.example> https://bare.example www.bare.example a@b.example',
  '![picture](https://evil.example/x.png) ![](x) [![in](a) link](https://ref.example/ok)',
  '<b>bold</b> <!-- note --> <script>x</script>\n\n<div>\n\nblock\n\n</div>',
  '&amp; &lt; &copy; &#65; \\* \\< "quoted" -- ... (c)',
  '[ ] todo\n\n- [x] done\n\nfootnote[^1]\n\n[^1]: note',
  '***\n\na\n\n---\n\n_ _ _',
  'one\r\ntwo\r\n\r\nthree\rfour',
  '',
  ' \n\n ',
  `${'> '.repeat(40)}deep`,
  `${'*a '.repeat(40)}${'b* '.repeat(40)}`,
  `${'[r] '.repeat(200)}\n\n[r]: https://ref.example/${'x'.repeat(500)}`,
];

/** The console reads Markdown by the rule that the hub prints it by: what one shows of a text the other does, too. */
describe('Markdown in the console', () => {
  it.each([...PLAIN, ...PAYLOADS])('%j is read as the hub reads it', (text) => {
    for (const source of [text, `before ${text}`, `> ${text}`, `|a|\n|-|\n|${text}|`, `- ${text}`])
      expect(readMarkdown(source).flatMap(({ blocks }) => blocks)).toEqual(parseMarkdown(source));
  });

  it('knows where in the text its blocks stand', () => {
    for (const source of [...PLAIN, PLAIN.join('\n\n')])
      for (const { from, to } of readMarkdown(source)) {
        const part = source.slice(from, to);
        expect(part.trim()).not.toBe('');
        expect(part).toBe(part.trimEnd());
      }
    const at = readMarkdown('# a\r\n\r\nb\r\nc\r\n\r\n- d\r\n- e\r\n').map(({ from, to }) => [from, to]);
    expect(at).toEqual([
      [0, 3],
      [7, 11],
      [15, 23],
    ]);
  });

  it('is given as it was written where it is too long', () => {
    const source = 'x '.repeat(40_000);
    expect(readMarkdown(source)[0]?.blocks).toEqual([{ is: 'preformatted', text: source }]);
  });
});
