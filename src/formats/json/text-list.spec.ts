import { Fault } from '../../kernel/index.js';
import { readTextList } from './text-list.js';

const MOST = { texts: 5, bytes: 200 };

/** In pieces of one length, whatever stands at their ends. */
async function* inPieces(text: string, length = 3): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}
const read = (text: string, length?: number) => readTextList(inPieces(text, length), 'list', MOST);
const faultOf = (text: string): Promise<unknown> =>
  read(text).then(
    () => undefined,
    (error: unknown) => (error instanceof Fault ? [error.code, error.more.pointer] : error),
  );

describe('a long list in a JSON object', () => {
  it.each<[string, Record<string, unknown>, string[] | undefined]>([
    ['{"list":["a","b"]}', {}, ['a', 'b']],
    ['{"a":1,"list":["ä\\n"],"b":{"list":[]}}', { a: 1, b: { list: [] } }, ['ä\n']],
    ['\ufeff\n {\n "n" : "x",\n "list" : [ ] }\n', { n: 'x' }, []],
    ['{"a":[1]}', { a: [1] }, undefined],
    ['{"l\\u0069st":["a"]}', {}, ['a']],
  ])('%j', async (text, around, list) => {
    for (const length of [1, 7, 1_000]) expect(await read(text, length)).toEqual({ around, list });
  });

  it.each<[string, string, string | undefined]>([
    ['', 'invalid_json', undefined],
    ['[]', 'invalid_json', undefined],
    ['["a"]', 'invalid_json', undefined],
    ['{"list":["a"', 'invalid_json', undefined],
    ['{"list":["a"]', 'invalid_json', undefined],
    ['{"list":["a" "b"]}', 'invalid_json', undefined],
    ['{"list":["a",]}', 'invalid_json', undefined],
    ['{"list":["a"]}{"list":["b"]}', 'invalid_json', undefined],
    ['{"list":["a"]}\n"b"', 'invalid_json', undefined],
    ['{"list":["\ud800"]}'.replace('\ud800', '\\ud800'), 'invalid_character', undefined],
    ['{"list":["a",1]}', 'invalid', '/list/1'],
    ['{"list":["a"],"list":["b"]}', 'duplicate_key', undefined],
    ['{"list":"a"}', 'invalid', '/list'],
    ['{"n":1,"list":["a"],"n":1}', 'duplicate_key', undefined],
    ['{"list":["1","2","3","4","5","6"]}', 'body_too_large', undefined],
    [`{"list":["${'a'.repeat(200)}"]}`, 'body_too_large', undefined],
  ])('refuses %j: %s', async (text, code, pointer) => {
    expect(await faultOf(text)).toEqual([code, pointer]);
  });
});
