import type { ObservableType } from '../../kernel/index.js';
import { networkOf, observableHash, reverseHostOf } from './keys.js';
import { overbroad } from './overbroad.js';

const tooBroad: readonly (readonly [ObservableType, string])[] = [
  ...[
    '0.0.0.0/0',
    '64.0.0.0/7',
    '10.0.0.1',
    '172.16.0.0/12',
    '192.168.0.0/24',
    '192.0.0.0/8',
    '127.0.0.1',
    '169.254.1.1',
  ]
    .concat(['224.0.0.1', '255.255.255.255', '100.64.0.1', '198.41.0.4', '198.41.0.0/24'])
    .map((value) => ['ipv4-addr', value] as const),
  ...['::/0', '2000::/15', '::1', '::', 'fe80::1', 'fc00::/8', 'ff02::1', '::ffff:10.0.0.1', '2001:7fd::1'].map(
    (value) => ['ipv6-addr', value] as const,
  ),
  ...['co.uk', 'github.io', 'a.root-servers.net', 'root-servers.net', 'x.localhost'].map(
    (value) => ['domain-name', value] as const,
  ),
  ...[
    'http://localhost/',
    'http://127.0.0.1:80/x',
    'http://192.168.0.1/',
    'http://[::1]/',
    'http://a.root-servers.net/',
  ].map((value) => ['url', value] as const),
  ['MD5', 'd41d8cd98f00b204e9800998ecf8427e'],
  ['SHA-1', 'da39a3ee5e6b4b0d3255bfef95601890afd80709'],
  ['SHA-256', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  [
    'SHA-512',
    'cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e',
  ],
  ['SSDEEP', '3::'],
];

const fine: readonly (readonly [ObservableType, string])[] = [
  ...['192.0.2.1', '198.51.100.0/24', '203.0.113.7', '8.8.8.8', '45.0.0.0/8'].map(
    (value) => ['ipv4-addr', value] as const,
  ),
  ...['2001:db8::/32', '2001:db8::1', '2a00::/16', '::ffff:203.0.113.7'].map((value) => ['ipv6-addr', value] as const),
  ...['evil.com', 'evil.co.uk', 'x.github.io', 'evil.example', 'notlocalhost.com'].map(
    (value) => ['domain-name', value] as const,
  ),
  ...['http://s3.amazonaws.com/bucket/x', 'http://203.0.113.7/'].map((value) => ['url', value] as const),
  ['MD5', 'a'.repeat(32)],
  ['file-name', 'd41d8cd98f00b204e9800998ecf8427e'],
];

describe('overbroad', () => {
  it.each(tooBroad)('%s %s is', (type, value) => expect(overbroad({ type, value })).toEqual(expect.any(String)));
  it.each(fine)('%s %s is not', (type, value) => expect(overbroad({ type, value })).toBeNull());
});

describe('keys', () => {
  const keys: readonly (readonly [ObservableType, string, string | null, string | null])[] = [
    ['ipv4-addr', '198.51.100.0/24', '198.51.100.0/24', null],
    ['ipv6-addr', '2001:db8::1', '2001:db8::1', null],
    ['domain-name', 'www.example.com', null, 'com.example.www.'],
    ['url', 'http://bob@www.example.com:8080/x', null, 'com.example.www.'],
    ['url', 'http://203.0.113.7/', null, null],
    ['url', 'http://[2001:db8::1]/', null, null],
    ['email-addr', 'bob@example.com', null, 'com.example.'],
    ['MD5', 'a'.repeat(32), null, null],
  ];
  it.each(keys)('%s %s is in network %s, below %s', (type, value, network, host) => {
    expect(networkOf({ type, value })).toBe(network);
    expect(reverseHostOf({ type, value })).toBe(host);
  });

  it('hashes to a signed 64-bit integer that other tools can reproduce', () => {
    // printf 'domain-name\0evil.example' | sha256sum
    expect(observableHash({ type: 'domain-name', value: 'evil.example' })).toBe(6732041204668828584n);
    expect(observableHash({ type: 'mutex', value: 'c' })).toBe(-4241243051615404465n);
  });
});
