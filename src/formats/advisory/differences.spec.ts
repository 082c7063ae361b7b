import * as fc from 'fast-check';
import { differences } from './differences.js';
import { type Hunk, textDiff } from './text-diff.js';

describe('differences', () => {
  const fields = ['title', 'severity', 'techniques', 'actor', 'body'] as const;
  const one = { title: 'One', techniques: ['T1190', 'T1505.003'], actor: { name: 'x' }, body: 'a\nb' };

  it('are none between equal ones, and by property otherwise, in the order asked for', () => {
    expect(differences(fields, one, { ...one })).toEqual([]);
    const other = { title: 'Other', severity: 'high', techniques: ['T1505.003', 'T1078'], body: 'a\nc' };
    expect(differences(fields, one, other)).toEqual([
      { field: 'title', before: 'One', after: 'Other' },
      { field: 'severity', before: null, after: 'high' },
      { field: 'techniques', added: ['T1078'], removed: ['T1190'] },
      { field: 'actor', before: { name: 'x' }, after: null },
      { field: 'body', hunks: [expect.objectContaining({ before: 1, after: 1 })] },
    ]);
  });

  it('counts what a list has twice, and tells another order', () => {
    expect(differences(['l'], { l: ['a', 'a'] }, { l: ['a'] })).toEqual([{ field: 'l', added: [], removed: ['a'] }]);
    expect(differences(['l'], { l: ['a', 'b'] }, { l: ['b', 'a'] })).toEqual([{ field: 'l', added: [], removed: [] }]);
  });

  it('gives a text that differs too much as another one', () => {
    const [before, after] = ['a', 'b'].map((mark) => Array.from({ length: 300 }, (_, i) => `${mark}${i}`).join('\n'));
    expect(differences(['body'], { body: before }, { body: after })).toEqual([{ field: 'body', before, after }]);
  });
});

describe('textDiff', () => {
  it('shows what changed with three lines around it, and the words', () => {
    const lines = Array.from({ length: 30 }, (_, i) => `line ${i + 1}`);
    const after = lines.with(9, 'line ten of them').toSpliced(24, 1);
    expect(textDiff(lines.join('\n'), after.join('\n'))).toEqual([
      {
        before: 7,
        after: 7,
        lines: [
          ...['line 7', 'line 8', 'line 9'].map((text) => ({ op: ' ', text })),
          {
            op: '-',
            text: 'line 10',
            words: [
              { text: 'line ', changed: false },
              { text: '10', changed: true },
            ],
          },
          {
            op: '+',
            text: 'line ten of them',
            words: [
              { text: 'line ', changed: false },
              { text: 'ten of them', changed: true },
            ],
          },
          ...['line 11', 'line 12', 'line 13'].map((text) => ({ op: ' ', text })),
        ],
      },
      {
        before: 22,
        after: 22,
        lines: [
          ...['line 22', 'line 23', 'line 24'].map((text) => ({ op: ' ', text })),
          { op: '-', text: 'line 25' },
          ...['line 26', 'line 27', 'line 28'].map((text) => ({ op: ' ', text })),
        ],
      },
    ]);
  });

  it('makes the one text of the other, by lines and by words', () => {
    const line = fc
      .array(fc.constantFrom('a', 'b ', ' ', 'c.', 'dé', '\r', ''), { maxLength: 4 })
      .map((words) => words.join(''));
    const text = fc.array(line, { maxLength: 12 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const hunks = textDiff(before, after)!;
        expect(applied(before, hunks)).toBe(after);
        for (const { text: whole, words } of hunks.flatMap(({ lines }) => lines))
          if (words) expect(words.map((word) => word.text).join('')).toBe(whole);
      }),
      { numRuns: 300 },
    );
  });

  it.each<[name: string, before: string, after: string, compared: boolean]>([
    ['empty lines and none', '\n'.repeat(65_535), 'x'.repeat(65_536), false],
    ['lines that repeat, out of step', 'a\nb\n'.repeat(16_384), 'b\nb\na\n'.repeat(10_922), false],
    ['one long line of many words', 'a b '.repeat(16_384), 'b a c '.repeat(10_922), true],
    ['many lines with many words', `${'a b '.repeat(80)}\n`.repeat(200), `${'b c '.repeat(30)}\n`.repeat(200), true],
  ])('is bounded in time for hostile texts: %s', (_, before, after, compared) => {
    const hunks = textDiff(before, after);
    expect(hunks !== undefined).toBe(compared);
    if (hunks) expect(applied(before, hunks)).toBe(after);
  });
});

/** The text that the hunks make of another. */
function applied(text: string, hunks: readonly Hunk[]): string {
  const lines = text.split('\n');
  for (const { before, lines: changed } of hunks.toReversed()) {
    const out = changed.filter(({ op }) => op !== '+');
    expect(lines.slice(before - 1, before - 1 + out.length)).toEqual(out.map((line) => line.text));
    lines.splice(before - 1, out.length, ...changed.filter(({ op }) => op !== '-').map((line) => line.text));
  }
  return lines.join('\n');
}
