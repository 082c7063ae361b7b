import * as fc from 'fast-check';

const NASTY = [
  '',
  '\u0000',
  '%00',
  '../..',
  "' or 1=1 --",
  '__proto__',
  '\ud800',
  '💥',
  'a'.repeat(600),
  '-1',
  '1e999',
  'NaN',
  'null',
  'infinity',
  '2021-02-30T00:00:00Z',
  '{{7*7}}',
  '<script>',
  '\r\nx: y',
  '%',
  '_',
  '*',
  '[',
  '\\',
  '\u202e',
  'İ',
  '0x10',
  '9007199254740993',
];
const GOOD = [
  'green',
  'amber',
  'red',
  'cert-b',
  'evil.example',
  '198.51.100.7',
  'organisation',
  'all',
  '2026-01-01T00:00:00Z',
  'indicator',
  'type:ipv4-addr',
  'indicator--00000000-0000-4000-8000-000000000000',
  '00000000-0000-4000-8000-000000000000',
  'member',
  'read',
  'analyst',
];

/** Texts that mean something here, texts that mean trouble somewhere, and any others. */
export const text: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.constantFrom(...GOOD),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

/** Any JSON value, and what only looks like one. */
export const anything: fc.Arbitrary<unknown> = fc.oneof(
  text,
  fc.double(),
  fc.integer(),
  fc.constantFrom(null, true, [], {}),
  fc.object({ maxDepth: 3 }),
);

/** Mostly what is asked for, sometimes anything. */
export const mostly = (well: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 6, arbitrary: well }, { weight: 1, arbitrary: anything });

/** As part of a URL. */
export const quoted = (value: string): string => encodeURIComponent(value.replaceAll(/[\ud800-\udfff]/g, '\ufffd'));

/** The text with one byte changed, taken out, doubled, or cut off there. */
export const mutated = (whole: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(whole, fc.nat(), fc.constantFrom('change', 'drop', 'double', 'cut', 'insert'), fc.string({ maxLength: 3 }))
    .map(([from, place, how, piece]) => {
      const at = from.length === 0 ? 0 : place % from.length;
      const [before, here, after] = [from.slice(0, at), from.slice(at, at + 1), from.slice(at + 1)];
      if (how === 'change') return before + piece + after;
      if (how === 'drop') return before + after;
      if (how === 'double') return before + here.repeat(2) + after;
      return how === 'cut' ? before : before + here + piece + after;
    });
