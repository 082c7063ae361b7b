import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as fc from 'fast-check';
import { parsePattern } from './parse-pattern.js';
import type { Comparison, Constant, Pattern } from './pattern.js';
import { printPattern } from './print-pattern.js';

const normal: readonly (readonly [pattern: string, printed: string])[] = [
  ["[ file : name=='x' ]", "[file:name = 'x']"],
  ['[a:b<>+5]', '[a:b != 5]'],
  ['[a:b = .50 OR a:b = -007.0]', '[a:b = 0.5 OR a:b = -7.0]'],
  ["[a:b NOT IN('x',2,true)]", "[a:b NOT IN ('x', 2, true)]"],
  ['[a:b IN ()]', '[a:b IN ()]'],
  [
    "[a:'b' = h'FFd8' AND a:'c-d'[*].e[-1].'IN' = b'dGVzdA==']",
    "[a:b = h'ffd8' AND a:'c-d'[*].e[-1].'IN' = b'dGVzdA==']",
  ],
  ["[a:b = 'it\\'s \\\\']", "[a:b = 'it\\'s \\\\']"],
  ['[EXISTS a:b AND (c:d = 1 AND (e:f = 2 OR g:h = 3))]', '[EXISTS a:b AND c:d = 1 AND (e:f = 2 OR g:h = 3)]'],
  ['[(a:b = 1 AND c:d = 2) OR e:f = 3]', '[a:b = 1 AND c:d = 2 OR e:f = 3]'],
  ["[process:command_line MATCHES'x'] // end", "[process:command_line MATCHES 'x']"],
  ['[a:b = /* c */ 1]FOLLOWEDBY[c:d = 2]', '[a:b = 1] FOLLOWEDBY [c:d = 2]'],
  ['([a:b = 1]) AND ([c:d = 2] OR [e:f = 3])', '[a:b = 1] AND ([c:d = 2] OR [e:f = 3])'],
  ['([a:b=1] FOLLOWEDBY [c:d=2]) FOLLOWEDBY [e:f=3]', '([a:b = 1] FOLLOWEDBY [c:d = 2]) FOLLOWEDBY [e:f = 3]'],
  ['[a:b=1] REPEATS 5 TIMES WITHIN 1.5 SECONDS', '[a:b = 1] REPEATS 5 TIMES WITHIN 1.5 SECONDS'],
  ['([a:b=1] REPEATS 5 TIMES) REPEATS 2 TIMES', '([a:b = 1] REPEATS 5 TIMES) REPEATS 2 TIMES'],
  [
    "[a:b=1] START t'2026-01-01T00:00:00Z' STOP t'2026-01-02T00:00:00.5Z'",
    "[a:b = 1] START t'2026-01-01T00:00:00Z' STOP t'2026-01-02T00:00:00.5Z'",
  ],
];

const refused: readonly (readonly [where: string, pattern: string])[] = [
  ['1, column 1', ''],
  ['1, column 1', 'file:size = 1280'],
  ['1, column 6', '[file.size = 1280]'],
  ['1, column 14', "[file:hashes.SHA-256 = 'x']"],
  ['1, column 2', "[NOT file:name = 'x']"],
  ['1, column 12', "[file:name 'x']"],
  ['2, column 13', "[a:b = 1\n  AND c:d = 'x]"],
  ['1, column 8', "[a:b = 'bad \\n escape']"],
  ['1, column 8', '[a:b = "x"]'],
  ['1, column 11', '[a:b LIKE 5]'],
  ['1, column 8', '[a:b > true]'],
  ['1, column 8', "[a:b = h'fff']"],
  ['1, column 8', "[a:b = b'x']"],
  ['1, column 8', "[a:b = t'2026-13-01T00:00:00Z']"],
  ['1, column 8', '[a:b = 007]'],
  ['1, column 11', '[a:b = 1] within 2 seconds'],
  ['1, column 42', '[a:b = 1] REPEATS 2 TIMES REPEATS 3 TIMES'],
  ['1, column 19', '[a:b = 1] REPEATS 2.5 TIMES'],
  ['1, column 22', '[a:b = 1] REPEATS -2 TIMES'],
  ['1, column 17', "[a:b = 1] START '2026-01-01T00:00:00Z' STOP t'2026-01-02T00:00:00Z'"],
  ['1, column 11', '[a:b = 1] /* open'],
  ['1, column 10', '[a:b = 1]]'],
  ['1, column 11', '([a:b = 1]'],
  ['1, column 14', '[a:b = 1] AND'],
  ['1, column 10001', `[a:b = '${'x'.repeat(10_000)}']`],
  ['1, column 34', `${'('.repeat(1000)}[a:b = 1]${')'.repeat(1000)}`],
  ['1, column 35', `[${'('.repeat(33)}a:b = 1${')'.repeat(33)}]`],
  ['1, column 9002', `[${Array(1001).fill('a:b=1').join(' OR ')}]`],
];

