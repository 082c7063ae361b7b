import fc from 'fast-check';
import type { ObservableType } from '../../kernel/index.js';
import { canonical } from '../observables/canonical.js';
import { defang } from '../observables/defang.js';
import type { Found } from '../reading.js';
import { extract } from './extract.js';
import { readText } from './read-text.js';
import { viewOf } from './view.js';

const found = (text: string, sure = true): string[] =>
  extract(viewOf(text, 'text'))
    .items.filter(({ doubts }) => !sure || doubts.length === 0)
    .map(({ type, value }) => `${type} ${value}`);
const doubted = (text: string): Record<string, readonly string[]> =>
  Object.fromEntries(extract(viewOf(text, 'text')).items.map(({ value, doubts }) => [value, doubts]));
const omitted = (text: string): string[] =>
  extract(viewOf(text, 'text')).omitted.map(({ written, reason }) => `${written}: ${reason}`);

describe('extraction', () => {
  it.each([
    ['evil-login{.}net', 'domain-name evil-login.net'],
    ['bad[dot]example[.]org', 'domain-name bad.example.org'],
    ['münchen-bank[.]de', 'domain-name xn--mnchen-bank-thb.de'],
    ['198.51.100.0/24.', 'ipv4-addr 198.51.100.0/24'],
    ['203[.]0.113(.)7:8080', 'ipv4-addr 203.0.113.7'],
    ['2001:db8::/32,', 'ipv6-addr 2001:db8::/32'],
    ['hxxps[:]//evil[.]example/a_(b).', 'url https://evil.example/a_(b)'],
    ['h**p://evil[.]example/a', 'url http://evil.example/a'],
    ['(see http://203.0.113.9:81/x?y=1)', 'url http://203.0.113.9:81/x?y=1'],
    ['tcp://203.0.113.9:443', 'url tcp://203.0.113.9:443'],
    ['john[at]evil[.]example', 'email-addr john@evil.example'],
    ['<a+b@evil.co.uk>', 'email-addr a+b@evil.co.uk'],
    ['**evil.example**', 'domain-name evil.example'],
    ['`++evil.example++`', 'domain-name evil.example'],
    ['5D41402ABC4B2A76B9719D911017C592', 'MD5 5d41402abc4b2a76b9719d911017c592'],
    ['JA3: 5d41402abc4b2a76b9719d911017c592', 'ja3 5d41402abc4b2a76b9719d911017c592'],
    ['3:AXGBicFlgVNhBGcL6wCrFQEv:AXGHsNhxLsr2C', 'SSDEEP 3:AXGBicFlgVNhBGcL6wCrFQEv:AXGHsNhxLsr2C'],
    ['CVE‑2021‑26855', 'vulnerability CVE-2021-26855'],
    ['T1059.001', 'attack-technique T1059.001'],
    ['AS64500', 'autonomous-system 64500'],
    [
      'HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Run',
      'windows-registry-key HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Run',
    ],
    ['"C:\\Program Files\\Evil Corp\\x y.dll"', 'file-path C:\\Program Files\\Evil Corp\\x y.dll'],
    ['mutex "Global\\Evil"', 'mutex Global\\Evil'],
    ['1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', 'cryptocurrency-wallet 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa'],
  ])('finds %s', (text, value) => {
    expect(found(`It was ${text} that did it`)).toEqual([value]);
  });

  it.each([
    ['version 12.2.30.4', '12.2.30.4', ['version']],
    ['Chrome/55.0.28.87', '55.0.28.87', ['version']],
    ['192.168.1.7', '192.168.1.7', ['overbroad']],
    ['see run.py', 'run.py', ['file_name']],
    ['ASP.NET', 'asp.net', ['code']],
    ['the server.In the', 'server.in', ['sentence']],
    ['*.evil.example', 'evil.example', ['wildcard']],
    ['evil.example/gate', 'evil.example', ['has_path']],
    ['payload.exe', 'payload.exe', ['file_alone']],
    ['hxxp://evil[.]example and http://news.example/x', 'http://news.example/x', ['not_defanged']],
    ['## References\n\nhttps://news.example/x', 'https://news.example/x', ['reference']],
    ['our blog post is at https://news.example/x', 'https://news.example/x', ['reference']],
    ['[a](https://news.example/x)', 'https://news.example/x', ['link']],
    ['winword.exe (legitimate) 5d41402abc4b2a76b9719d911017c592', '5d41402abc4b2a76b9719d911017c592', ['legitimate']],
  ])('says why it is not sure of %j', (text, value, doubts) => {
    expect(doubted(text)[value]).toEqual(doubts);
  });

  it.each([
    'hxxps://evil[.]example/pa…',
    'http://evil.example/path..., then',
    'http://evil.example/{id}/gate',
    'http://evil.example/<id>',
    'http://evil.example/*/gate',
    'http://evil.example/a-\nb',
    'http://evil.example/a?b=\nc',
    'evil-\nbank.example',
    'a.b.\nevil.example',
    'x…evil.example',
    '...evil.example',
    'evil.example...',
    'evil.example[…]',
    'login.evil.com.\nau is it',
    '203.0.113.1-203.0.113.9',
    "o'brien@evil.example",
    '@evil.example',
    '*evil.example',
    'evil.example\\x',
    '\u{1D41E}vil.example',
    '5d41402abc4b2a76b9719d911017c5',
    '5d41402abc4b2a76b9719d911017c592aabbccdd\neeff00112233445566778899',
  ])('makes nothing of a part: %j', (text) => {
    expect(found(text, false)).toEqual([]);
  });

  it('says what it left out, and why', () => {
    expect(
      omitted('evil-\nbank.example 203.0.113.1-203.0.113.9 5d41402abc4b2a76b9719d911017c59 http://x.example/{id}'),
    ).toEqual([
      'bank.example: cut_off',
      '203.0.113.1-203.0.113.9: range',
      '5d41402abc4b2a76b9719d911017c59: length',
      'http://x.example/: placeholder',
    ]);
  });

  it('groups what stands at several places, and is sure of it where one place is', () => {
    const text = 'first\nevil[.]example and evil.example/x\nversion 9.8.7.6';
    const [name, address] = extract(viewOf(text, 'text')).items;
    expect(name).toMatchObject({ count: 2, doubts: [] });
    expect(name!.places.map(({ offset, length, line, written }) => [offset, length, line, written])).toEqual([
      [6, 14, 2, 'evil[.]example'],
      [25, 12, 2, 'evil.example'],
    ]);
    expect(name!.places[0]!.context).toBe('evil[.]example and evil.example/x');
    expect(address).toMatchObject({ doubts: ['version'], places: [{ line: 3 }] });
  });

  const label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}(?:-[a-z0-9]{1,4})?$/);
  const value = fc.oneof(
    fc
      .tuple(label, fc.constantFrom('com', 'co.uk', 'example', 'ru'))
      .map(([a, b]): [ObservableType, string] => ['domain-name', `${a}x.${b}`]),
    fc.ipV4().map((address): [ObservableType, string] => ['ipv4-addr', address]),
    fc.tuple(label, label).map(([a, b]): [ObservableType, string] => ['url', `http://${a}.example/${b}`]),
    fc.tuple(label, label).map(([a, b]): [ObservableType, string] => ['email-addr', `${a}@${b}.example`]),
  );

  it('finds each value whole, defanged or not, where it stands', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(value, fc.boolean()), { minLength: 1, maxLength: 8 }), (values) => {
        const parts = values.map(([[type, text], live]) => {
          const whole = canonical(type, text);
          return { type, whole, written: live ? whole : defang({ type, value: whole }) };
        });
        const text = parts.map(({ written }) => `It asked ${written}, then\n\n`).join('');
        const items = extract(viewOf(text, 'text')).items;
        expect(items.map(({ type, value: it }) => `${type} ${it}`).toSorted()).toEqual(
          [...new Set(parts.map(({ type, whole }) => `${type} ${whole}`))].toSorted(),
        );
        for (const { places } of items)
          for (const { offset, length, written } of places) expect(text.slice(offset, offset + length)).toBe(written);
      }),
    );
  });

  it('never gives a shorter name than was written, whatever stands around it', () => {
    const around = fc.stringMatching(/^[-a-z0-9._*@/\\:;,'"()[\]{}<>|=&%$#~+!? \n\u2026\u00e9]{0,6}$/);
    let asked = 0;
    fc.assert(
      fc.property(around, around, (before, after) => {
        asked += 1;
        const text = `${before}evilbank.example${after}`;
        for (const { type, value: it, doubts } of extract(viewOf(text, 'text')).items)
          if (type === 'domain-name' && doubts.length === 0 && it !== 'evilbank.example')
            expect('evilbank.example').not.toContain(it);
      }),
      { numRuns: 2_000 },
    );
    expect(asked).toBe(2_000);
  });
});

