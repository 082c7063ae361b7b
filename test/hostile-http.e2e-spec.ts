import { expectProblem } from './support/control.js';
import { asking, startTarget, type Target } from './support/target.js';

const ITEMS = '/api/v1/indicators';
const json = { 'content-type': 'application/json' };
const deep = (depth: number) => `{"value":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;
const item = (more: string) => `{"value":"f.hostile.example","tlp":"green"${more}}`;
const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(item(''), 'utf16le')]);
const MIB = 1 << 20;

describe('hostile requests', () => {
  let target: Target;
  beforeAll(async () => {
    target = await startTarget();
  });
  afterAll(() => target[Symbol.asyncDispose]());

  const send = async (method: string, path: string, body?: string | Buffer, headers: Record<string, string> = {}) => {
    const response = await fetch(`${target.url}${path}`, {
      method,
      headers: { ...asking(target.alliance.keys.a), ...headers },
      ...(body !== undefined && { body }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: (text ? parsed(text) : {}) as object };
  };
  const get = (path: string, headers?: Record<string, string>) => send('GET', path, undefined, headers);

  it.each<[title: string, body: string | Buffer, status: number, code: string, path?: string]>([
    [
      'F02: an ordinary body of 1 MiB + 1',
      `{"explanation":"${'x'.repeat(MIB)}"}`,
      413,
      'body_too_large',
      `${ITEMS}/x/opinions`,
    ],
    ['F02: a bulk body of 10 MiB + 1', `["${'x'.repeat(10 * MIB)}"]`, 413, 'body_too_large'],
    ['F03: depth 65', deep(65), 400, 'json_too_deep'],
    ['F03: depth 5,000', deep(5_000), 400, 'json_too_deep'],
    ['F03: depth 1,000,000', deep(1_000_000), 400, 'json_too_deep'],
    ['F03: 200,001 values', `[${'0,'.repeat(200_000)}0]`, 400, 'json_too_deep', `${ITEMS}/x/opinions`],
    ['F03: 2,000,001 values', `[${'0,'.repeat(2_000_000)}0]`, 400, 'json_too_deep'],
    ['F05: __proto__', item(',"__proto__":{"admin":true}'), 400, 'forbidden_key'],
    ['F05: __proto__, escaped', item(String.raw`,"\u005f_proto__":{"admin":true}`), 400, 'forbidden_key'],
    [
      'F05: constructor.prototype, nested',
      item(',"audience":{"constructor":{"prototype":{"x":1}}}'),
      400,
      'forbidden_key',
    ],
    ['F05: the same key twice', item(',"tlp":"clear"'), 400, 'duplicate_key'],
    ['F06: U+0000', item(String.raw`,"name":"a\u0000b"`), 422, 'invalid_character'],
    ['F06: a lone surrogate', item(String.raw`,"name":"\ud800"`), 422, 'invalid_character'],
    ['F07: 2^53 + 1', item(',"confidence":9007199254740993'), 422, 'invalid_number'],
    ['F07: 1e400', item(',"confidence":1e400'), 422, 'invalid_number'],
    ['F07: -0', item(',"confidence":-0'), 422, 'invalid_number'],
    ['F07: a fraction for an integer', item(',"confidence":1.5'), 422, 'invalid'],
    ['F07: 101', item(',"confidence":101'), 422, 'invalid'],
    ['F08: UTF-16', utf16, 400, 'invalid_json'],
    [
      'F08: a byte order mark',
      Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(item(''))]),
      400,
      'invalid_json',
    ],
    [
      'F08: overlong UTF-8',
      Buffer.concat([Buffer.from('{"value":"'), Buffer.from([0xc0, 0xaf]), Buffer.from('"}')]),
      400,
      'invalid_json',
    ],
    [
      'F08: invalid UTF-8',
      Buffer.concat([Buffer.from('{"value":"'), Buffer.from([0xff]), Buffer.from('"}')]),
      400,
      'invalid_json',
    ],
    ['F14: infinity', item(',"valid_from":"infinity             "'), 422, 'invalid_time'],
    ['F14: the year 294277', item(',"valid_from":"+294277-01-01T00:00:00Z"'), 422, 'invalid_time'],
    ['F14: 30 February', item(',"valid_from":"2021-02-30T00:00:00Z"'), 422, 'invalid_time'],
    ['F14: second 60', item(',"valid_from":"2016-12-31T23:59:60Z"'), 422, 'invalid_time'],
    ['F14: no zone', item(',"valid_from":"2021-03-01T00:00:00.000"'), 422, 'invalid_time'],
    ['F14: another zone', item(',"valid_from":"2021-03-01T00:00:00+01:00"'), 422, 'invalid_time'],
    ['F14: year 0', item(',"valid_from":"0000-01-01T00:00:00Z"'), 422, 'invalid_time'],
    [
      'F14: an end before the beginning',
      item(',"valid_from":"2021-03-01T00:00:00Z","valid_until":"2021-02-01T00:00:00Z"'),
      422,
      'object_invalid',
    ],
    ['an unknown field', item(',"is_admin":true'), 422, 'unrecognized_keys'],
    ['10,001 items', `[${Array(10_001).fill('{}').join()}]`, 422, 'too_many_objects'],
    ['no item at all', 'null', 422, 'invalid'],
    ['an empty body', '', 422, 'invalid'],
  ])('%s', async (_title, body, status, code, path = ITEMS) => {
    const answer = await target.control.around(() => send('POST', path, body, json));
    expectProblem(answer, status, code);
    expect(({} as { admin?: unknown }).admin).toBeUndefined();
  });

  it('F01: 200 malformed texts', async () => {
    const whole = item(',"labels":["a","b"],"confidence":70');
    await target.control.around(async () => {
      for (let i = 0; i < 200; i += 1) {
        const at = 1 + ((i * 7) % (whole.length - 2));
        const broken = i % 2 ? whole.slice(0, at) : `${whole.slice(0, at)}\u0001${whole.slice(at)}`;
        const answer = await send('POST', ITEMS, broken, json);
        expectProblem(answer, 400, 'invalid_json');
        expect(JSON.stringify(answer.body)).not.toContain('hostile');
      }
    });
  });

  it.each([
    ['text/plain', {}],
    ['multipart/form-data; boundary=x', {}],
    ['application/x-www-form-urlencoded', {}],
    ['application/xml', {}],
    ['nonsense', {}],
    ['application/json; charset=utf-8', { 'content-encoding': 'gzip' }],
    ['application/json', { 'content-encoding': 'br, gzip' }],
    ['application/x-ndjson', { 'content-encoding': 'gzip' }],
  ])('F09: %s %j', async (type, headers) => {
    const answer = await target.control.around(() =>
      send('POST', ITEMS, item(''), { 'content-type': type, ...(headers as Record<string, string>) }),
    );
    expectProblem(answer, 415, 'unsupported_media_type');
  });

  it('F09: JSON lines where none are taken', async () => {
    const answer = await send('POST', '/api/v1/lookup/', '{}\n', { 'content-type': 'application/x-ndjson' });
    expect([404, 415]).toContain(answer.status);
    expectProblem(
      await send('POST', `${ITEMS}/x/opinions`, '{}\n', { 'content-type': 'application/x-ndjson' }),
      415,
      'unsupported_media_type',
    );
    expectProblem(
      await send('POST', '/api/v1/lookup', '{}\n', { 'content-type': 'application/x-ndjson' }),
      415,
      'unsupported_media_type',
    );
  });

  it.each(['-1', '0', '1e9', '501', '0x10', '10;drop', '10&limit=20', '', '٣', '1.0', '+1', '[]'])(
    'F12: limit=%s',
    async (limit) => {
      expectProblem(await get(`/api/v1/search?limit=${limit}`), 422, 'invalid');
    },
  );

  it.each<[path: string, status: number, code: string, times?: number]>([
    ['/api/v1/search?q=a&q=b', 422, 'invalid'],
    ['/api/v1/search?nope=1', 422, 'unrecognized_keys'],
    ['/api/v1/search?__proto__=1', 400, 'forbidden_key'],
    ['/api/v1/search?__proto__[admin]=1', 400, 'forbidden_key'],
    ['/api/v1/search?q[constructor][prototype]=1', 400, 'forbidden_key'],
    ['/api/v1/search?%5f_proto__=1', 400, 'forbidden_key'],
    ['/api/v1/feed?hasOwnProperty=1', 422, 'unrecognized_keys'],
    ['/api/v1/search?q=a…', 422, 'invalid', 513],
    ['/api/v1/search?q=%00', 422, 'invalid_character'],
    ['/api/v1/search?q=a%ff', 400, 'bad_request'],
    ['/api/v1/objects/%00', 404, 'not_found'],
    ['/api/v1/objects/indicator--%00/versions', 404, 'not_found'],
    ['/api/v1/audiences/%00/ledger', 404, 'not_found'],
    ['/api/v1/audiences/x/ledger', 404, 'not_found'],
    ['/api/v1/objects/%ff', 400, 'bad_request'],
    ['/api/v1/objects/%zz', 400, 'bad_request'],
    ['/api/v1/objects/a…', 422, 'invalid', 201],
    ['/api/v1/objects/a…', 414, 'uri_too_long', 2_000],
    ['/api/v1/search?q=a…', 414, 'uri_too_long', 10_000],
    ['/api/v1/objects/..%2f..%2fetc%2fpasswd', 404, 'not_found'],
    ['//api/v1/search', 404, 'not_found'],
    ['/api/v1/SEARCH', 404, 'not_found'],
    ['/api/v1/feed?after=%00', 422, 'invalid_character'],
    ['/api/v1/feed?filter=%00', 422, 'invalid_character'],
    ['/api/v1/feed?after=beginningg', 400, 'cursor_invalid'],
    ['/api/v1/feed?filter=type:', 400, 'query_invalid'],
    ['/api/v1/search?cursor=AAAA', 400, 'cursor_invalid'],
    ['/api/v1/search?cursor=%00', 422, 'invalid_character'],
  ])('F12: %s', async (path, status, code, times = 0) => {
    const whole = path.replace('a…', 'a'.repeat(times));
    expectProblem(await target.control.around(() => get(whole)), status, code);
  });

  it('F13: a page cursor changed, of another query, of another member', async () => {
    const page = async (query: string, who = target.alliance.keys.a) =>
      get(`/api/v1/search?limit=1${query}`, asking(who));
    await target.control.canary();
    await target.control.canary();
    const next = ((await page('')).body as { next: string }).next;
    expect((await page(`&cursor=${next}`)).status).toBe(200);
    const flipped = `${next.slice(0, -2)}${next.at(-2) === 'A' ? 'B' : 'A'}${next.slice(-1)}`;
    expectProblem(await page(`&cursor=${flipped}`), 400, 'cursor_invalid');
    expectProblem(await page(`&cursor=${next}&q=canary`), 400, 'cursor_invalid');
    expectProblem(await page(`&cursor=${next}`, target.alliance.keys.b), 400, 'cursor_invalid');
  });

  it.each([
    '%',
    '_',
    '\\',
    "'):*",
    '%_%',
    `${'(a OR '.repeat(40)}b${')'.repeat(40)}`,
    Array(170).fill('zz').join(' '),
    '*',
    '"%"',
    "';drop table object;--",
  ])('F18: a search answers in time: %#', async (q) => {
    const begin = performance.now();
    const { status } = await target.control.around(() => get(`/api/v1/search?q=${encodeURIComponent(q)}`));
    expect([200, 400]).toContain(status);
    expect(performance.now() - begin).toBeLessThan(10_000);
  });

  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND'])('%s where there is no such method', async (method) => {
    const answer = await target.control.around(() => send(method, ITEMS));
    expectProblem(answer, 405, 'method_not_allowed');
    expect(answer.headers.get('allow')).toBe('POST');
    expectProblem(await send(method, '/api/v1/nowhere'), 404, 'not_found');
  });

  it('HEAD is decided like GET, also on the feed', async () => {
    const paths = [
      '/api/v1/search',
      '/api/v1/objects/indicator--x',
      '/api/v1/search?limit=0',
      '/api/v1/audit',
      '/api/v1/nowhere',
    ];
    for (const path of paths) {
      const [head, whole] = [await send('HEAD', path), await get(path)];
      expect([path, head.status]).toEqual([path, whole.status]);
    }
    expect((await fetch(`${target.url}/api/v1/search`, { method: 'HEAD' })).status).toBe(401);
    const feed = await Promise.race([send('HEAD', '/api/v1/feed'), new Promise((r) => setTimeout(r, 2_000, 'hangs'))]);
    expect(feed).toMatchObject({ status: 200 });
    expect((await fetch(`${target.url}/api/v1/feed`, { method: 'HEAD' })).status).toBe(401);
  });
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return { text };
  }
}
