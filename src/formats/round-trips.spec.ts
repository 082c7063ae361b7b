import * as fc from 'fast-check';
import { Fault, OBSERVABLE_TYPES, type Observable, type ObservableType } from '../kernel/index.js';
import {
  canonical,
  classify,
  defang,
  parsePattern,
  patternObservables,
  patternOf,
  printPattern,
  refang,
} from './index.js';

const hex = (digits: number): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom(...'0123456789abcdefABCDEF'.split('')), { minLength: digits, maxLength: digits })
    .map((d) => d.join(''));

// Pieces that the rules treat specially, so that random text meets them often.
const piece = fc.oneof(
  fc.constantFrom(
    ...'.@:/\\[](){}%?#,;!\'"<>-_ '.split(''),
    'dot',
    ' dot ',
    '[.]',
    '[:]',
    '[at]',
    '(@)',
    'xn--',
    '0x7f',
    '127',
  ),
  fc.constantFrom(
    'http',
    'hxxps',
    '://',
    'com',
    'evil',
    '\u200b',
    '\u200d',
    '\u0301',
    '。',
    '１',
    'é',
    '\u212A',
    '\u037E',
    'ß',
  ),
  fc.string({ maxLength: 4, unit: 'grapheme' }),
);
const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));

const label = fc.stringMatching(/^[a-zA-Z0-9_]([a-z0-9-]{0,8}[a-z0-9])?$/);
const name = fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => `${labels.join('.')}.com`);
const host = fc.oneof(
  name,
  fc.ipV4(),
  fc.ipV6().map((address) => `[${address}]`),
);
const from = (...arbitraries: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> => fc.oneof(text, ...arbitraries);
const joined = (...parts: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc.tuple(...parts).map((texts) => texts.join(''));
const schemes = fc.constantFrom('http://', 'HTTPS://', 'ftp://', 'ldap://', 'sftp://');

const INPUT: Record<ObservableType, fc.Arbitrary<string>> = {
  'ipv4-addr': from(fc.ipV4(), joined(fc.ipV4(), fc.constantFrom('/8', '/24', '/32', '/0'))),
  'ipv6-addr': from(fc.ipV6(), joined(fc.ipV6(), fc.constantFrom('/16', '/47', '/90', '/100', '/128'))),
  'domain-name': from(name, fc.domain()),
  url: from(fc.webUrl(), joined(schemes, host, text), joined(schemes, text, fc.constant('@'), host, text)),
  'email-addr': from(fc.emailAddress(), joined(text, fc.constant('@'), name)),
  MD5: hex(32),
  'SHA-1': hex(40),
  'SHA-256': hex(64),
  'SHA-512': hex(128),
  SSDEEP: fc.stringMatching(/^(3|6|12|96):[a-zA-Z0-9+/]{0,64}:[a-zA-Z0-9+/]{0,64}$/),
  TLSH: hex(70),
  'file-name': text,
  'file-path': from(joined(fc.constantFrom('C:\\', '/', '\\\\', './', '%TEMP%\\', 'a\\'), text)),
  mutex: text,
  'windows-registry-key': joined(fc.constantFrom('HKLM\\', 'hkcu:\\', 'HKEY_USERS\\'), text),
  'autonomous-system': fc.nat({ max: 0xffffffff }).map(String),
  'user-agent': text,
  'x509-certificate': fc.oneof(hex(40), hex(64)),
  ja3: hex(32),
  ja4: fc.stringMatching(/^[tq]1[23][di][0-9]{4}(h2|h1|00)_[0-9a-f]{12}_[0-9a-f]{12}$/),
  vulnerability: fc.stringMatching(/^CVE-20[0-9]{2}-[0-9]{4,7}$/),
  'cryptocurrency-wallet': hex(40).map((digits) => `0x${digits}`),
};

const tryCanonical = (type: ObservableType, input: string): Observable | null => {
  try {
    return { type, value: canonical(type, input) };
  } catch (error) {
    if (error instanceof Fault) return null;
    throw error;
  }
};

const observable = (type: ObservableType): fc.Arbitrary<Observable> =>
  INPUT[type].map((input) => tryCanonical(type, input)).filter((found) => found !== null);

describe.each(OBSERVABLE_TYPES)('%s', (type) => {
  it('has one canonical form, which is its own', () => {
    fc.assert(fc.property(observable(type), ({ value }) => expect(canonical(type, value)).toBe(value)));
  });

  it('comes back from its pattern, which is in normal form', () => {
    fc.assert(
      fc.property(observable(type), (o) => {
        const pattern = patternOf(o);
        expect(patternObservables(parsePattern(pattern))).toEqual([o]);
        expect(printPattern(parsePattern(pattern))).toBe(pattern);
      }),
    );
  });

  it('comes back from its defanged form', () => {
    fc.assert(fc.property(observable(type), (o) => expect(canonical(type, defang(o))).toBe(o.value)));
  });
});

it('refang undoes defang without being told the type', () => {
  const types = ['ipv4-addr', 'ipv6-addr', 'domain-name', 'url', 'email-addr', 'SHA-256'] as const;
  const any = fc.oneof(...types.map(observable));
  fc.assert(
    fc.property(any, (o) => expect(refang(defang(o))).toBe(o.value)),
    { numRuns: 1000 },
  );
});

it('classify gives canonical observables, or nothing, for any text', () => {
  fc.assert(
    fc.property(text, (input) => {
      const found = classify(input);
      expect(found && canonical(found.type, found.value)).toBe(found && found.value);
    }),
    { numRuns: 2000 },
  );
});
