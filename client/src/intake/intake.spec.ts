import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { readItems } from './read.js';

async function read(text: string | Buffer) {
  const { format, items, notes } = await readItems('-', Readable.from([Buffer.from(text)]));
  const parsed = [];
  for await (const each of items) parsed.push(each);
  return { format, parsed, notes, items: parsed.map((each) => ('item' in each ? each.item : each)) };
}

describe('CSV', () => {
  test('as Microsoft published it for HAFNIUM', async () => {
    const { format, items, notes } = await read(
      [
        'DateAdded,FirstSeen,Indicator,IndicatorType,TLP',
        `2021-03-10,2021-03-05T10:07:29.0421232Z,${'8e'.repeat(32)},sha256,White`,
        String.raw`2021-03-09,,C:\inetpub\wwwroot\aspnet_client\shell.aspx,filepath,White`,
      ].join('\r\n'),
    );
    expect(format).toBe('CSV, separated by commas');
    expect(items).toEqual([
      { value: '8e'.repeat(32), type: 'SHA-256', tlp: 'clear', valid_from: '2021-03-05T10:07:29.042Z' },
      { value: String.raw`C:\inetpub\wwwroot\aspnet_client\shell.aspx`, type: 'file-path', tlp: 'clear' },
    ]);
    expect(notes).toEqual(['columns not used: DateAdded']);
  });

  test('as Volexity publishes it: quoted notes, several hashes in a cell, a byte order mark', async () => {
    const [a, b] = ['ab'.repeat(32), 'cd'.repeat(20)];
    const { parsed } = await read(
      `\ufeffvalue,entity_type,description\nwww.evil.example,hostname,"Seen, often"\n"${a},${b}",file,Loader\n103.77.192.219,ipaddress,""\n`,
    );
    expect(parsed).toEqual([
      { at: 'line 2', item: { value: 'www.evil.example', type: 'domain-name', description: 'Seen, often' } },
      { at: 'line 3', item: { value: a, description: 'Loader' } },
      { at: 'line 3', item: { value: b, description: 'Loader' } },
      { at: 'line 4', item: { value: '103.77.192.219', type: 'ipv4-addr' } },
    ]);
  });

  test.each([',', ';', '\t', '|'])('every column, separated by %j', async (delimiter) => {
    const rows = [
      ['indicator', 'type', 'TLP', 'Confidence', 'tags', 'comment', 'name', 'first_seen', 'valid_until', 'source'],
      [
        'evil.example',
        'domain',
        'TLP:AMBER+STRICT',
        '70%',
        'a b',
        'Why',
        'N',
        '2026-01-02',
        '2026-02-03 04:05',
        'https://r.example/x',
      ],
      ['hxxp://evil[.]example/', 'URL', 'green', 'high', '', '', '', '', '', 'CERT'],
    ];
    const { items } = await read(rows.map((row) => row.join(delimiter)).join('\n'));
    expect(items).toEqual([
      {
        value: 'evil.example',
        type: 'domain-name',
        tlp: 'amber+strict',
        confidence: 70,
        labels: ['a b'],
        description: 'Why',
        name: 'N',
        valid_from: '2026-01-02T00:00:00Z',
        valid_until: '2026-02-03T04:05:00Z',
        external_references: [{ source_name: 'r.example', url: 'https://r.example/x' }],
      },
      {
        value: 'hxxp://evil[.]example/',
        type: 'url',
        tlp: 'green',
        confidence: 85,
        external_references: [{ source_name: 'CERT', description: 'CERT' }],
      },
    ]);
  });

  test('without a header: columns by what stands in them', async () => {
    const { items, notes } = await read('198.51.100.7,ipaddress,scanner,green\nevil.example,domain,c2,amber\n');
    expect(items).toEqual([
      { value: '198.51.100.7', type: 'ipv4-addr', description: 'scanner', tlp: 'green' },
      { value: 'evil.example', type: 'domain-name', description: 'c2', tlp: 'amber' },
    ]);
    expect(notes).toEqual(['no header; read as value, type, tlp, description']);
  });

  test('a header that names a type says what the values are', async () => {
    expect((await read('sha256;comment\nabc;x\n')).items).toEqual([
      { value: 'abc', type: 'SHA-256', description: 'x' },
    ]);
    expect((await read('url\nhxxp://evil.example/a,b\n')).items).toEqual([
      { value: 'hxxp://evil.example/a', type: 'url' },
    ]);
  });

  test('patterns, too', async () => {
    const pattern = "[ipv4-addr:value = '198.51.100.1']";
    expect((await read(`pattern,name\n"${pattern}",x\n`)).items).toEqual([{ pattern, name: 'x' }]);
  });

  test('a bad row is named by its line and the others are read', async () => {
    const { parsed } = await read('value,type\n,url\na.example,domain\n');
    expect(parsed).toEqual([
      { at: 'line 2', problem: 'there is no value' },
      { at: 'line 3', item: { value: 'a.example', type: 'domain-name' } },
    ]);
  });

  test.each([
    ['"the "Foo" loader"', 'the "Foo" loader'],
    ['"signed by "AirVPN"."', 'signed by "AirVPN".'],
    ['"called "Foo""', 'called "Foo"'],
    ['"rightly ""quoted"""', 'rightly "quoted"'],
    ['"over\ntwo, lines"', 'over\ntwo, lines'],
    ['', undefined],
    ['a "b" c', 'a "b" c'],
  ])('a row with %s is read and swallows none after it', async (cell, description) => {
    const { items } = await read(`value,comment,type\na.example,${cell},domain\nb.example,"x",domain\n`);
    expect(items).toEqual([
      { value: 'a.example', type: 'domain-name', ...(description && { description }) },
      { value: 'b.example', type: 'domain-name', description: 'x' },
    ]);
  });

  test('a quote that is never closed is said', async () => {
    const { parsed } = await read('value,comment\na.example,"x\nb.example,y\n');
    expect(parsed).toMatchObject([{ problem: expect.stringContaining('Quote Not Closed') as string }]);
  });

  test('UTF-16 with a byte order mark, as spreadsheets write it', async () => {
    const { items } = await read(Buffer.from('\ufeffvalue\ttlp\nevil.example\tgreen\n', 'utf16le'));
    expect(items).toEqual([{ value: 'evil.example', tlp: 'green' }]);
  });

  test('more rows than are looked at', async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => `198.51.100.${i % 250},${i % 100}`);
    const { items } = await read(rows.join('\n'));
    expect(items).toHaveLength(3000);
    expect(items.at(-1)).toEqual({ value: '198.51.100.249' });
  });
});

