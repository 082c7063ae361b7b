import { Fault, type ObservableType } from '../../kernel/index.js';
import { canonical } from './canonical.js';

const accepted: readonly (readonly [ObservableType, string, string])[] = [
  ['ipv4-addr', '203.0.113.7', '203.0.113.7'],
  ['ipv4-addr', ' 203[.]0[.]113(dot)7 ', '203.0.113.7'],
  ['ipv4-addr', '203.0.113.7/32', '203.0.113.7'],
  ['ipv4-addr', '203.0.113.77/24', '203.0.113.0/24'],
  ['ipv4-addr', '255.255.255.255/1', '128.0.0.0/1'],
  ['ipv4-addr', '0.0.0.0/0', '0.0.0.0/0'],
  ['ipv6-addr', '2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['ipv6-addr', '2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
  ['ipv6-addr', '2001:0db8::0001', '2001:db8::1'],
  ['ipv6-addr', '[2001:db8::1]', '2001:db8::1'],
  ['ipv6-addr', '2001[:]db8::', '2001:db8::'],
  ['ipv6-addr', '0:0:0:0:0:0:0:0', '::'],
  ['ipv6-addr', '::FFFF:CB00:7107', '::ffff:203.0.113.7'],
  ['ipv6-addr', '::ffff:203.0.113.7', '::ffff:203.0.113.7'],
  ['ipv6-addr', '::203.0.113.7', '::cb00:7107'],
  ['ipv6-addr', '2001:db8:ffff::1/33', '2001:db8:8000::/33'],
  ['ipv6-addr', '2001:db8::1/128', '2001:db8::1'],
  ['domain-name', 'Evil.EXAMPLE.', 'evil.example'],
  ['domain-name', 'evil-login{.}net', 'evil-login.net'],
  ['domain-name', 'evil dot example dot com', 'evil.example.com'],
  ['domain-name', '[www.]evil[.]com', 'www.evil.com'],
  ['domain-name', 'evil[[.]]com', 'evil.com'],
  ['domain-name', 'evil。example', 'evil.example'],
  ['domain-name', 'ev\u200bil\u00ad.example', 'evil.example'],
  ['domain-name', 'münchen-bank[.]de', 'xn--mnchen-bank-thb.de'],
  ['domain-name', 'faß.de', 'xn--fa-hia.de'],
  ['domain-name', '\u212Aelvin.com', 'kelvin.com'],
  ['domain-name', 'İstanbul.com', 'xn--istanbul-o0e.com'],
  ['domain-name', 'аpple.com', 'xn--pple-43d.com'],
  ['domain-name', '_dmarc.evil.com', '_dmarc.evil.com'],
  ['domain-name', 'r3---sn-x.googlevideo.com', 'r3---sn-x.googlevideo.com'],
  ['domain-name', 'نامه\u200cای.com', 'xn--mgba3gch31f060k.com'],
  ['url', 'hXXps://Evil[.]Example:443/Pay[.]load', 'https://evil.example/Pay.load'],
  ['url', 'h**p[:]//evil[.]example[/]a', 'http://evil.example/a'],
  ['url', 'hxxp:\\\\evil[.]example\\a', 'http://evil.example/a'],
  ['url', 'hxxp[://]evil[.]example', 'http://evil.example/'],
  ['url', 'meow://evil.example', 'http://evil.example/'],
  ['url', 'fxp://evil.example/x', 'ftp://evil.example/x'],
  ['url', 'http://evil.example/a/../B?q=(1).', 'http://evil.example/B?q=(1).'],
  ['url', 'http://bob:pw@evil.example./', 'http://bob:pw@evil.example/'],
  ['url', 'http://203.0.113.7:8080/x', 'http://203.0.113.7:8080/x'],
  ['url', 'http://[2001:DB8::1]/x', 'http://[2001:db8::1]/x'],
  ['url', 'hxxp://[2001[:]db8::1]/x', 'http://[2001:db8::1]/x'],
  ['url', 'http://münchen.example/ä', 'http://xn--mnchen-3ya.example/%C3%A4'],
  ['url', 'ldap://EVIL.example/X', 'ldap://evil.example/X'],
  ['url', 'tcp://203.0.113.7:4444', 'tcp://203.0.113.7:4444'],
  ['email-addr', 'Bob@Evil.Example', 'Bob@evil.example'],
  ['email-addr', 'bob[@]evil[.]example', 'bob@evil.example'],
  ['email-addr', '<bob(at)evil(dot)example>', 'bob@evil.example'],
  ['email-addr', 'mailto:bob@evil.example', 'bob@evil.example'],
  ['MD5', 'D41D8CD98F00B204E9800998ECF8427E', 'd41d8cd98f00b204e9800998ecf8427e'],
  ['SHA-1', 'A'.repeat(40), 'a'.repeat(40)],
  ['SHA-256', `\u200b${'A'.repeat(64)} `, 'a'.repeat(64)],
  ['SHA-512', 'A'.repeat(128), 'a'.repeat(128)],
  ['SSDEEP', '96:s4Ud1Lj96tHHlZ:sF1LjEtHHlZDru/+', '96:s4Ud1Lj96tHHlZ:sF1LjEtHHlZDru/+'],
  ['TLSH', 'a'.repeat(70), `T1${'A'.repeat(70)}`],
  ['TLSH', `t1${'a'.repeat(70)}`, `T1${'A'.repeat(70)}`],
  ['file-name', ' invoice[.]exe ', 'invoice[.]exe'],
  ['file-name', 'cafe\u0301.exe', 'caf\u00e9.exe'],
  ['file-path', 'C:/Windows/x.exe', 'C:\\Windows\\x.exe'],
  ['file-path', '/tmp/a\\b', '/tmp/a\\b'],
  ['mutex', 'Global\\{GUID}', 'Global\\{GUID}'],
  ['windows-registry-key', 'HKLM\\Software\\Run\\', 'HKEY_LOCAL_MACHINE\\Software\\Run'],
  ['windows-registry-key', 'hkcu:\\\\Software', 'HKEY_CURRENT_USER\\Software'],
  ['windows-registry-key', 'Computer\\hkey_users\\S-1', 'HKEY_USERS\\S-1'],
  ['autonomous-system', 'AS64500', '64500'],
  ['autonomous-system', 'as 4294967295', '4294967295'],
  ['user-agent', 'Mozilla/5.0 (compatible)', 'Mozilla/5.0 (compatible)'],
  ['x509-certificate', 'AA:'.repeat(19) + 'AA', 'aa'.repeat(20)],
  ['x509-certificate', 'AB'.repeat(32), 'ab'.repeat(32)],
  ['ja3', 'E7D705A3286E19EA42F587B344EE6865', 'e7d705a3286e19ea42f587b344ee6865'],
  ['ja4', 'T13d1516h2_8daaf6152771_02713d6af862', 't13d1516h2_8daaf6152771_02713d6af862'],
  ['vulnerability', 'cve-2026-12345', 'CVE-2026-12345'],
  ['vulnerability', 'CVE‑2024‑3094', 'CVE-2024-3094'],
  // Examples of BIP 173 and 350, the genesis block, and EIP 55.
  ['cryptocurrency-wallet', 'BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'],
  [
    'cryptocurrency-wallet',
    'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0',
    'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0',
  ],
  ['cryptocurrency-wallet', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa'],
  ['cryptocurrency-wallet', '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed'],
];

const refused: readonly (readonly [ObservableType, string])[] = [
  ...['0x7f.1', '2130706433', '127.0.0.01', '１２７.0.0.1', '127。0。0。1', '127．0．0．1', '1.2.3.4/33', '1.2.3.4/024']
    .concat(['1.2.3', '1.2.3.4.5', '256.1.1.1', '1.2.3.4/', '1.2.3.4:80', '1.2.3.4 5', '', '2001:db8::1'])
    .map((value) => ['ipv4-addr', value] as const),
  ...['fe80::1%eth0', '2001:db8::/129', '2001:db8:::1', '1:2:3:4:5:6:7', '::ffff:1.2.3.04', '203.0.113.7', 'g::1'].map(
    (value) => ['ipv6-addr', value] as const,
  ),
  ...[
    'localhost',
    'com',
    '1.2.3.4',
    '0x7f.1',
    '127。0。0。1',
    '１２７.0.0.1',
    '*.evil.com',
    'a..b.com',
    '-a.com',
    'a-.com',
  ]
    .concat([
      'evil.com/x',
      'evil.com:80',
      'foo%2ecom',
      'xn--a.com',
      'xn--zzzz-.com',
      'xn--abc.com',
      'evil.123',
      'a\u0000.com',
    ])
    .concat([
      `${'a'.repeat(64)}.com`,
      `${'abcdefg.'.repeat(32)}com`,
      'evil com',
      'evil.com\r\nx',
      '\ud800.com',
      'x.0x7f',
    ])
    .map((value) => ['domain-name', value] as const),
  ...['http://0x7f.1/', 'http://2130706433/', 'http://127.0.0.01/', 'http://%31%32%37.0.0.1/', 'http://１２７.0.0.1/']
    .concat([
      'http://127。0。0。1/',
      'http://127。0。0。1:80/',
      'http://a\r\nb.com/',
      'http://evil.com/\u0000',
      'http:///evil.com',
    ])
    .concat([
      'http://',
      'evil.com',
      'javascript://evil.com/%0aalert(1)',
      'http://[::g]/',
      'http://[::1',
      'http://[::1%25eth0]/',
    ])
    .concat([`http://evil.com/${'a'.repeat(8192)}`, `http://evil.com/${'ä'.repeat(4000)}`, 'http://evil.com:99999/'])
    .concat(['http:evil.com', 'http://a b.com/', 'mailto:a@b.com', 'http://[2001:db8::/32]/'])
    .map((value) => ['url', value] as const),
  ...[
    'a@b.example\r\nBcc: c@d.example',
    'a@b\nc.example',
    '@b.com',
    'a@',
    'a b@c.com',
    '"a b"@c.com',
    'a@b@c.com',
    'a@1.2.3.4',
  ]
    .concat([`${'a'.repeat(65)}@b.com`, 'a@[1.2.3.4]', '.a@b.com', 'a@localhost'])
    .map((value) => ['email-addr', value] as const),
  ['MD5', 'a'.repeat(31)],
  ['SHA-1', 'g'.repeat(40)],
  ['SHA-256', 'a'.repeat(63)],
  ['SHA-512', 'a'.repeat(64)],
  ['SSDEEP', '97:abc:def'],
  ['SSDEEP', '96:abc'],
  ['TLSH', 'a'.repeat(69)],
  ['file-name', 'a/b'],
  ['file-name', 'a\u0000b'],
  ['file-name', 'a\u2028b'],
  ['file-name', 'a'.repeat(4097)],
  ['file-path', 'a.exe'],
  ['mutex', ''],
  ['mutex', 'a\ud800'],
  ['windows-registry-key', 'Software\\Run'],
  ['autonomous-system', '4294967296'],
  ['autonomous-system', '-1'],
  ['autonomous-system', '064500'],
  ['x509-certificate', 'aa'.repeat(16)],
  ['ja4', 't13d1516h2_8daaf6152771'],
  ['vulnerability', 'CVE-26-1234'],
  ['vulnerability', 'CVE-2026-123'],
  ['cryptocurrency-wallet', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5'],
  ['cryptocurrency-wallet', 'bc1Qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'],
  ['cryptocurrency-wallet', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb'],
  ['cryptocurrency-wallet', '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe'],
];

describe('canonical', () => {
  it.each(accepted)('%s %j → %j', (type, input, value) => {
    expect(canonical(type, input)).toBe(value);
    expect(canonical(type, value)).toBe(value);
  });

  it.each(refused)('%s %j is refused', (type, input) => {
    expect(() => canonical(type, input)).toThrow(Fault);
    expect(() => canonical(type, input)).toThrow(/^observable_invalid: [^<>]{5,120}$/);
  });
});
