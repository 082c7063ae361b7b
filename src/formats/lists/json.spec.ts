import { read } from './read-samples.js';
import { itemsReader } from './read-items.js';
import { jsonReader } from './read-json.js';

const item = { value: '1.2.3.4', type: 'ip', tlp: 'green' };
const known = { value: '1.2.3.4', type: 'ipv4-addr', tlp: 'green' };

describe('JSON documents of the hub’s items', () => {
  it.each([0, 2])('an array, indented by %i; a string is a value', async (indent) => {
    const found = await read(jsonReader, `\uFEFF${JSON.stringify([item, 'evil.example', 7], undefined, indent)}`);
    expect(found).toEqual([
      ['[0]', known],
      ['[1]', { value: 'evil.example' }],
      ['[2]', 7],
    ]);
  });

  it('items with what they have in common; one alone; objects as they are', async () => {
    const object = { type: 'indicator', spec_version: '2.1', pattern: 'x' };
    expect(
      await read(jsonReader, JSON.stringify({ tlp: 'amber', items: [{ value: 'a.example' }, item, object] })),
    ).toEqual([
      ['items[0]', { tlp: 'amber', value: 'a.example' }],
      ['items[1]', known],
      ['items[2]', object],
    ]);
    expect(await read(jsonReader, JSON.stringify(item, undefined, 2))).toEqual([['line 1', known]]);
  });

  it('what is said for all after them is refused rather than passed over', async () => {
    expect(await read(jsonReader, '{"items":[{"value":"a.example"}],"tlp":"red"}')).toEqual([
      ['items[0]', { value: 'a.example' }],
      ['line 1', 'invalid'],
    ]);
  });

  it('a bad item sinks none beside it; one that never ends is said', async () => {
    expect(await read(jsonReader, '[{"value":x},{"value":"b.example"}]')).toEqual([
      ['[0]', 'invalid_json'],
      ['[1]', { value: 'b.example' }],
    ]);
    await expect(read(jsonReader, '[{"value":"a.example"},')).rejects.toThrow('invalid_json');
    await expect(read(jsonReader, Buffer.from('\uFEFF["a"]', 'utf16le'))).rejects.toThrow('UTF-8');
  });

  it('on lines, too, a type may have another tool’s name, and a string is a value', async () => {
    expect(await read(itemsReader, `${JSON.stringify(item)}\n"evil.example"\n{"value":"x","type":"colour"}\n`)).toEqual(
      [
        ['line 1', known],
        ['line 2', { value: 'evil.example' }],
        ['line 3', { value: 'x', type: 'colour' }],
      ],
    );
  });
});
