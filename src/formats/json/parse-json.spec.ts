import * as fc from 'fast-check';
import { Fault, type FaultCode } from '../../kernel/index.js';
import { parseJson } from './parse-json.js';

const parse = (text: string): unknown => parseJson(Buffer.from(text));
const bytes = (...values: readonly number[]): Buffer => Buffer.from(values);

function faultOf(input: Buffer): Pick<Fault, 'code' | 'detail'> & { pointer?: string } {
  try {
    parseJson(input);
  } catch (error) {
    if (error instanceof Fault) return { code: error.code, detail: error.detail, pointer: error.more.pointer };
    throw error;
  }
  throw new Error('was accepted');
}

const taken = [
  'null',
  ' true ',
  '[]',
  '{}',
  '"é\\u00e9\\ud83d\\ude00😀"',
  '0',
  '-1',
  '0.0',
  '1.5e-3',
  '9007199254740991',

  '-9007199254740991',
  '1E5',
  '{"a":{"a":[{"a":1},{"a":2}]}}',
  '"\\"\\\\\\/\\b\\f\\n\\r\\t"',
  '"\\u0001"',
  '\r\n\t[1 , 2]\n',
  '{"__proto":1,"Constructor":2,"x__proto__":3}',
  `${'['.repeat(64)}${']'.repeat(64)}`,
  '"\\\\u0000"',
  '[-0.5,1e15]',
];

const refused: readonly (readonly [FaultCode, number, string, string | undefined])[] = [
  ['invalid_json', 0, '', undefined],
  ['invalid_json', 1, ' ', undefined],
  ['invalid_json', 1, '{', undefined],
  ['invalid_json', 3, '[1,]', undefined],
  ['invalid_json', 7, '{"a":1,}', undefined],
  ['invalid_json', 1, '{a:1}', undefined],
  ['invalid_json', 5, '{"a" 1}', undefined],
  ['invalid_json', 1, "['a']", undefined],
  ['invalid_json', 4, '[1] 2', undefined],
  ['invalid_json', 0, 'nul', undefined],
  ['invalid_json', 4, 'truex', undefined],
  ['invalid_json', 0, '01', undefined],
  ['invalid_json', 0, '-', undefined],
  ['invalid_json', 0, '+1', undefined],
  ['invalid_json', 1, '1.', undefined],
  ['invalid_json', 0, '.5', undefined],
  ['invalid_json', 1, '1e', undefined],
  ['invalid_json', 0, 'NaN', undefined],
  ['invalid_json', 2, '"a', undefined],
  ['invalid_json', 2, '"a\\', undefined],
  ['invalid_json', 1, '"\\x"', undefined],
  ['invalid_json', 1, '"\\u12g4"', undefined],
  ['invalid_json', 1, '"\n"', undefined],
  ['invalid_json', 1, '"\u0000"', undefined],
  ['invalid_json', 0, '\uFEFF{}', undefined],
  ['invalid_json', 5, '[1,2]//', undefined],
  ['json_too_deep', 64, '['.repeat(65), '/0'.repeat(64)],
  ['json_too_deep', 320, '{"a":'.repeat(65), '/a'.repeat(64)],
  ['json_too_deep', 399_999, `[${'0,'.repeat(200_000)}0]`, '/199999'],
  ['duplicate_key', 19, '{"a":1,"b":{"a":1,"a":2}}', '/b/a'],
  ['duplicate_key', 8, '{"a":1,"\\u0061":2}', undefined],
  ['duplicate_key', 13, '{"\\u0061":1,"a":2}', '/a'],
  ['forbidden_key', 12, '[{"x/y~":[{"__proto__":1}]}]', '/0/x~1y~0/0/__proto__'],
  ['forbidden_key', 2, '{"\\u005f_proto__":1}', undefined],
  ['forbidden_key', 7, '{"a":{"constructor":{"prototype":{}}}}', '/a/constructor'],
  ['forbidden_key', 2, '{"prototype":1}', '/prototype'],
  ['invalid_character', 9, '{"name":"\\u0000"}', '/name'],
  ['invalid_character', 2, '["\\ud800"]', '/0'],
  ['invalid_character', 2, '["\\udc00"]', '/0'],
  ['invalid_character', 2, '["\\ud800\\ud800"]', '/0'],
  ['invalid_character', 2, '["\\ud800x"]', '/0'],
  ['invalid_character', 2, '{"\\u0000":1}', ''],
  ['invalid_number', 8, '{"a":[1,9007199254740993]}', '/a/1'],
  ['invalid_number', 0, '9007199254740992', ''],
  ['invalid_number', 0, '-9007199254740992', ''],
  ['invalid_number', 0, '9007199254740993.0', ''],
  ['invalid_number', 0, '1e400', ''],
  ['invalid_number', 0, '-1e400', ''],
  ['invalid_number', 0, '1e-400', ''],
  ['invalid_number', 0, '-0', ''],
  ['invalid_number', 0, '-0.0', ''],
  ['invalid_number', 0, '-0e5', ''],
  ['invalid_number', 0, '1e300', ''],
];

