import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { OBSERVABLE_TYPES, type ObservableType } from '../../kernel/index.js';
import { parsePattern } from '../stix/parse-pattern.js';
import { aloneIn } from './alone.js';
import { csvRow, defuse, undefuse } from './csv-cells.js';
import { hostsFile } from './hosts-file.js';
import type { ListFormat } from './listed.js';
import { papOf } from './pap.js';
import { plainList } from './plain-list.js';
import { rpzZone } from './rpz-zone.js';
import { suricataRules } from './suricata-rules.js';

const NASTY = [
  'a.example\nb.example',
  'a.example"; sid:1;) alert ip any any -> any any (msg:"x',
  'a.example;b.example',
  `=cmd|' /C calc'!A0`,
  '# not a comment',
  '; $INCLUDE /etc/passwd',
  '$ORIGIN .',
  'a.example. IN A 127.0.0.1',
  '\u2028a.example',
  '\u0085',
  'x'.repeat(100_000),
  'münchen.example',
  '0.0.0.0/0; drop',
  'http://a.example/"|3B|;\\',
  '*.example',
  '.',
  '',
];
const hostile = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom(...NASTY, '\r', '\n', '"', ';', '\\', '|', ' ', 'a'), { maxLength: 6 })
    .map((parts) => parts.join('')),
);
const said = (format: ListFormat, type: ObservableType, value: string) =>
  format.lines({ observable: { type, value }, id: 'indicator--x', tlp: 'amber+strict', confidence: 5 });

/** Every line that a format may ever print, whatever the value. */
const SHAPES: readonly [name: string, make: () => ListFormat, line: RegExp][] = [
  ['a plain list', () => plainList, /^[^\p{Cc}\p{Zl}\p{Zp}#;\s](?:[^\p{Cc}\p{Zl}\p{Zp}]*[^\s])?$/u],
  ['a hosts file', () => hostsFile, /^0\.0\.0\.0 [a-z0-9_.-]{1,253}$/i],
  ['a zone', () => rpzZone, /^(?:\*\.)?[a-z0-9_.-]{1,200} IN CNAME \.$/i],
  [
    'Suricata’s rules',
    suricataRules,
    /^alert \w+ (?:any any (?:->|<>) [0-9a-f.:/]+ any|any any -> any any) \(msg:"[A-Za-z0-9 ._-]+"; (?:(?:[a-z0-9._]+|bsize:\d+|content:"(?:[A-Za-z0-9._/-]|\|(?:[0-9A-F]{2} ?)+\|)+"); )*metadata:[a-z0-9 _,-]+; sid:\d{10}; rev:1;\)$/,
  ],
];

describe('lists', () => {
  it.each(SHAPES)('%s: nothing of a value ends its line, its rule or its field', (_, make, shape) => {
    fc.assert(
      fc.property(fc.constantFrom(...OBSERVABLE_TYPES), hostile, (type, value) => {
        const lines = said(make(), type, value);
        if (lines === null) return;
        expect(lines.endsWith('\n')).toBe(true);
        for (const line of lines.slice(0, -1).split('\n')) expect(line).toMatch(shape);
      }),
      { numRuns: 3_000 },
    );
  });

  it('take words of ours into comments on one line', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const [, make] of SHAPES) expect(make().comment(text)).toMatch(/^[#;] [ -~]*\n$/);
      }),
    );
  });

  it('give a value the same signature id each time, and none twice', () => {
    const sids = (format: ListFormat) =>
      Array.from({ length: 5_000 }, (_, i) => said(format, 'domain-name', `n${i}.example`) ?? '')
        .join('')
        .match(/sid:\d+/g)!;
    const [one, two] = [sids(suricataRules()), sids(suricataRules())];
    expect(one).toEqual(two);
    expect(new Set(one).size).toBe(15_000);
  });

  it.each([
    ['198.51.100.7', '32.7.100.51.198.rpz-ip'],
    ['198.51.100.0/24', '24.0.100.51.198.rpz-ip'],
    ['2001:db8::1', '128.1.zz.db8.2001.rpz-ip'],
    ['2001:db8::/32', '32.zz.db8.2001.rpz-ip'],
    ['2001:db8:0:1:2:3:4:5', '128.5.4.3.2.1.0.db8.2001.rpz-ip'],
  ])('%s is %s in a zone', (value, owner) => {
    expect(said(rpzZone, value.includes(':') ? 'ipv6-addr' : 'ipv4-addr', value)).toBe(`${owner} IN CNAME .\n`);
  });

  it('cells are given back as they were, and none is a formula', () => {
    fc.assert(
      fc.property(fc.oneof(hostile, fc.string(), fc.constantFrom("'=1", "''", '＝1', ' =1', '\t=1', '-1')), (text) => {
        expect(undefuse(defuse(text))).toBe(text);
        expect(defuse(text)).not.toMatch(/^\s*[=+\-@＝＋－＠]/u);
        expect(parse(csvRow([text, 'x']), { relax_column_count: true })).toEqual([[defuse(text), 'x']]);
      }),
    );
    expect(undefuse("'tis")).toBe("'tis"); // another’s, who defuses nothing
  });

  it.each([
    ["[ipv4-addr:value = '198.51.100.1']", 1],
    ["[ipv4-addr:value IN ('198.51.100.1', '198.51.100.2')]", 2],
    ["[domain-name:value = 'a.example'] OR [domain-name:value = 'b.example']", 2],
    ["[domain-name:value = 'a.example' AND ipv4-addr:value = '198.51.100.1']", 0],
    ["[domain-name:value = 'a.example'] AND [ipv4-addr:value = '198.51.100.1']", 0],
    ["[domain-name:value = 'a.example'] FOLLOWEDBY [ipv4-addr:value = '198.51.100.1']", 0],
    ["[domain-name:value != 'a.example']", 0],
    ["[domain-name:value = 'a.example'] REPEATS 5 TIMES", 0],
    ["[domain-name:value = 'a.example'] WITHIN 5 SECONDS", 1],
  ])('%s names %s values that are enough', (pattern, count) => {
    expect(aloneIn(parsePattern(pattern))).toHaveLength(count);
  });

  it.each([
    [['pap:amber'], [], 'amber'],
    [['PAP:RED', 'pap:green'], [], 'red'],
    [['PAP:WHITE'], [], 'clear'],
    [['pap:purple'], [], 'red'],
    [['papaya'], [], undefined],
    [[], ['marking-definition--60f8932b-e51e-4458-b265-a2e8be9a80ab'], 'amber'],
  ])('labels %j with markings %j are PAP %s', (labels, refs, pap) => {
    expect(papOf({ type: 'indicator', id: 'x', labels, object_marking_refs: refs })).toBe(pap);
  });
});
