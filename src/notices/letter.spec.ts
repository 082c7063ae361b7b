import { type Line, letterOf } from './letter.js';

const HUB = 'https://hub.example';
const line = (more: Partial<Line> = {}): Line => ({
  what: 'New advisory',
  tlp: 'green',
  title: 'Zebra on the loose',
  path: '/advisories/report--1',
  acknowledgeBy: '2026-03-02T00:00:00Z',
  unanswered: ['cert-b'],
  ...more,
});
const letter = (lines: readonly Line[], digest = false) => letterOf(lines, { digest, hub: HUB });

describe('letterOf', () => {
  it('names what is TLP:CLEAR or TLP:GREEN', () => {
    const { subject, text } = letter([line()]);
    expect(subject).toBe('[TLP:GREEN] New advisory: Zebra on the loose');
    expect(text.split('\n').slice(0, 5)).toEqual([
      'TLP:GREEN',
      'New advisory: Zebra on the loose',
      'To be answered by 2026-03-02T00:00:00Z',
      'Not answered by: cert-b',
      'https://hub.example/advisories/report--1',
    ]);
  });

  it.each(['amber', 'amber+strict'] as const)('says of TLP:%s the label and a link', (tlp) => {
    const { subject, text } = letter([line({ tlp })]);
    const label = `TLP:${tlp.toUpperCase()}`;
    expect(subject).toBe(`[${label}] Tocsin`);
    expect(text.split('\n-- ')[0]).toBe(`${label}\nhttps://hub.example/advisories/report--1\n`);
  });

  it('says of TLP:RED that something waits, and not how much', () => {
    const red = [line({ tlp: 'red' }), line({ tlp: 'red', path: '/advisories/report--2' })];
    expect(letter(red.slice(0, 1)).subject).toBe('Tocsin: something waits for you');
    expect(letter(red, true).text.split('\n-- ')[0]).toBe('Something waits for you.\nhttps://hub.example/\n');
  });

  it.each([
    ['a line break', 'a\r\nBcc: x@evil.example', '[TLP:GREEN] New advisory: a Bcc: x[@]evil[.]example'],
    ['an encoded word', '=?utf-8?q?=0ABcc?=', '[TLP:GREEN] New advisory: = ?utf-8?q?=0ABcc?='],
    ['a text turned around', 'a\u202egpj.exe\u2066\u200b', '[TLP:GREEN] New advisory: a gpj[.]exe'],
    ['a separator of lines', 'a\u2028b\u0085c', '[TLP:GREEN] New advisory: a b c'],
    ['a link', 'see https://evil.example', '[TLP:GREEN] New advisory: see https[:]//evil[.]example'],
    ['a bare host', 'see www.evil.example/x of 3.1', '[TLP:GREEN] New advisory: see www[.]evil[.]example/x of 3.1'],
    ['an address', 'mailto:x@evil.example', '[TLP:GREEN] New advisory: mailto:x[@]evil[.]example'],
    ['too long a title', 'x'.repeat(500), `[TLP:GREEN] New advisory: ${'x'.repeat(200)}…`],
  ])('makes one line of a title with %s', (_, title, subject) => {
    const made = letter([line({ title })]);
    expect(made.subject).toBe(subject);
    expect(made.text.split('\n')[1]).toBe(subject.slice('[TLP:GREEN] '.length));
  });

  it('keeps titles out of the subject of a digest', () => {
    expect(letter([line(), line({ tlp: 'amber' })], true).subject).toBe('Tocsin: your digest');
  });

  it('takes time in proportion to a title of any length', () => {
    const began = process.cpuUsage();
    letter([line({ title: '\u202e=?:// '.repeat(200_000) })]);
    expect(process.cpuUsage(began).user).toBeLessThan(2_000_000);
  });
});
