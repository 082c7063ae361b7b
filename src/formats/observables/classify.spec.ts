import type { ObservableType } from '../../kernel/index.js';
import { classify } from './classify.js';

const typed: readonly (readonly [string, ObservableType, string])[] = [
  ['cve-2026-12345', 'vulnerability', 'CVE-2026-12345'],
  ['D41D8CD98F00B204E9800998ECF8427E', 'MD5', 'd41d8cd98f00b204e9800998ecf8427e'],
  ['a'.repeat(40), 'SHA-1', 'a'.repeat(40)],
  ['a'.repeat(64), 'SHA-256', 'a'.repeat(64)],
  ['a'.repeat(128), 'SHA-512', 'a'.repeat(128)],
  ['203[.]0[.]113[.]7,', 'ipv4-addr', '203.0.113.7'],
  ['198.51.100.0/24', 'ipv4-addr', '198.51.100.0/24'],
  ['2001[:]db8::/32', 'ipv6-addr', '2001:db8::/32'],
  ['2001:db8::', 'ipv6-addr', '2001:db8::'],
  ['[2001:db8::1]', 'ipv6-addr', '2001:db8::1'],
  ['::ffff:203.0.113.7', 'ipv6-addr', '::ffff:203.0.113.7'],
  ['hxxps://evil[.]example/a.', 'url', 'https://evil.example/a'],
  ['(hxxp://evil[.]example/a_(b))', 'url', 'http://evil.example/a_(b)'],
  ['<http://203.0.113.7/x>', 'url', 'http://203.0.113.7/x'],
  ['http://abc.onion/x', 'url', 'http://abc.onion/x'],
  ['bob[@]evil[.]com', 'email-addr', 'bob@evil.com'],
  ['mailto:bob@evil.com', 'email-addr', 'bob@evil.com'],
  ['HKCU\\Software\\Run', 'windows-registry-key', 'HKEY_CURRENT_USER\\Software\\Run'],
  ['C:\\Windows\\x.exe', 'file-path', 'C:\\Windows\\x.exe'],
  ['C:\\Program Files (x86)\\a', 'file-path', 'C:\\Program Files (x86)\\a'],
  ['%TEMP%\\x.exe', 'file-path', '%TEMP%\\x.exe'],
  ['\\\\server\\share\\x', 'file-path', '\\\\server\\share\\x'],
  ['/tmp/.x/payload', 'file-path', '/tmp/.x/payload'],
  ['AS64500', 'autonomous-system', '64500'],
  ['1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', 'cryptocurrency-wallet', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa'],
  ['t13d1516h2_8daaf6152771_02713d6af862', 'ja4', 't13d1516h2_8daaf6152771_02713d6af862'],
  ['96:s4Ud1Lj96tHHlZ:sF1LjEtHHlZDru/+', 'SSDEEP', '96:s4Ud1Lj96tHHlZ:sF1LjEtHHlZDru/+'],
  [`T1${'a'.repeat(70)}`, 'TLSH', `T1${'A'.repeat(70)}`],
  ['evil-login{.}net', 'domain-name', 'evil-login.net'],
  ['münchen-bank[.]de.', 'domain-name', 'xn--mnchen-bank-thb.de'],
  ['“evil dot co dot uk”', 'domain-name', 'evil.co.uk'],
  ['x.github.io', 'domain-name', 'x.github.io'],
  ['facebookcorewwwi.onion', 'domain-name', 'facebookcorewwwi.onion'],
  ['evil.example', 'domain-name', 'evil.example'],
  ['(evil.example', 'domain-name', 'evil.example'],
  ['("CVE-2026-12345', 'vulnerability', 'CVE-2026-12345'],
  ['[(C:\\Windows\\x.exe', 'file-path', 'C:\\Windows\\x.exe'],
  ['{C:\\a{b}\\{y.exe', 'file-path', 'C:\\a{b}\\{y.exe'],
  [`(${'a'.repeat(64)}`, 'SHA-256', 'a'.repeat(64)],
  ['(C:\\a(b)\\x.exe', 'file-path', 'C:\\a(b)\\x.exe'],
];

const untyped = [
  '',
  ' ',
  'hello',
  'hello world',
  'evil.exe',
  'report.finale',
  '1.2.3.4.5',
  '1.2.3.4:80',
  '999.1.1.1',
  '1.2.3.4/33',
  'evil.com/path',
  'evil[.]com/a[.]exe',
  'evil.com:8080',
  'http://127.1/',
  '127。0。0。1',
  '00:11:22:33:44:55',
  '12:30:45',
  'DOMAIN\\user',
  'and/or',
  '/24',
  '64500',
  '1.2.3',
  'a@b@c.com',
  'CVE-2026-1',
  'a'.repeat(33),
  'a'.repeat(20_000),
  'see http://evil.com now',
  'meeting at evil.com',
  'a..com',
  '*.evil.com',
  '\ud800',
  'constructor',
  '__proto__',
  '1e5.5',
];

describe('classify', () => {
  it.each(typed)('%j is a %s', (input, type, value) => expect(classify(input)).toEqual({ type, value }));

  it.each(untyped)('%j is nothing', (input) => expect(classify(input)).toBeNull());

  it.each(['a.', '[.]', '((', '[[', ' dot ', '。', '\u200c', '[(', ':\\', '@', '[:]', '/', '1.', ':', '\\', '/a'])(
    'stays linear on %j over and over',
    (piece) => {
      const times = [1, 2, 3].map(() => {
        const started = performance.now();
        classify(piece.repeat(8192 / piece.length));
        return performance.now() - started;
      });
      expect(Math.min(...times)).toBeLessThan(3_000);
    },
  );
});