describe('a plain list', () => {
  test('a value a line, comments and empty lines left out', async () => {
    const { format, parsed } = await read(
      '# from CERT\n\nhxxp://evil[.]example/a#b  # home\r\n[www.]evil.example\n1.2.3.4\n',
    );
    expect(format).toBe('a list of values');
    expect(parsed).toEqual([
      { at: 'line 3', item: { value: 'hxxp://evil[.]example/a#b' } },
      { at: 'line 4', item: { value: '[www.]evil.example' } },
      { at: 'line 5', item: { value: '1.2.3.4' } },
    ]);
  });

  test('commas in some of the values make no table', async () => {
    expect((await read('http://a.example/?x=1,2\nhttp://b.example/\n')).items).toHaveLength(2);
  });

  test('nothing is nothing', async () => {
    expect((await read('')).items).toEqual([]);
  });
});

describe('JSON', () => {
  const item = { value: '1.2.3.4', type: 'ip', tlp: 'green' };
  const known = { value: '1.2.3.4', type: 'ipv4-addr', tlp: 'green' };

  test('one item a line; a bad line is named and the others are read', async () => {
    const { parsed } = await read(`${JSON.stringify(item)}\n\n{"value":\n"5.6.7.8"\n{broken}\n`);
    expect(parsed).toEqual([
      { at: 'line 1', item: known },
      { at: 'line 3', problem: expect.stringContaining('not valid JSON') as string },
      { at: 'line 4', item: { value: '5.6.7.8' } },
      { at: 'line 5', problem: expect.stringContaining('not valid JSON') as string },
    ]);
  });

  test('a bad first line does not sink the rest', async () => {
    expect((await read(`{"value":x}\n${JSON.stringify(item)}\n`)).items).toEqual([
      { at: 'line 1', problem: expect.anything() as string },
      known,
    ]);
  });

  test.each([0, 2])('an array, indented by %i', async (indent) => {
    expect((await read(JSON.stringify([item, 'evil.example'], undefined, indent))).items).toEqual([
      known,
      { value: 'evil.example' },
    ]);
  });

  test.each([0, 2])('a STIX bundle, indented by %i: indicators, as they are', async (indent) => {
    const indicator = { type: 'indicator', spec_version: '2.1', id: 'indicator--1', pattern: "[url:value = 'x']" };
    const bundle = {
      type: 'bundle',
      objects: [{ type: 'malware' }, indicator, { type: 'malware' }, { type: 'identity' }],
    };
    const { items, notes } = await read(JSON.stringify(bundle, undefined, indent));
    expect(items).toEqual([indicator]);
    expect(notes).toEqual(['only indicators are submitted; left out: 2 malware, 1 identity']);
  });

  test('items with what they have in common', async () => {
    expect((await read(JSON.stringify({ tlp: 'amber', items: [{ value: 'a.example' }, item] }))).items).toEqual([
      { tlp: 'amber', value: 'a.example' },
      known,
    ]);
  });
});

test('a file is read from its path, and one that is not there is an error', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-intake-'));
  try {
    const path = join(directory, 'list.txt');
    writeFileSync(path, 'evil.example\n');
    const { items } = await readItems(path, Readable.from([]));
    expect(await items[Symbol.asyncIterator]().next()).toMatchObject({ value: { item: { value: 'evil.example' } } });
    await expect(readItems(join(directory, 'none'), Readable.from([]))).rejects.toThrow('ENOENT');
  } finally {
    rmSync(directory, { recursive: true });
  }
});
