import { FeedGapError, HubError } from '../errors.js';
import type { Entry } from '../types.js';
import { defang, defangAny } from './defang.js';
import { Describer } from './describe.js';
import { Exit, exitCodeOf, messageOf, OutputClosed, usage } from './exit.js';
import { patternValues } from './pattern.js';
import { styleOf } from './style.js';
import { printable } from './text.js';

test.each([
  ['ipv4-addr', '203.0.113.0/24', '203[.]0[.]113[.]0/24'],
  ['ipv6-addr', '2001:db8::1', '2001[:]db8::1'],
  ['domain-name', 'a.evil.example', 'a[.]evil[.]example'],
  ['email-addr', 'first.last@evil.example', 'first.last[@]evil[.]example'],
  ['url', 'https://user:p@evil.example:8080/a.b?c=d.e', 'hxxps://user:p[@]evil[.]example:8080/a.b?c=d.e'],
  ['url', 'ftp://[2001:db8::1]/x', 'fxp://[2001[:]db8::1]/x'],
  ['file-name', 'evil.exe', 'evil.exe'],
  ['file-path', 'C:\\a.b\\c.exe', 'C:\\a.b\\c.exe'],
  ['SHA-256', 'ab12', 'ab12'],
])('%s %s is shown as %s', (type, value, shown) => {
  expect(defang(type, value)).toBe(shown);
});

test.each([
  ['http://evil.example/a.b', 'hxxp://evil[.]example/a.b'],
  ['evil.example', 'evil[.]example'],
  ['203.0.113.7', '203[.]0[.]113[.]7'],
  ['2001:db8::1', '2001[:]db8::1'],
  ['a@evil.example', 'a[@]evil[.]example'],
  ['hxxp://evil[.]example', 'hxxp://evil[.]example'],
  ['CVE-2021-26855', 'CVE-2021-26855'],
  ['C:\\x.exe', 'C:\\x.exe'],
])('%s of no known type is shown as %s', (value, shown) => {
  expect(defangAny(value)).toBe(shown);
});

test.each([
  ["[ipv4-addr:value = '203.0.113.7']", [['ipv4-addr', '203.0.113.7']]],
  ["[ipv4-addr:value ISSUBSET '203.0.113.0/24']", [['ipv4-addr', '203.0.113.0/24']]],
  [
    "[file:hashes.'SHA-256' = 'ab' OR file:hashes.MD5 = 'cd']",
    [
      ['SHA-256', 'ab'],
      ['MD5', 'cd'],
    ],
  ],
  ["[file:parent_directory_ref.path = 'C:\\\\Windows' AND file:name = 'a.exe']", [['file-path', 'C:\\Windows\\a.exe']]],
  [
    "[domain-name:value IN ('a.example', 'b\\'s.example')]",
    [
      ['domain-name', 'a.example'],
      ['domain-name', "b's.example"],
    ],
  ],
  ['[autonomous-system:number = 64496]', [['autonomous-system', '64496']]],
  ["[url:value = 'http://x/?q=[ipv4-addr:value = 1]']", [['url', 'http://x/?q=[ipv4-addr:value = 1]']]],
  ["[network-traffic:extensions.'http-request-ext'.request_header.'User-Agent' = 'x']", [['user-agent', 'x']]],
  ["[x509-certificate:hashes.'SHA-1' = 'ab']", [['x509-certificate', 'ab']]],
  ["[process:command_line MATCHES 'x']", [['process:command_line', 'x']]],
])('%s names %j', (pattern, values) => {
  expect(patternValues(pattern).map(({ type, value }) => [type, value])).toEqual(values);
});

describe('a line', () => {
  const entry: Entry = {
    op: 'create',
    at: '2026-11-23T17:47:52.123456Z',
    audience: 'a',
    position: 1,
    chain: '',
    object: {
      type: 'indicator',
      id: 'indicator--1',
      created_by_ref: 'identity--no',
      pattern: "[url:value = 'http://evil.example/x']",
      confidence: 70,
      name: 'Drop \u001b[2Jzone\nhere \u202e',
      object_marking_refs: ['marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb'],
    },
  };
  const names = new Map([['identity--no', 'cert-no']]);
  const plain = new Describer(styleOf(false), false, () => names);

  test('has tabs where there is no terminal, its values defanged and nothing a terminal would obey', () => {
    expect(plain.entry(entry)).toBe(
      '2026-11-23 17:47:52Z\tcreate\tTLP:GREEN\tcert-no\turl\thxxp://evil[.]example/x\t70\tDrop  [2Jzone here',
    );
  });

  test('has columns and colours on one', () => {
    const line = new Describer(styleOf(true), true, () => names).entry(entry);
    expect(line).toContain('\u001b[40;92mTLP:GREEN\u001b[0m');
    expect(line).not.toContain('\t');
  });

  test('of a recall says which object, of a sighting and an opinion about what', () => {
    const about = (object: Entry['object']): string =>
      plain
        .entry({ ...entry, object })
        .split('\t')
        .slice(2)
        .join(' ');
    expect(about({ type: 'indicator', id: 'indicator--9' })).toBe('- - indicator indicator--9 -');
    expect(about({ type: 'sighting', id: 's', sighting_of_ref: 'indicator--9' })).toBe('- - sighting indicator--9 -');
    expect(about({ type: 'opinion', id: 'o', opinion: 'agree', object_refs: ['indicator--9'] })).toBe(
      '- - opinion agree indicator--9 -',
    );
  });
});

test('others’ text can’t move the cursor', () => {
  expect(printable('a\u001b[31mb\u009b2J\u202ec\r\nd')).toBe('a [31mb 2J c d');
});

const hubError = (status: number, code = 'x'): HubError => new HubError({ status, code });

test.each([
  [new Exit(5), 5],
  [usage('no'), 2],
  [new OutputClosed(), 0],
  [new Error('any'), 1],
  [hubError(0, 'unreachable'), 1],
  [hubError(401), 3],
  [hubError(403), 3],
  [hubError(404), 4],
  [hubError(400, 'query_invalid'), 2],
  [hubError(422), 1],
  [hubError(503), 1],
  [new FeedGapError({ kind: 'gap', audience: 'a', expected: 1, got: 2, detail: '' }), 1],
])('%s ends with %i', (error, code) => {
  expect(exitCodeOf(error)).toBe(code);
});

test('a refusal is told with what it takes to ask about it', () => {
  const error = new HubError({ status: 422, code: 'invalid', detail: 'No', pointer: '/tlp', requestId: 'r1' });
  expect(messageOf(error)).toBe('No at /tlp (invalid, request r1)');
});
