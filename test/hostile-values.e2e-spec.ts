import type { Extraction, LookupResult } from '../client/src/types.js';
import { Control, expectProblem } from './support/control.js';
import { type Hub, startHub } from './support/hub.js';
import { type Alliance, type Api, seedAlliance } from './support/people.js';

const ITEMS = '/api/v1/indicators';
const EMPTY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

describe('hostile values', () => {
  let hub: Hub;
  let alliance: Alliance;
  let control: Control;
  let api: Api;
  beforeAll(async () => {
    hub = await startHub();
    alliance = await seedAlliance(hub);
    control = await Control.over(hub, alliance);
    api = alliance.api(alliance.keys.a);
  });
  afterAll(async () => {
    await control[Symbol.asyncDispose]();
    await hub[Symbol.asyncDispose]();
  });

  const submit = (value: string, type?: string, more: object = {}) =>
    api('POST', ITEMS, { value, tlp: 'green', ...(type && { type }), ...more });
  /** The value as the hub wrote it down. */
  const stored = async (id: string) => {
    const { body } = await api('GET', `/api/v1/objects/${id}`);
    return /= '(.*)'\]$/.exec(String(body['pattern']))?.[1];
  };
  const lookup = async (value: string) => {
    const { body } = await api<{ results: LookupResult[] }>('POST', '/api/v1/lookup', { values: [value] });
    return body.results[0];
  };
  const known = async (value: string) => (await lookup(value))?.known;

  it.each<[title: string, type: string, value: string]>([
    ['I01: an address in hex', 'ipv4-addr', '0x7f.1'],
    ['I01: an address as one number', 'ipv4-addr', '2130706433'],
    ['I01: an address with leading zeros', 'ipv4-addr', '127.0.0.01'],
    ['I01: full-width digits', 'ipv4-addr', '１９８.51.100.7'],
    ['I01: ideographic dots', 'ipv4-addr', '198。51。100。7'],
    ['I01: /33', 'ipv4-addr', '198.51.100.7/33'],
    ['I01: 256', 'ipv4-addr', '198.51.100.256'],
    ['I01: three parts', 'ipv4-addr', '198.51.100'],
    ['I01: with a port', 'ipv4-addr', '198.51.100.7:80'],
    ['I02: a zone', 'ipv6-addr', 'fe80::1%eth0'],
    ['I02: two gaps', 'ipv6-addr', '2001:db8::1::2'],
    ['I02: /129', 'ipv6-addr', '2001:db8::/129'],
    ['I02: nine groups', 'ipv6-addr', '1:2:3:4:5:6:7:8:9'],
    ['I03: a name of 64 in one label', 'domain-name', `${'a'.repeat(64)}.example`],
    ['I03: a name of 254', 'domain-name', `${'a.'.repeat(124)}example`],
    ['I03: a space in a name', 'domain-name', 'evil .example'],
    ['I03: a bad A-label', 'domain-name', 'xn--zzzzzzzzzz9.example'],
    ['I06: MD5 of 31', 'MD5', 'a'.repeat(31)],
    ['I06: SHA-256 of 63', 'SHA-256', 'a'.repeat(63)],
    ['I06: a hash that is not hex', 'SHA-256', 'g'.repeat(64)],
    ['I08: CRLF in a URL', 'url', 'http://evil.example/\r\nSet-Cookie: a=b'],
    ['I08: a bad address in a URL', 'url', 'http://[::zz]/'],
    ['I08: a script for a URL', 'url', 'javascript:alert(1)'],
    ['I09: a header in an e-mail address', 'email-addr', 'a@b.example\r\nBcc: c@d.example'],
    ['I09: two @', 'email-addr', 'a@b@c.example'],
    ['I07: a top-level domain', 'domain-name', 'com'],
    ['I07: localhost', 'domain-name', 'localhost'],
    ['an unknown CVE shape', 'vulnerability', 'CVE-21-1'],
    ['a wallet that is none', 'cryptocurrency-wallet', 'not a wallet'],
  ])('%s is refused, never read as something else', async (_title, type, value) => {
    const answer = await control.around(() => submit(value, type));
    expectProblem(answer, 422, 'observable_invalid');
    expect(JSON.stringify(answer.body)).not.toContain('127.0.0.1');
  });

  it.each<[title: string, value: string, type?: string]>([
    ['I07: everything', '0.0.0.0/0'],
    ['I07: everything in IPv6', '::/0', 'ipv6-addr'],
    ['I07: half of everything', '128.0.0.0/1'],
    ['I07: loopback', '127.0.0.1'],
    ['I07: private', '192.168.1.1'],
    ['I07: private network', '10.0.0.0/8'],
    ['I07: a public suffix', 'co.uk', 'domain-name'],
    ['I06: the empty file', EMPTY_SHA256, 'SHA-256'],
    ['I06: the empty file, MD5', 'd41d8cd98f00b204e9800998ecf8427e', 'MD5'],
  ])('%s is overbroad', async (_title, value, type = '') => {
    expectProblem(await control.around(() => submit(value, type)), 422, 'observable_overbroad');
    expect((await lookup(value))?.overbroad).toEqual(expect.any(String)); // it is told before it is refused
    if (type) return;
    const pattern = `[ipv4-addr:value = '${value}']`;
    expectProblem(await api('POST', ITEMS, { pattern, tlp: 'green' }), 422, 'observable_overbroad');
  });

  it.each<[title: string, forms: string[], canonical: string]>([
    [
      'I02: forms of one address',
      ['2001:db8:0:0:0:0:0:7', '2001:DB8::7', '2001:0db8::0007', '2001[:]db8::7'],
      '2001:db8::7',
    ],
    [
      'I05: fanged and not',
      ['evil.example', 'evil[.]example', 'EVIL(dot)example', 'evil[dot]example', 'evil.example.'],
      'evil.example',
    ],
    [
      'I05: defanged twice',
      ['hxxps://bad[.]example/a', 'hxxps[://]bad[[.]]example/a', 'https://bad.example/a'],
      'https://bad.example/a',
    ],
    [
      'I05: an address for mail',
      ['bob[at]mail.example', 'bob[@]mail[.]example', 'bob@MAIL.example'],
      'bob@mail.example',
    ],
    [
      'I06: a hash in capitals',
      ['ABCDEF0123456789ABCDEF0123456789', 'abcdef0123456789abcdef0123456789'],
      'abcdef0123456789abcdef0123456789',
    ],
    ['I11: sharp s', ['faß.example', 'xn--fa-hia.example'], 'xn--fa-hia.example'],
    ['I11: the Kelvin sign', ['\u212Aelvin.example', 'kelvin.example'], 'kelvin.example'],
    [
      'I03: a name in its own script',
      ['bücher.example', 'BÜCHER.example', 'xn--bcher-kva.example'],
      'xn--bcher-kva.example',
    ],
  ])('%s are one, in one form', async (_title, forms, canonical) => {
    const answers = await control.around(async () => {
      const all = [];
      for (const form of forms) all.push(await submit(form));
      return all;
    }, 1);
    expect(answers.map(({ status, body }) => [status, body['code'] ?? body['outcome']])).toEqual([
      [201, 'created'],
      ...forms.slice(1).map(() => [200, 'unchanged']),
    ]);
    expect(new Set(answers.map(({ body }) => body['id'])).size).toBe(1);
    expect(await stored(String(answers[0]?.body['id']))).toBe(canonical);
    expect(await Promise.all(forms.map(known))).toEqual(forms.map(() => true));
  });

  it.each<[title: string, hostile: string, ascii: string, scripts: string[] | undefined]>([
    ['I03: a Cyrillic e', 'еvil-homoglyph.example', 'evil-homoglyph.example', ['Latin', 'Cyrillic']],
    ['I03: a Greek o', 'gοοgle-homoglyph.example', 'google-homoglyph.example', ['Latin', 'Greek']],
    ['I11: a Turkish dotless i', 'mıcrosoft-homoglyph.example', 'microsoft-homoglyph.example', undefined],
  ])('%s is kept as its A-label and is not the ASCII name', async (_title, hostile, ascii, scripts) => {
    const { status, body } = await submit(hostile, 'domain-name');
    expect(status).toBe(201);
    expect(await stored(String(body['id']))).toMatch(/^xn--/);
    expect([await known(hostile), await known(ascii)]).toEqual([true, false]);
    expect((await lookup(hostile))?.reads_as).toEqual({ text: hostile, ...(scripts && { mixed_scripts: scripts }) });
    expect(await lookup(ascii)).not.toHaveProperty('reads_as');
    expect(await lookup(ascii)).not.toHaveProperty('overbroad');
    const report = await api<Extraction>('POST', '/api/v1/extract', { text: `Seen: https://${hostile}/login` });
    expect(report.body.items.map(({ reads_as: name }) => name?.mixed_scripts)).toEqual([scripts]);
  });

  it('I02: an IPv4 address in IPv6 clothes is one key with itself, whatever it is', async () => {
    const forms = ['::ffff:198.51.100.9', '::FFFF:c633:6409'];
    const ids = [];
    for (const form of forms) ids.push((await submit(form)).body['id']);
    expect(new Set(ids).size).toBe(1);
  });

  it('I08: a URL with credentials, or of 8 kB, is stored inert or refused; of 10 kB refused', async () => {
    for (const value of ['http://user:secret@evil.example/', `http://evil.example/${'a'.repeat(8_000)}`]) {
      const { status } = await control.around(() => submit(value, 'url'), await countOf(() => submit(value, 'url')));
      expect([200, 422]).toContain(status);
    }
    expectProblem(await submit(`http://evil.example/${'a'.repeat(10_000)}`, 'url'), 422, 'invalid');
  });
  /** Sends it first, so that what it stores is stored before it is counted. */
  const countOf = async (work: () => Promise<unknown>) => (await work(), 0);

  it('I10: YARA of 1 MB is too much, of 60 kB is text', async () => {
    const yara = (size: number) => ({
      pattern: `rule x { strings: $a = "${'x'.repeat(size)}" condition: $a }`,
      pattern_type: 'yara',
      tlp: 'green',
    });
    expectProblem(await control.around(() => api('POST', ITEMS, yara(1_000_000))), 422, 'invalid');
    const kept = await api('POST', ITEMS, yara(60_000));
    expect([kept.status, kept.body]).toEqual([201, expect.objectContaining({ outcome: 'created' })]);
  });

  it.each([
    ['[ipv4-addr:value = '],
    ["[ipv4-addr:value = '1.2.3.4'"],
    [`${'('.repeat(40)}[a:b = 'c']${')'.repeat(40)}`],
    [`[${Array.from({ length: 1_001 }, (_, i) => `a:b = '${i}'`).join(' OR ')}]`],
    ["[a:b MATCHES '(a+)+$']; drop table object"],
    ['\u202e'],
    ['[]'],
  ])('a pattern that can’t be read: %#', async (pattern) => {
    expectProblem(await control.around(() => api('POST', ITEMS, { pattern, tlp: 'green' })), 422, 'pattern_invalid');
  });
});