describe('parsePattern', () => {
  it.each(normal)('%s prints as %s', (pattern, printed) => {
    expect(printPattern(parsePattern(pattern))).toBe(printed);
    expect(parsePattern(printed)).toEqual(parsePattern(pattern));
  });

  it.each(refused)('refuses at line %s (case %#)', (where, pattern) => {
    expect(() => parsePattern(pattern)).toThrow(new RegExp(`^pattern_invalid: line ${where}: .{5,90}$`));
  });

  it.each([
    `[${Array(1000).fill('a:b=1').join(' OR ')}]`,
    Array(900).fill('[a:b=1]').join(' OR '),
    `${'('.repeat(32)}[a:b = 1]${')'.repeat(32)}`,
    `[a:b IN (${Array(4990).fill('1').join(',')})]`,
    `[a:b = ${'0'.repeat(9900)}`,
    `[a:b = '${"\\'".repeat(4900)}`,
    `[a:b = 1${'/*'.repeat(4900)}`,
    ' '.repeat(9999),
    `[a:${'b.'.repeat(4900)}`,
  ])('is never worse than linear, whatever is thrown at it (case %#)', (pattern) => {
    const times = [1, 2, 3].map(() => {
      const started = performance.now();
      try {
        parsePattern(pattern);
      } catch {
        // only the time counts
      }
      return performance.now() - started;
    });
    expect(Math.min(...times)).toBeLessThan(3_000);
  });

  it('reads back whatever it prints', () => {
    fc.assert(
      fc.property(pattern, (one) => {
        const flat = parsePattern(printPattern(one));
        expect(parsePattern(printPattern(flat))).toEqual(flat);
        expect(printPattern(flat)).toBe(printPattern(parsePattern(printPattern(flat))));
      }),
    );
  });
});

const anyText = fc.string({ maxLength: 6, unit: 'binary' });
const constant = fc.oneof(
  fc.record({ type: fc.constant('string' as const), text: anyText }),
  fc.record({ type: fc.constant('integer' as const), text: fc.bigInt().map(String) }),
  fc.constantFrom<Constant>(
    { type: 'boolean', text: 'true' },
    { type: 'hex', text: 'ff' },
    { type: 'float', text: '-0.5' },
  ),
);
const step = fc.oneof(
  fc.record({ key: anyText }),
  fc.record({ index: fc.oneof(fc.integer(), fc.constant('*' as const)) }),
);
const path = fc.record({
  type: fc.constantFrom('file', 'x-y'),
  steps: fc
    .tuple(fc.record({ key: fc.oneof(anyText, fc.constant('name')) }), fc.array(step, { maxLength: 2 }))
    .map(([a, b]) => [a, ...b]),
});
const test = fc.record({
  kind: fc.constant('test' as const),
  path,
  negated: fc.boolean(),
  operator: fc.constantFrom('=' as const, '!=' as const),
  values: fc.tuple(constant),
});
const set = fc.record({
  kind: fc.constant('test' as const),
  path,
  negated: fc.boolean(),
  operator: fc.constant('IN' as const),
  values: fc.array(constant, { maxLength: 3 }),
});
const several = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(one, { minLength: 2, maxLength: 3 });
const { comparison } = fc.letrec<{ comparison: Comparison }>((tie) => ({
  comparison: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    test,
    set,
    fc.record({ kind: fc.constant('exists' as const), path }),
    fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), operands: several(tie('comparison')) }),
  ),
}));
const qualifiers = fc.constantFrom(
  [{ kind: 'within' as const, seconds: '1.5' }],
  [
    { kind: 'repeats' as const, times: '2' },
    { kind: 'within' as const, seconds: '5' },
  ],
);
const { pattern } = fc.letrec<{ pattern: Pattern }>((tie) => ({
  pattern: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ kind: fc.constant('observation' as const), where: comparison }),
    fc.record({ kind: fc.constant('qualified' as const), of: tie('pattern'), qualifiers }),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const, 'followedby' as const),
      operands: several(tie('pattern')),
    }),
  ),
}));

const oasis = resolve(import.meta.dirname, '../../../../shared/data/open-stix/oasis-open__cti-pattern-validator');
const withOasis = existsSync(oasis) ? describe : describe.skip;

const read = (name: string): string => (existsSync(oasis) ? readFileSync(resolve(oasis, name), 'utf8') : '{}');

withOasis('the cases of the OASIS pattern validator (../shared)', () => {
  const cases = JSON.parse(read('cases-v21.json')) as Record<string, readonly { pattern: string }[]>;
  const patterns = (...lists: readonly string[]): string[] =>
    lists.flatMap((list) => (cases[list] ?? []).map((one) => one.pattern));
  const examples = read('stix2patterns/test/v21/spec_examples.txt')
    .split('\n')
    .filter((line) => line.startsWith('[') || line.startsWith('('));

  it.each([...patterns('PASS_CASES', 'TIMESTAMP_PASS_CASES'), ...examples])('takes %s', (text) => {
    const parsed = parsePattern(text);
    expect(parsePattern(printPattern(parsed))).toEqual(parsed);
  });

  it.each([...patterns('FAIL_CASES', 'TIMESTAMP_FAIL_CASES'), '['])('refuses %s', (text) => {
    expect(() => parsePattern(text)).toThrow(/^pattern_invalid: line \d+, column \d+: /);
  });
});
