import { parseQuery } from './index.js';
import { parseAny } from './parse.js';

const context = { now: 0, organisation: () => undefined };
const textOf = (query: string) => parseQuery(query, context).text;

/** What is found, and the forms of it that the console's help names, or that are pasted out of sentences. */
const forms: Readonly<Record<string, readonly string[]>> = {
  'domain:evil.example': [
    'evil[.]example',
    'evil(.)example',
    'evil{.}example',
    'evil[dot]example',
    'evil(dot)example',
    'evil{dot}example',
    'evil dot example',
    'EVIL DOT EXAMPLE',
    'evil [.] example',
    'evil (.) example',
    'evil [dot] example',
    'evil[,]example',
    'evil\u200b[.]exam\u00adple',
    'evil．example',
    'evil。example',
    ' evil[.]example\n',
    'evil[.]example.',
    'evil[.]example,',
    'evil[.]example;',
    'evil[.]example!?',
    'evil[.]example…',
    'evil dot example.',
    '(evil[.]example',
    '((evil dot example',
    'evil[.]example)',
    'evil[.]example).',
    'evil[.]example]',
    '[evil[.]example]',
    '{evil[.]example},',
    '<evil[.]example>',
    "'evil[.]example'.",
    '“evil dot example”',
    '"evil[.]example',
    'evil[.]example"',
    '"evil[.]example",',
    '"evil dot example".',
  ],
  'domain:evil.co.uk': ['evil dot co dot uk', '(evil dot co [.] uk)'],
  'domain:cat.com': ['cat dot com', '(cat dot com)', 'cat  dot   com'],
  'domain:www.evil.example': ['[www.]evil.example', '[www[.]]evil[.]example).'],
  'domain:xn--mnchen-3ya.de': ['münchen[.]de', 'münchen dot de)'],
  'domain:update.zip OR value:"update.zip"': ['update[.]zip,', 'update dot zip'],
  '203.0.113.7': ['203[.]0[.]113[.]7', '203 dot 0 dot 113 dot 7', '(203.0.113.7', '203.0.113.7).', '"203.0.113.7",'],
  'in:203.0.113.0/24': ['203[.]0[.]113[.]0/24)', '"203.0.113.9/24",'],
  '2001:db8::1': ['2001[:]db8::1', '[2001[:]db8::1', '"2001:db8::1",', '2001:db8::1).'],
  'value:"http://evil.example/a"': [
    'hxxp://evil[.]example/a',
    'hXXp://evil[.]example/a',
    'h**p://evil[.]example/a',
    'meow://evil[.]example/a',
    'hxxp[:]//evil[.]example/a',
    'hxxp[://]evil[.]example/a',
    'hxxp:\\\\evil[.]example/a',
    'hxxp://evil[.]example[/]a',
    'hxxp://evil dot example/a',
    'hxxp[:]//evil[.]example/a).',
    '(hxxp://evil.example/a',
    '"hxxp://evil.example/a",',
    '“hxxp://evil dot example/a”,',
  ],
  'value:"http://other.example/"': ['hxxp[:]//other[.]example).'],
  'value:"http://evil.example/a_(b)"': ['(hxxp://evil.example/a_(b)', 'hxxp://evil.example/a_(b)).'],
  'value:"ftp://evil.example/"': ['fxp://evil[.]example', '(fxp://evil[.]example.'],
  'value:"sftp://evil.example"': ['sxxp://evil[.]example', 'sxxp://evil[.]example)'],
  'value:"phish@bad.example"': [
    'phish[@]bad[.]example',
    'phish[at]bad[.]example',
    'phish(at)bad(dot)example',
    'phish (at) bad [dot] example',
    'phish [at] bad dot example',
    'phish{at}bad{dot}example).',
    '"phish@bad.example",',
    '(mailto:phish@bad.example',
  ],
  'value:"d41d8cd98f00b204e9800998ecf8427e"': [
    'D41D8CD98F00B204E9800998ECF8427E).',
    '"d41d8cd98f00b204e9800998ecf8427e",',
  ],
  'value:"CVE-2021-44228"': ['(CVE-2021-44228', 'CVE-2021-44228).', '"cve-2021-44228";'],
  'value:"AS64500"': ['AS64500.', '(AS64500'],
  'value:"C:\\\\Windows\\\\x.exe"': ['C:\\Windows\\x.exe,', '"C:\\Windows\\x.exe",', '(C:\\Windows\\x.exe'],
};

