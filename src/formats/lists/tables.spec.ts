import { csvReader } from './read-table.js';
import { read } from './read-samples.js';

const csv = (text: string | Uint8Array, size?: number) => read(csvReader(), text, size);

describe('tables', () => {
  const row = { value: 'evil.example', type: 'domain-name', tlp: 'green', confidence: 85 };

  it.each([
    ['commas', 'value,type,tlp,confidence\nevil.example,domain,TLP:GREEN,high\n'],
    ['semicolons, Windows', 'Indicator;Indicator Type;TLP;Confidence\r\nevil.example;hostname;green;85%\r\n'],
    ['tabs', 'ioc\tioc_type\ttlp\tconfidence\nevil.example\tFQDN\tGreen\t85'],
    ['bars', '"value"|"type"|"tlp"|"confidence"\n"evil.example"|"domain"|"green"|"85"\n'],
    ['an old Mac', 'value,type,tlp,confidence\revil.example,domain,green,85\r'],
  ])('separated by %s', async (_, text) => {
    expect(await csv(text)).toEqual([['line 2', row]]);
  });

  it('say what may be done with a value', async () => {
    const [first, second] = await csv('value,PAP\na.example,PAP:RED\nb.example,White\n');
    expect(first).toEqual(['line 2', { value: 'a.example', pap: 'red' }]);
    expect(second).toEqual(['line 3', { value: 'b.example', pap: 'clear' }]);
  });

  it.each(['utf-16le', 'utf-16be', 'utf-8'] as const)('%s with a byte order mark', async (encoding) => {
    const text = Buffer.from('\uFEFFvalue,notes\nevil.example,für Ärger\n', encoding === 'utf-8' ? 'utf8' : 'utf16le');
    const bytes = encoding === 'utf-16be' ? text.swap16() : text;
    expect(await csv(bytes)).toEqual([['line 2', { value: 'evil.example', description: 'für Ärger' }]]);
  });

  it('lines that are not UTF-8 are Windows-1252; those that are, are', async () => {
    const bytes = Buffer.concat([
      Buffer.from('value,notes\na.example,naïve\n'),
      Buffer.from('b.example,na\u00efve \x80\n', 'latin1'),
    ]);
    expect(await csv(bytes)).toEqual([
      ['line 2', { value: 'a.example', description: 'naïve' }],
      ['line 3', { value: 'b.example', description: 'naïve €' }],
    ]);
  });

  it('quotes: delimiters and lines within them, doubled and careless ones', async () => {
    expect(await csv('value,notes\n"a.example","one, ""two""\nthree"\nb.example,"the "Foo" loader"\n')).toEqual([
      ['line 2', { value: 'a.example', description: 'one, "two"\nthree' }],
      ['line 4', { value: 'b.example', description: 'the "Foo" loader' }],
    ]);
  });

  it('a quote that is never closed costs its own line alone', async () => {
    const rows = Array.from({ length: 300 }, (_, i) => `v${i}.example,x\n`).join('');
    const all = await csv(`value,notes\na.example,"open\n${rows}"b.example",y\n`, 4_096);
    expect(all[0]).toEqual(['line 2', 'invalid']);
    expect(all).toHaveLength(302);
    expect(all.at(-1)).toEqual(['line 303', { value: 'b.example', description: 'y' }]);
  });

  it('a line of megabytes is refused, and costs none of its neighbours', async () => {
    const all = await csv(`value,notes\na.example,x\nb.example,${'y'.repeat(3 << 20)}\nc.example,z\n`, 65_536);
    expect(all.map((one) => (one as [string, unknown])[0])).toEqual(['line 2', 'line 3', 'line 4']);
    expect(all[1]).toEqual(['line 3', 'body_too_large']);
  });

  it('NUL is refused where it stands', async () => {
    expect(await csv('value,notes\na\0.example,x\nb.example,y\n')).toEqual([
      ['line 2', 'invalid_character'],
      ['line 3', { value: 'b.example', description: 'y' }],
    ]);
  });

  it('no header: by what stands in the columns', async () => {
    expect(await csv('107.189.27.41,ipaddress,known\n172.86.93.30,ipaddress,suspected\n')).toEqual([
      ['line 1', { value: '107.189.27.41', type: 'ipv4-addr', description: 'known' }],
      ['line 2', { value: '172.86.93.30', type: 'ipv4-addr', description: 'suspected' }],
    ]);
    expect(await csv('7,evil.example,x y\n8,other.example,z\n')).toEqual([
      ['line 1', 'columns not used: column 1'],
      ['line 1', { value: 'evil.example', description: 'x y' }],
      ['line 2', { value: 'other.example', description: 'z' }],
    ]);
  });

  it('a header in a comment, as abuse.ch has it', async () => {
    const text =
      '# published by somebody\n# "first_seen_utc","ioc_type","ioc_value","confidence_level"\n"2024-02-03 04:05:06","ip:port","203.0.113.7:443","75"\n';
    expect(await csv(text)).toEqual([
      [
        'line 3',
        {
          value: '203.0.113.7',
          type: 'ipv4-addr',
          confidence: 75,
          valid_from: '2024-02-03T04:05:06Z',
          description: 'port 443',
        },
      ],
    ]);
  });

  it('a header that names the type of its values', async () => {
    const hash = 'a'.repeat(64);
    expect(await csv(`sha256,comment\n${hash},x\n`)).toEqual([
      ['line 2', { value: hash, type: 'SHA-256', description: 'x' }],
    ]);
  });

  it('what MISP exports: parts of a value, and what is not for detection', async () => {
    const hash = 'b'.repeat(32);
    const text = `uuid,event_id,category,type,value,comment,to_ids,date\n1,2,x,ip-dst|port,198.51.100.9|8080,c,1,20240101\n1,2,x,filename|md5,a.exe|${hash},,1,20240101\n1,2,x,domain,benign.example,,0,20240101\n1,2,x,yara,rule,,1,20240101\n`;
    expect((await csv(text)).slice(1)).toEqual([
      ['line 2', { value: '198.51.100.9', type: 'ipv4-addr', description: 'c; port 8080' }],
      ['line 3', { value: 'a.exe', type: 'file-name' }],
      ['line 3', { value: hash, type: 'MD5' }],
      ['line 4', 'left out: it is not for detection (to_ids)'],
      ['line 5', 'observable_invalid'],
    ]);
  });

  it('several hashes of one file in one cell', async () => {
    const [a, b] = ['c'.repeat(64), 'd'.repeat(40)];
    expect(await csv(`value,entity_type\n"${a},${b}",file\n`)).toEqual([
      ['line 2', { value: a }],
      ['line 2', { value: b }],
    ]);
  });

  it('what the hub itself exports, guarded cells included', async () => {
    const text =
      'value,type,tlp,confidence,labels,valid_from,valid_until,description,reference,id\nd41d8cd98f00b204e9800998ecf8427e,MD5,amber+strict,40,"a,b",2024-01-01T00:00:00Z,2025-01-01T00:00:00Z,\'=x,https://cert.example/1,indicator--1\n';
    expect((await csv(text)).slice(1)).toEqual([
      [
        'line 2',
        {
          value: 'd41d8cd98f00b204e9800998ecf8427e',
          type: 'MD5',
          tlp: 'amber+strict',
          confidence: 40,
          labels: ['a', 'b'],
          valid_from: '2024-01-01T00:00:00Z',
          valid_until: '2025-01-01T00:00:00Z',
          description: '=x',
          external_references: [{ source_name: 'cert.example', url: 'https://cert.example/1' }],
        },
      ],
    ]);
  });

  it('columns as they are asked for, by number or name', async () => {
    const text = 'when,what,who\n2024-01-01,evil.example,me\n';
    const reader = csvReader({ header: true, columns: { value: 2, description: 'WHO' } });
    expect(await read(reader, text)).toEqual([
      ['line 1', 'columns not used: when'],
      ['line 2', { value: 'evil.example', description: 'me' }],
    ]);
    await expect(read(csvReader({ columns: { value: 9 } }), text)).rejects.toThrow('no column 9');
    await expect(read(csvReader({ columns: { tlp: 1 } }), text)).rejects.toThrow('which column has the value');
  });

  it('a row of a hundred thousand cells is refused', async () => {
    expect(await csv(`value,notes\n${','.repeat(100_000)}\na.example,x\n`, 65_536)).toEqual([
      ['line 2', 'invalid'],
      ['line 3', { value: 'a.example', description: 'x' }],
    ]);
  });
});
