import { Fault } from '../kernel/index.js';
import { describeKeys, parseQuery } from './index.js';
import { parseAny } from './parse.js';

const NOW = Date.UTC(2026, 0, 31, 12);
const NZ = '6f1c2f0e-0000-4000-8000-000000000001';
const context = { now: NOW, organisation: (name: string) => (name === 'cert-nz' ? NZ : undefined) };
const textOf = (query: string) => parseQuery(query, context).text;
const ID = 'indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f';
const MD5 = 'd41d8cd98f00b204e9800998ecf8427e';

const printed: readonly (readonly [query: string, text: string])[] = [
  ['', ''],
  [' \t\n', ''],
  // words and texts
  ['Hafnium', '"hafnium"'],
  ['"web shell"', '"web shell"'],
  ['ÉTÉ', '"été"'],
  [String.raw`"a \"b\" \\ c"`, String.raw`"a \"b\" \\ c"`],
  [String.raw`"C:\Windows"`, String.raw`"c:\\windows"`],
  ['"evil.example"', '"evil.example"'],
  ['it"s', String.raw`"it\"s"`],
  ['"OR"', '"or"'],
  ['or', '"or"'],
  ['toString', '"tostring"'],
  ['f(x)', '"f(x)"'],
  // structure
  ['b a', '"a" "b"'],
  ['a a', '"a"'],
  ['a OR b', '"a" OR "b"'],
  ['(a OR b)', '"a" OR "b"'],
  ['((a))', '"a"'],
  ['c (b OR a)', '("a" OR "b") "c"'],
  ['a b OR c', '"a" "b" OR "c"'],
  ['(a (b (c)))', '"a" "b" "c"'],
  ['(a OR (b OR c))', '"a" OR "b" OR "c"'],
  ['-a', '-"a"'],
  ['--a', '"a"'],
  ['-(a OR b)', '-"a" -"b"'],
  ['-(a b)', '-"a" OR -"b"'],
  ['-(a -(b c))', '"b" "c" OR -"a"'],
  ['-"a b"', '-"a b"'],
  // types, labels, originators
  ['type:Indicator', 'type:indicator'],
  ['TYPE:ip', 'type:ip'],
  ['type:hash', 'type:hash'],
  ['type:SHA256', 'type:sha-256'],
  ['type:cve', 'type:vulnerability'],
  ['type:domain', 'type:domain-name'],
  ['type:advisory', 'type:report'],
  ['type:x-acme-thing', 'type:x-acme-thing'],
  ['label:HAFNIUM', 'label:"hafnium"'],
  ['label:Haf*', 'label:"haf"*'],
  ['label:"haf*"', 'label:"haf*"'],
  ['label:"web sh"*', 'label:"web sh"*'],
  ['from:CERT-NZ', 'from:"cert-nz"'],
  ['member:cert-nz', 'from:"cert-nz"'],
  ['ttp:T1059', '"attack:t1059"'],
  [`id:${ID.toUpperCase()}`, `id:${ID}`],
  // comparisons
  ['tlp:GREEN', 'tlp:green'],
  ['tlp=white', 'tlp:clear'],
  ['tlp<=amber', 'tlp<=amber'],
  ['tlp:>=amber+strict', 'tlp>=amber+strict'],
  ['confidence:70', 'confidence:70'],
  ['confidence:>=70', 'confidence>=70'],
  ['-confidence!=0', '-confidence!=0'],
  // times
  ['since:7d', 'since:2026-01-24T12:00:00Z'],
  ['since:90m', 'since:2026-01-31T10:30:00Z'],
  ['until:2w', 'until:2026-01-17T12:00:00Z'],
  ['since:2021-03-02', 'since:2021-03-02T00:00:00Z'],
  ['since:2021-03-02T10:00:00.5Z', 'since:2021-03-02T10:00:00.500Z'],
  ['created>=1h', 'created>=2026-01-31T11:00:00Z'],
  ['created:<2021-03-02', 'created<2021-03-02T00:00:00Z'],
  ['expires<1d', 'expires<2026-02-01T12:00:00Z'],
  ['is:ACTIVE', 'is:active'],
  // observables
  ['203[.]0[.]113[.]7', '203.0.113.7'],
  ['2001:DB8:0::1', '2001:db8::1'],
  ['dead::beef', 'dead::beef'],
  ['203.0.113.77/24', 'in:203.0.113.0/24'],
  ['in:2001:db8::/32', 'in:2001:db8::/32'],
  ['in:203.0.113.7', 'in:203.0.113.7'],
  ['value:203.0.113.7', 'value:"203.0.113.7"'],
  ['evil[.]example', 'domain:evil.example'],
  ['(evil(.)example)', 'domain:evil.example'],
  ['domain:*.Evil.example', 'domain:evil.example'],
  ['domain:nz', 'domain:nz'],
  ['domain:münchen.de', 'domain:xn--mnchen-3ya.de'],
  ['update.zip', 'domain:update.zip OR value:"update.zip"'],
  ['hxxp[:]//EVIL[.]example', 'value:"http://evil.example/"'],
  ['http://evil.example/?a="b"&c=(d)', 'value:"http://evil.example/?a=%22b%22&c=(d)"'],
  ['bob[@]evil[.]example', 'value:"bob@evil.example"'],
  ['cve-2021-44228', 'value:"CVE-2021-44228"'],
  [MD5.toUpperCase(), `value:"${MD5}"`],
  ['value:Evil.exe', 'value:"Evil.exe"'],
  ['hash:D41D8C', 'hash:d41d8c'],
  ['hash:d41d8c*', 'hash:d41d8c'],
];

