import { defuse, undefuse } from '../export/csv-cells.js';
import { labelsFrom, referencesFrom } from '../lists/cell-lists.js';
import { confidenceFrom, papFrom, timeFrom, tlpFrom } from '../lists/cell-values.js';
import { lineItems } from '../lists/read-list.js';
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
  ' dot ',
  'a dot ',
  'a.dot ',
  'evil dot com ',
  '1 dot ',
  'dot\t\t\t',
];
const PAGES: readonly string[] = ['<', '<a ', '<a href="', '<a href=x>', '&#', '<!--', '<script>', '"', '<td>'];
const LETTERS: readonly string[] = ['\n--x\n', 'Received: ', '=?', '=?a?b?', 'a: b\n ', '=3D', ';boundary='];

const HEADERS: readonly string[] = ['Received: a\n', 'Subject: b\n', 'X-A: c\n', 'Received: ', ' a\n'];
/** What a cell of a table or a line of a list is read, or written, by. */
const CELLS: readonly string[] = [
  '\t',
  ' ',
  "'",
  "'\t",
  '\u200b',
  '-',
  '_ ',
  ' #',
  ';',
  ' %',
  'a ',
  ', ',
  '1 ',
  '|',
  '"',
  'h ',
];
const READERS: Readonly<Record<string, (cell: string) => unknown>> = {
  defuse,
  undefuse: (cell) => undefuse(`'${cell}`),
  tlp: tlpFrom,
  pap: papFrom,
  confidence: confidenceFrom,
  time: timeFrom,
  labels: labelsFrom,
  references: referencesFrom,
  line: (text) => [...lineItems({ no: 1, text: `x${text}y` })],
};

/** Seconds of this process’s own work, the least of three: others at work on the machine don’t count. */
function seconds(work: () => unknown): number {
  const once = (): number => {
    const before = process.cpuUsage().user;
    work();
    return (process.cpuUsage().user - before) / 1e6;
  };
  return Math.min(once(), once(), once());
}

const KILO = 1_024;
const repeated = (unit: string, kilos: number): string => unit.repeat(Math.ceil((kilos * KILO) / unit.length));
/** How much longer four times the text takes; up to twice as much again can’t be told from noise. */
function growth(work: (kilos: number) => () => unknown, kilos = 64): number {
  const [short, long] = [seconds(work(kilos)), seconds(work(4 * kilos))];
  return long / Math.max(short, 0.01);
}

const LETTER = 'From: a@b.example\n';
const hostile: readonly (readonly [TextFormat, string, string])[] = [
  ...UNITS.map((unit) => ['text', unit, ''] as const),
  ...PAGES.map((unit) => ['html', unit, ''] as const),
  ...LETTERS.map((unit) => ['email', unit, `${LETTER}Content-Type: multipart/mixed; boundary=x\n\n`] as const),
  ...HEADERS.map((unit) => ['email', unit, LETTER] as const),
];

describe('reading takes time in proportion to the text', () => {
  it.each(hostile)(
    '%s of %j after %j',
    (kind, unit, head) => {
      const reading = (kilos: number) => {
        const text = head + repeated(unit, kilos);
        return () => extract(viewOf(text, kind));
      };
      expect(growth(reading)).toBeLessThan(8);
    },
    60_000,
  );

  it.each(Object.keys(READERS).flatMap((name) => CELLS.map((unit) => [name, unit] as const)))(
    'a cell of %j as %s',
    (name, unit) => {
      const whole = READERS[name]!;
      expect(seconds(() => whole(unit.repeat(24).slice(0, 24)))).toBeLessThan(0.5); // an exponential one would never end below
      const reading = (kilos: number) => {
        const text = `${repeated(unit, kilos)}x`;
        return () => whole(text);
      };
      expect(growth(reading)).toBeLessThan(8);
    },
    60_000,
  );

  it('would tell a quadratic one', () => {
    const quadratic = (kilos: number) => () => expect(/a*b/.test(repeated('a', kilos))).toBe(false);
    expect(growth(quadratic, 8)).toBeGreaterThan(8);
  }, 60_000);
});
