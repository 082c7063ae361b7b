import type { Observable } from '../../kernel/index.js';
import { patternOf } from './observable-pattern.js';
import { parsePattern } from './parse-pattern.js';
import { patternObservables } from './pattern-observables.js';

const written: readonly (readonly [Observable, string])[] = [
  [{ type: 'ipv4-addr', value: '203.0.113.7' }, "[ipv4-addr:value = '203.0.113.7']"],
  [{ type: 'ipv4-addr', value: '198.51.100.0/24' }, "[ipv4-addr:value ISSUBSET '198.51.100.0/24']"],
  [{ type: 'SHA-256', value: 'ab' }, "[file:hashes.'SHA-256' = 'ab']"],
  [{ type: 'MD5', value: 'ab' }, "[file:hashes.MD5 = 'ab']"],
  [{ type: 'TLSH', value: 'T1AB' }, "[file:hashes.TLSH = 'T1AB']"],
  [{ type: 'file-name', value: "it's" }, "[file:name = 'it\\'s']"],
  [
    { type: 'file-path', value: 'C:\\dir\\x.aspx' },
    "[file:parent_directory_ref.path = 'C:\\\\dir' AND file:name = 'x.aspx']",
  ],
  [{ type: 'file-path', value: 'C:\\x.exe' }, "[file:parent_directory_ref.path = 'C:\\\\' AND file:name = 'x.exe']"],
  [{ type: 'file-path', value: '/x' }, "[file:parent_directory_ref.path = '/' AND file:name = 'x']"],
  [{ type: 'file-path', value: '/tmp/' }, "[directory:path = '/tmp/']"],
  [{ type: 'mutex', value: "a'] OR [b:c = '" }, "[mutex:name = 'a\\'] OR [b:c = \\'']"],
  [{ type: 'autonomous-system', value: '64500' }, '[autonomous-system:number = 64500]'],
  [{ type: 'x509-certificate', value: 'a'.repeat(40) }, `[x509-certificate:hashes.'SHA-1' = '${'a'.repeat(40)}']`],
  [
    { type: 'user-agent', value: 'curl' },
    "[network-traffic:extensions.'http-request-ext'.request_header.'User-Agent' = 'curl']",
  ],
];

const named: readonly (readonly [string, readonly string[]])[] = [
  [
    "[url:value = 'hxxp://evil[.]example' OR url:value IN ('http://evil.example/', 'nonsense')]",
    ['http://evil.example/'],
  ],
  ["[ipv4-addr:value NOT = '203.0.113.7' AND ipv4-addr:value != '203.0.113.8']", []],
  ["[ipv4-addr:value ISSUBSET '203.0.113.9/24']", ['203.0.113.0/24']],
  ["[domain-name:value LIKE '%.evil.example']", []],
  [
    "[domain-name:value = 'EVIL.example' AND domain-name:resolves_to_refs[*].value = '203.0.113.7/32']",
    ['evil.example', '203.0.113.7'],
  ],
  [
    "[network-traffic:dst_ref.type = 'domain-name' AND network-traffic:dst_ref.value = 'evil.example']",
    ['evil.example'],
  ],
  ["[file:hashes.sha256 = '" + 'A'.repeat(64) + "']", ['a'.repeat(64)]],
  ["[file:name = 'a.dll' AND file:parent_directory_ref.path = 'C:\\\\W']", ['C:\\W\\a.dll']],
  ["[file:name = 'a.dll' OR file:parent_directory_ref.path = 'C:\\\\W']", ['a.dll']],
  ["([file:name = 'a'] AND [file:name = 'b']) WITHIN 5 SECONDS FOLLOWEDBY [mutex:name = 'c']", ['a', 'b', 'c']],
  ["[email-message:from_ref.value = 'Bob@EVIL.example']", ['Bob@evil.example']],
  ['[EXISTS file:name AND autonomous-system:number = 64500]', ['64500']],
];

describe('observables and patterns', () => {
  it.each(written)('%j is written %s', (observable, pattern) => expect(patternOf(observable)).toBe(pattern));
  it.each(named)('%s names %j', (pattern, values) =>
    expect(patternObservables(parsePattern(pattern)).map(({ value }) => value)).toEqual(values),
  );
});