describe('parseJson', () => {
  it.each(taken)('takes %s', (text) => expect(parse(text)).toEqual(JSON.parse(text)));

  it.each(refused)('%s at byte %d (case %#)', (code, at, text, pointer) => {
    const fault = faultOf(Buffer.from(text));
    expect(fault.code).toBe(code);
    expect(fault.detail).toMatch(new RegExp(`^[\\w ,\\]}()-]{3,60} at byte ${at}$`));
    expect(fault.pointer).toBe(pointer);
  });

  it.each([
    ['UTF-16 with a byte order mark', Buffer.from('\uFEFF{}', 'utf16le'), 0],
    ['UTF-16 without one', Buffer.from('{}', 'utf16le'), 1],
    ['an overlong slash', bytes(0x22, 0xc0, 0xaf, 0x22), 1],
    ['an encoded surrogate', bytes(0x22, 0xed, 0xa0, 0x80, 0x22), 1],
    ['beyond U+10FFFF', bytes(0x22, 0xf4, 0x90, 0x80, 0x80, 0x22), 1],
    ['cut in mid-character', bytes(0x22, 0x61, 0xc3), 2],
    ['Latin 1', Buffer.from('"é"', 'latin1'), 1],
  ])('refuses what is not UTF-8: %s', (_, input, at) => {
    expect(faultOf(input)).toMatchObject({
      code: 'invalid_json',
      detail: expect.stringMatching(` at byte ${at}$`) as string,
    });
  });

  it('finds a key for the second time among thousands, and none where there is none', () => {
    const keys = Array.from({ length: 5000 }, (_, index) => `"k${index}":0`);
    expect(Object.keys(parse(`{${keys.join(',')}}`) as object)).toHaveLength(5000);
    expect(() => parse(`{${keys.join(',')},"k4321":1}`)).toThrow(/^duplicate_key: /);
  });

  it('reads what JSON.stringify writes as JSON.parse does, or refuses it by name', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        expect(['refused', JSON.stringify(JSON.parse(text))]).toContain(
          outcome(text).replace(/^refused: (?!invalid_json).*/, 'refused'),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('agrees with JSON.parse on what is JSON', () => {
    const piece = fc.constantFrom(...'{}[],:-.e"\\ 10'.split(''), '"a"', '"b":', 'u00e9', 'true', '[1,');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        const mine = outcome(text);
        expect(mine.replace(/^refused: (?!invalid_json).*/, peer(text))).toBe(peer(text));
      }),
      { numRuns: 20_000 },
    );
  });

  it('is never worse than linear, however deep or wide the input: a quadratic scan would take minutes', () => {
    const inputs = [
      '['.repeat(1_000_000) + ']'.repeat(1_000_000),
      '{"a":'.repeat(400_000),
      '['.repeat(5000),
      `"${'\\u00e9'.repeat(350_000)}"`,
    ];
    for (const input of inputs.map((text) => Buffer.from(text)))
      expect(fastest(() => outcome(input))).toBeLessThan(3_000);
  });
});

/** Milliseconds of the best of three runs: the machine may be busy with something else in one. */
function fastest(run: () => unknown): number {
  const times = [1, 2, 3].map(() => {
    const started = performance.now();
    run();
    return performance.now() - started;
  });
  return Math.min(...times);
}

/** What parsing gives, serialised, or why it is refused. */
function outcome(input: Buffer | string): string {
  try {
    return JSON.stringify(parseJson(Buffer.from(input)));
  } catch (error) {
    return `refused: ${error instanceof Fault ? error.code : String(error)}`;
  }
}

function peer(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return 'refused: invalid_json';
  }
}