/** Queries that mean more than a value, or words, though a value may be seen in them. */
const others: readonly (readonly [query: string, text: string])[] = [
  ['"evil.example"', '"evil.example"'],
  ['"hxxp://evil.example/a"', '"hxxp://evil.example/a"'],
  ['"cat dot com"', '"cat dot com"'],
  ['("evil[.]example").', '"." "evil[.]example"'],
  ['tlp:green evil[.]example', 'domain:evil.example tlp:green'],
  ['evil[.]example, bad[.]example.', 'domain:bad.example domain:evil.example'],
  ['tlp:green evil dot example', '"dot" "evil" "example" tlp:green'],
  ['connect the dot com', '"com" "connect" "dot" "the"'],
  ['mail at evil dot com', '"at" "com" "dot" "evil" "mail"'],
  ['a dot com OR b', '"a" "com" "dot" OR "b"'],
  ['a OR dot com', '"a" OR "com" "dot"'],
  ['(evil[.]example OR bad[.]example)', 'domain:bad.example OR domain:evil.example'],
  ['(evil[.]example)', 'domain:evil.example'],
  ['-evil[.]example', '-domain:evil.example'],
  ['-evil dot example', '"dot" "example" -"evil"'],
  ['-bob (at) evil dot example', '"at" "dot" "evil" "example" -"bob"'],
  ['value=bob@evil.example', 'value:"bob@evil.example"'],
  ['value=bob (at) evil.example', '"at" domain:evil.example value:"bob"'],
  ['domain:evil[.]example,', 'domain:evil.example'],
  ['in:203[.]0[.]113[.]0/24.', 'in:203.0.113.0/24'],
  ['hash:d41d8cd9,', 'hash:d41d8cd9'],
  ['evil.example .', '"." domain:evil.example'],
  ['C:\\Program Files\\x.exe', 'value:"C:\\\\Program" value:"Files\\\\x.exe"'],
  ['/tmp/a OR /tmp/b', 'value:"/tmp/a" OR value:"/tmp/b"'],
];

const refused: readonly (readonly [query: string, column: number])[] = [
  ['(evil[.]example tlp:green', 1],
  ['tlp:green evil[.]example).', 25],
  ['-(evil[.]example', 2],
  ['-bob@evil.example)', 18],
  ['(-bob@evil.example', 1],
  ['(value=bob@evil.example', 1],
  ['evil[.]example OR', 18],
  ['/tmp/a OR', 10],
  ['"a phrase', 1],
  ['(a dot b c', 1],
  ['domain:evil[.]example)', 22],
];

describe('a query that is one value', () => {
  it.each(Object.entries(forms).flatMap(([text, written]) => written.map((query) => [query, text] as const)))(
    '%j asks for %s, and prints as what reads back',
    (query, text) => {
      const read = parseQuery(query, context);
      expect(read.text).toBe(text);
      expect(parseAny(read.text, context)).toEqual({ ...read, isValue: false });
    },
  );

  it.each(others)('%j means what its terms mean: %s', (query, text) => {
    expect(textOf(query)).toBe(text);
    expect(parseAny(text, context).text).toBe(text);
  });

  it.each(refused)('%j is refused at column %d', (query, column) => {
    expect(() => textOf(query)).toThrow(
      expect.objectContaining({ detail: expect.stringContaining(`column ${column}: `) }),
    );
  });
});
