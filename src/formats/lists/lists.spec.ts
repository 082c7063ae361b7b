import { itemsReader } from './read-items.js';
import { read } from './read-samples.js';
import { csvReader, listReader } from './read-table.js';
import { zeekReader } from './read-zeek.js';
import { refusePacked } from './sniff.js';

const csv = (text: string | Uint8Array, size?: number) => read(csvReader(), text, size);

describe('lists', () => {
  it('comments of all kinds', async () => {
    const text =
      '# head\n; head\n// head\n\na.example\nb.example # why\nc.example;why; so\nhxxp://d.example/a;b  // why\n"e.example"\n';
    expect(await read(listReader, text)).toEqual([
      ['line 5', { value: 'a.example' }],
      ['line 6', { value: 'b.example', description: 'why' }],
      ['line 7', { value: 'c.example', description: 'why; so' }],
      ['line 8', { value: 'hxxp://d.example/a;b', description: 'why' }],
      ['line 9', { value: 'e.example' }],
    ]);
  });

  it('a port is said beside its address or name', async () => {
    expect(await read(listReader, '203.0.113.7:443\nevil[.]example:8080 # c2\n[2001:db8::7]:53\nnonsense:1\n')).toEqual(
      [
        ['line 1', { value: '203.0.113.7', description: 'port 443' }],
        ['line 2', { value: 'evil[.]example', description: 'c2; port 8080' }],
        ['line 3', { value: '2001:db8::7', description: 'port 53' }],
        ['line 4', { value: 'nonsense:1' }],
      ],
    );
  });

  it('a file of one column is a list, whatever it is called', async () => {
    expect(await csv('a.example\nb.example\n')).toEqual([
      ['line 1', { value: 'a.example' }],
      ['line 2', { value: 'b.example' }],
    ]);
  });

  it('hosts files: their names, but for those of the machine', async () => {
    const text = '127.0.0.1 localhost\n::1 ip6-localhost\n0.0.0.0 a.example b.example # why\n127.0.0.1\tc.example\n';
    expect(await read(listReader, text)).toEqual([
      ['line 3', { value: 'a.example', type: 'domain-name', description: 'why' }],
      ['line 3', { value: 'b.example', type: 'domain-name', description: 'why' }],
      ['line 4', { value: 'c.example', type: 'domain-name' }],
    ]);
  });

  it('a line that never ends is dropped as it comes', async () => {
    expect(await read(listReader, 'x'.repeat(5 << 20), 65_536)).toEqual([['line 1', 'body_too_large']]);
  });
});

it('Zeek’s intelligence files', async () => {
  const text =
    '#separator \\x09\n#fields\tindicator\tindicator_type\tmeta.source\tmeta.desc\tmeta.url\n203.0.113.7\tIntel::ADDR\tcert-a\tscans\t-\nevil.example/x\tIntel::URL\tcert-a\t-\thttps://cert.example/1\nbob\tIntel::USER_NAME\tcert-a\t-\t-\n';
  expect(await read(zeekReader, text)).toEqual([
    [
      'line 3',
      {
        value: '203.0.113.7',
        type: 'ipv4-addr',
        description: 'scans',
        external_references: [{ source_name: 'cert-a', description: 'cert-a' }],
      },
    ],
    [
      'line 4',
      {
        value: 'http://evil.example/x',
        type: 'url',
        external_references: [
          { source_name: 'cert-a', description: 'cert-a' },
          { source_name: 'cert.example', url: 'https://cert.example/1' },
        ],
      },
    ],
    ['line 5', 'observable_invalid'],
  ]);
  await expect(read(zeekReader, 'x\ty\n')).rejects.toThrow('#fields');
});

it('JSON lines: a bad one never sinks its neighbours', async () => {
  expect(await read(itemsReader, '{"value":"a.example"}\n\n{"value":\n{"value":"b","value":"c"}\n[1]\n')).toEqual([
    ['line 1', { value: 'a.example' }],
    ['line 3', 'invalid_json'],
    ['line 4', 'duplicate_key'],
    ['line 5', [1]],
  ]);
});

it('packed files are named, and refused', () => {
  expect(() => refusePacked(Buffer.from([0x1f, 0x8b, 8, 0]))).toThrow('gzip');
  expect(() => refusePacked(Buffer.from('PK\u0003\u0004...'))).toThrow('zip');
  expect(() => refusePacked(Buffer.from('value,type'))).not.toThrow();
});
