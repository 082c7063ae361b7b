import { type Found, itemIn } from '../reading.js';
import { textOf } from '../json/json-text.js';
import { readStix } from './read-stix.js';

const ID = (n: number) => `indicator--00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const object = (n: number, more = '') => `{"type":"indicator","spec_version":"2.1","id":"${ID(n)}"${more}}`;

/** What the reader gives of a text, in a word each; the file comes in pieces of this many bytes. */
async function read(text: string | Buffer, piece = 7): Promise<{ found: Found[]; said: string[]; thrown?: string }> {
  const bytes = Buffer.from(text);
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
  }
  const found: Found[] = [];
  let thrown: string | undefined;
  try {
    for await (const one of readStix(pieces())) found.push(one);
  } catch (error) {
    thrown = (error as Error).message;
  }
  const said = found.map((one) => {
    if ('fault' in one)
      return `${one.at}: ${one.fault.code}${one.fault.more.pointer === undefined ? '' : ` at ${one.fault.more.pointer}`}`;
    if ('note' in one) return `${one.at}: (${one.note})`;
    const item = itemIn(one)?.item;
    return `${one.at}: ${textOf(item as object) ?? JSON.stringify(item)}`;
  });
  return { found, said, ...(thrown !== undefined && { thrown }) };
}

const bundle = (...objects: string[]) => `{"type":"bundle","id":"bundle--x","objects":[${objects.join(',')}]}`;

test.each([1, 2, 3, 7, 1_000])('a bundle, in pieces of %i bytes, object by object and to the byte', async (piece) => {
  const odd = object(
    2,
    String.raw`,"x_n":1.50e0,"x_s":"\u00e9\/\"]},{","name":"é漢😀","x_o":{"b":[1,{"a":[]}],"a":null}`,
  );
  const { said, thrown } = await read(bundle(object(1), odd, object(3)), piece);
  expect([said, thrown]).toEqual([
    [`objects[0]: ${object(1)}`, `objects[1]: ${odd}`, `objects[2]: ${object(3)}`],
    undefined,
  ]);
});

test('white space between tokens goes, and nothing else', async () => {
  const pretty = `\ufeff{\n  "objects" : [\r\n\t${object(1).replaceAll(',', ' ,\n ').replaceAll(':', ' :\t')} , {"type":"tool", "name":"a  b\\n" } ],\n "type": "bundle"\n}\n`;
  expect((await read(pretty)).said).toEqual([
    `objects[0]: ${object(1).replace(' :\t', ':')}`,
    'objects[1]: {"type":"tool","name":"a  b\\n"}',
  ]);
});

test('objects one a line, one after the other, in an array, and in an envelope of TAXII', async () => {
  expect((await read(`${object(1)}\n\n${object(2)}\r\n${object(3)}`)).said).toEqual([
    `line 1: ${object(1)}`,
    `line 3: ${object(2)}`,
    `line 4: ${object(3)}`,
  ]);
  const spread = object(1).replaceAll(',', ',\n');
  expect((await read(`${spread}\n${spread}`)).said).toEqual([`line 1: ${object(1)}`, `line 4: ${object(1)}`]);
  expect((await read(`[${object(1)}, 7 ,"x",${object(2)}]`)).said).toEqual([
    `[0]: ${object(1)}`,
    '[1]: 7',
    '[2]: "x"',
    `[3]: ${object(2)}`,
  ]);
  expect((await read(`{"more":true,"objects":[${object(1)}],"next":"x"}`)).said).toEqual([`objects[0]: ${object(1)}`]);
  expect((await read(`${bundle(object(1))}\n${bundle(object(2))}`)).said).toEqual([
    `objects[0]: ${object(1)}`,
    `line 2, objects[0]: ${object(2)}`,
  ]);
});

test.each<[title: string, bad: string, said: string]>([
  ['a key twice', '{"type":"tool","a":{"b":1,"b":2}}', 'duplicate_key at /a/b'],
  ['a key twice, once escaped', String.raw`{"a":1,"\u0061":2}`, 'duplicate_key'],
  ['a prototype', '{"__proto__":1}', 'forbidden_key at /__proto__'],
  ['a number beyond 2^53', '{"x_n":9007199254740993}', 'invalid_number at /x_n'],
  ['a lone surrogate', String.raw`{"name":"\ud800"}`, 'invalid_character at /name'],
  ['NUL', String.raw`{"name":["\u0000"]}`, 'invalid_character at /name/0'],
  ['65 brackets', `{"x":${'['.repeat(65)}${']'.repeat(65)}}`, `json_too_deep at /x${'/0'.repeat(63)}`],
  ['a comma too many', '{"a":1,}', 'invalid_json'],
  ['a bracket of the other kind', '{"a":[1}}', 'invalid_json'],
  ['a raw control character', '{"a":"\u0001"}', 'invalid_json'],
  ['a string that is never closed', '{"a":"b\n}', 'invalid_json'],
  ['more than a megabyte', `{"a":"${'x'.repeat(1 << 20)}"}`, 'body_too_large'],
])('%s spoils its own object alone', async (_title, bad, code) => {
  for (const piece of [7, 100_000]) {
    const { said, thrown } = await read(bundle(object(1), bad, object(2)), piece);
    expect([said, thrown]).toEqual([
      [`objects[0]: ${object(1)}`, `objects[1]: ${code}`, `objects[2]: ${object(2)}`],
      undefined,
    ]);
  }
  if (bad.includes('\n')) return;
  expect((await read(`${object(1)}\n${bad}\n${object(2)}`, 1_000)).said).toEqual([
    `line 1: ${object(1)}`,
    `line 2: ${code}`,
    `line 3: ${object(2)}`,
  ]);
});

test('bytes that are not UTF-8 spoil their own object alone', async () => {
  const [before, after] = bundle(object(1, ',"name":"?"'), object(2)).split('?');
  const { said } = await read(Buffer.concat([Buffer.from(before!), Buffer.from([0xff]), Buffer.from(after!)]));
  expect(said).toEqual(['objects[0]: invalid_json', `objects[1]: ${object(2)}`]);
});

test.each<[title: string, bad: string]>([
  ['a brace is missing', '{"a":{"b":1}'],
  ['a quote is missing', '{"a":"b}'],
  ['a colon is missing', '{"a" 1}'],
  ['a bracket is missing', '{"type":"bundle","objects":[{"type":"tool"}'],
  ['there is no JSON', 'hello {'],
])('of a line where %s the lines around are read', async (_title, bad) => {
  for (const piece of [1, 1_000]) {
    const { said, thrown } = await read(`${object(1)}\n${bad}\n${object(2)}\n`, piece);
    expect([thrown, said[0], said.at(-1)]).toEqual([undefined, `line 1: ${object(1)}`, `line 3: ${object(2)}`]);
    expect(said.some((one) => one.startsWith('line 2') && one.includes('invalid_json'))).toBe(true);
  }
});

test('the first line broken, the others are read all the same', async () => {
  expect((await read(`{"a":{"b":1}\n${object(2)}\n${object(3)}`)).said.slice(1)).toEqual([
    `line 2: ${object(2)}`,
    `line 3: ${object(3)}`,
  ]);
});

test('commas that are wrong are told, and what stands around them is read', async () => {
  const { said } = await read(`[,${object(1)} ${object(2)},,${object(3)},]`);
  expect(said).toEqual([
    '[0]: invalid_json',
    `[0]: ${object(1)}`,
    '[1]: invalid_json',
    `[1]: ${object(2)}`,
    '[2]: invalid_json',
    `[2]: ${object(3)}`,
    '[3]: invalid_json',
  ]);
});

test('a file that ends too early gives what came before, and says where it ended', async () => {
  const whole = bundle(object(1), object(2));
  const cut = await read(whole.slice(0, -10));
  expect([cut.said, cut.thrown]).toEqual([
    [`objects[0]: ${object(1)}`],
    'invalid_json: objects[1]: the file ends before this does',
  ]);
  expect((await read(Buffer.from('\ufeff{}', 'utf16le'))).thrown).toContain('UTF-16');
  expect(await read('')).toEqual({ found: [], said: [] });
});

test('a list that is no bundle’s is not read, a second list is told', async () => {
  expect((await read(`{"type":"grouping","objects":[${object(1)}]}\n${object(2)}`)).said).toEqual([
    'line 1: object_invalid at /objects',
    `line 2: ${object(2)}`,
  ]);
  expect((await read(`{"objects":[${object(1)}],"objects":[${object(2)}]}`)).said).toEqual([
    `objects[0]: ${object(1)}`,
    'line 1: duplicate_key',
  ]);
});

test('a hundred megabytes are read in a few', async () => {
  const line = object(1, `,"description":"${'x'.repeat(900)}"`);
  async function* huge(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('{"type":"bundle","objects":[');
    const chunk = Buffer.from(`${line},`.repeat(64));
    for (let sent = 0; sent < 100 << 20; sent += chunk.length) yield chunk;
    yield Buffer.from(`${line}]}`);
  }
  let items = 0;
  let most = 0;
  const before = process.memoryUsage().rss;
  for await (const one of readStix(huge())) {
    if ('item' in one) items += 1;
    if (items % 5_000 === 0) most = Math.max(most, process.memoryUsage().rss - before);
  }
  expect(items).toBeGreaterThan(90_000);
  expect(most).toBeLessThan(100 << 20);
}, 60_000);
