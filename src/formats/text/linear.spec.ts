import { extract } from './extract.js';
import { type TextFormat, viewOf } from './view.js';

/** What costs most where a pattern is tried again at each place: repeated characters, and beginnings of values. */
const UNITS: readonly string[] = [
  'a',
  'a.',
  '.',
  '-',
  '[',
  '[.',
  'a[.]',
  ':',
  'http://',
  'hxxp[:]//',
  ':\\\\',
  '@',
  'a@',
  'a@b.',
  '\\',
  'C:\\a ',
  'A \\',
  'HKLM\\A ',

  '1.',
  '1.2.3.4',
  'f',
  '::',
  'aa:',
  '%a%\\',
  '/etc/',
  '~/',
  '\n',
  '\n--',
  ' ',
  'CVE-',
  'mutex "',
  '`',
  '*',
  '_',
  '…',
  'é',
  '=',
  'report ',
  'references\n',
  '# a\n',
  'evil-\n',
  'a.b.\n',
  '3:aaaaaa:',
  '\u200b',
  'a。',
  'evil.com ',
  '9.8.7.6\n',
];
const PAGES: readonly string[] = ['<', '<a ', '<a href="', '<a href=x>', '&#', '<!--', '<script>', '"', '<td>'];
const LETTERS: readonly string[] = ['\n--x\n', 'Received: ', '=?', '=?a?b?', 'a: b\n ', '=3D', ';boundary='];

/** Seconds of this process’s own work, the least of three: others at work on the machine don’t count. */
function seconds(unit: string, characters: number, kind: TextFormat): number {
  const head = kind === 'email' ? 'From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n' : '';
  const text = head + unit.repeat(Math.ceil(characters / unit.length));
  const once = (): number => {
    const before = process.cpuUsage().user;
    extract(viewOf(text, kind));
    return (process.cpuUsage().user - before) / 1e6;
  };
  return Math.min(once(), once(), once());
}

const KILO = 1_024;
const hostile: readonly (readonly [TextFormat, string])[] = [
  ...UNITS.map((unit) => ['text', unit] as const),
  ...PAGES.map((unit) => ['html', unit] as const),
  ...LETTERS.map((unit) => ['email', unit] as const),
];

describe('reading takes time in proportion to the text', () => {
  it.each(hostile)(
    '%s of %j',
    (kind, unit) => {
      const [short, long] = [seconds(unit, 128 * KILO, kind), seconds(unit, 512 * KILO, kind)];
      // four times the text; twice as much again for what can’t be told from noise
      expect(long).toBeLessThan(8 * Math.max(short, 0.02));
    },
    60_000,
  );

  it('would tell a quadratic one', () => {
    const quadratic = (characters: number): number => {
      const before = process.cpuUsage().user;
      expect(/a*b/.test('a'.repeat(characters))).toBe(false);
      return (process.cpuUsage().user - before) / 1e6;
    };
    expect(quadratic(64 * KILO)).toBeGreaterThan(8 * Math.max(quadratic(16 * KILO), 0.02));
  }, 60_000);
});