describe('reading a page and a letter', () => {
  it('reads the text of HTML, and where its links lead', () => {
    const html =
      '<!doctype html><script>evil.example</script><p>evil<b>[.]</b>example &amp; <a href="https://news.example/a?b&amp;c">ours</a><td>203.0.113.7<td>203.0.113.8';
    const view = viewOf(html);
    expect(view.text).toContain('evil[.]example & ours (https://news.example/a?b&c)');
    const { items } = extract(view);
    expect(items.map(({ value: it, doubts }) => [it, doubts])).toEqual([
      ['evil.example', []],
      ['https://news.example/a?b&c', ['link', 'not_defanged']],
      ['203.0.113.7', []],
      ['203.0.113.8', []],
    ]);
  });

  it('reads a letter: who sent it, its decoded parts, and what its way says with doubt', () => {
    const html = Buffer.from('<p>Pay at <a href="http://evil.example/pay">your bank</a>').toString('base64');
    const letter = [
      'Received: from mx.victim.example ([203.0.113.5])',
      'From: =?utf-8?q?Your_Bank?= <bank@evil.example>',
      'To: me@victim.example',
      'Subject: pay',
      'MIME-Version: 1.0',
      'Content-Type: multipart/alternative; boundary="x"',
      '',
      '--x',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'Go to http://evil.ex=',
      'ample/p=C3=A4y',
      '--x',
      'Content-Type: text/html',
      'Content-Transfer-Encoding: base64',
      '',
      html,
      '--x--',
    ].join('\r\n');
    const { items } = extract(viewOf(letter));
    const told = Object.fromEntries(items.map(({ value: it, doubts }) => [it, doubts]));
    expect(told).toMatchObject({
      'bank@evil.example': [],
      'http://evil.example/p%C3%A4y': [],
      'http://evil.example/pay': [],
      'me@victim.example': ['mail_path'],
      '203.0.113.5': ['mail_path'],
    });
  });
});

describe('the reader of reports', () => {
  async function* bytes(text: string): AsyncGenerator<Uint8Array> {
    const all = Buffer.from(text);
    for (let at = 0; at < all.length; at += 5) yield await Promise.resolve(all.subarray(at, at + 5));
  }

  it('gives what it is sure of as items, and says the rest', async () => {
    const read: Found[] = [];
    for await (const one of readText(bytes('ä evil[.]example\nversion 12.2.30.4\nhttp://x.example/pa… T1059')))
      read.push(one);
    expect(read).toEqual([
      { at: 'line 1', item: { type: 'domain-name', value: 'evil.example' } },
      { at: 'line 2', note: 'ipv4-addr 12.2.30.4: may be a version number' },
      { at: 'line 3', note: 'technique T1059 of ATT&CK: not a value to submit' },
      { at: 'line 3', note: 'http://x.example/pa was left out: a part of it is missing, or stands elsewhere' },
    ]);
  });
});