const refused: readonly (readonly [query: string, column: number, why: RegExp])[] = [
  ['a'.repeat(513), 513, /at most 512 characters/],
  ['a '.repeat(65), 129, /at most 64 terms/],
  [`${'('.repeat(17)}a${')'.repeat(17)}`, 17, /at most 16 deep/],
  ['(a', 1, /never closed/],
  ['a)', 2, /closes no/],
  ['()', 2, /term is missing/],
  ['a OR', 5, /term is missing/],
  ['OR a', 1, /term is missing/],
  ['(a OR OR b)', 7, /term is missing/],
  ['a -', 4, /must follow the -/],
  ['a AND b', 3, /leave AND out/],
  ['NOT a', 1, /write -term/],
  ['x "abc', 3, /never closed/],
  ['"a"b', 4, /space must follow/],
  ['""', 1, /nothing between/],
  ['"a"*', 1, /takes no \*/],
  ['\u0000', 1, /no text can hold/],
  ['a \ud800', 3, /no text can hold/],
  ['tpl:green', 1, /no key “tpl”; keys are type, tlp, confidence/],
  ['constructor:x', 1, /no key “constructor”/],
  ['a seen>3', 3, /searches and exports count that/],
  ['type:', 1, /nothing follows type:/],
  ['label:*', 1, /nothing follows label:/],
  ['type:indicater', 1, /no type “indicater”/],
  ['type!=indicator', 1, /write -type/],
  ['type:ind*', 1, /takes no \*/],
  ['tlp:blue', 1, /TLP labels are clear, green/],
  ['a confidence>=101', 3, /0 to 100/],
  ['confidence>=070', 1, /0 to 100/],
  ['confidence:>=', 1, /0 to 100/],
  ['confidence>=-1', 1, /0 to 100/],
  ['from:nobody', 1, /no organisation “nobody”/],
  ['since:yesterday', 1, /a time is 7d/],
  ['since:2021-02-30', 1, /a time is 7d/],
  ['since:0999-12-31', 1, /years 1000 to 9999/],
  ['since:999999w', 1, /years 1000 to 9999/],
  ['since>7d', 1, /since is followed by :/],
  ['created:2021-03-02', 1, /created is followed by < <= > >=/],
  ['is:hidden', 1, /revoked, expired, active/],
  ['in:203.0.113.0/33', 1, /prefix length/],
  ['in:evil.example', 1, /IPv4/],
  ['domain:203.0.113.7', 1, /letter/],
  ['domain:"evil example"', 1, /character/],
  ['hash:d41d8', 1, /6 to 128/],
  ['hash:zzzzzz', 1, /6 to 128/],
  ['id:indicator', 1, /type--uuid/],
  ['value:"a\u0001b"', 1, /no observable/],
];

describe('parseQuery', () => {
  it.each(printed)('%j prints as %j', (query, text) => {
    expect(textOf(query)).toBe(text);
  });

  it.each(printed)('the text of %j reads back as itself', (query) => {
    const first = parseQuery(query, context);
    const again = parseAny(first.text, { ...context, now: NOW + 5_000 });
    expect(again).toEqual(first);
  });

  it.each(refused)('%j is refused at column %d', (query, column, why) => {
    const fault = faultOf(query);
    expect(fault.code).toBe('query_invalid');
    expect(fault.detail).toMatch(new RegExp(`^column ${column}: `));
    expect(fault.detail).toMatch(why);
  });

  it('reads how often something was seen for who can count', () => {
    const counting = { ...context, counts: true };
    const read = (query: string) => parseQuery(query, counting);
    expect(['seen:>3', 'seen>3', 'seen=0', '-seen<=12'].map((query) => read(query).text)).toEqual([
      'seen>3',
      'seen>3',
      'seen:0',
      '-seen<=12',
    ]);
    expect(parseAny('seen>3', counting)).toEqual(read('seen:>3'));
    for (const query of ['seen>-1', 'seen:often', 'seen>1.5', 'seen>1000000000'])
      expect(() => read(query)).toThrow(expect.objectContaining({ detail: expect.stringContaining('a whole number') }));
    expect(read('seen>3 seen<9').text).toBe('seen<9 seen>3');
    expect(() => read('seen>3 seen<9 -seen:5')).toThrow(
      expect.objectContaining({ detail: expect.stringContaining('at most 2') }),
    );
  });

  it('takes every example of describeKeys', () => {
    for (const { key, example } of describeKeys()) {
      expect(example.startsWith(key)).toBe(true);
      expect(parseQuery(example, { ...context, counts: true }).text).not.toBe('');
    }
  });

  it('reads 64 terms and 16 parentheses', () => {
    expect(textOf(Array.from({ length: 64 }, (_, i) => i).join(' ')).split(' ')).toHaveLength(64);
    expect(textOf(`${'('.repeat(16)}a${')'.repeat(16)}`)).toBe('"a"');
  });

  it('looks 32 digits up as an MD5 and as a JA3', () => {
    const { node } = parseQuery(MD5, context);
    const types = node.kind === 'value' ? node.anyOf.map(({ type }) => type) : [];
    expect(types).toEqual(expect.arrayContaining(['MD5', 'ja3']));
  });

  it('asks the resolver as a method, so that it may be a class', () => {
    const directory = {
      now: NOW,
      ids: new Map([['cert-nz', NZ]]),
      organisation(name: string) {
        return this.ids.get(name);
      },
    };
    expect(parseQuery('from:cert-nz', directory).node).toEqual({ kind: 'from', name: 'cert-nz', organisationId: NZ });
  });
});

function faultOf(query: string): Fault {
  try {
    parseQuery(query, context);
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error(`${query} was read`);
}
