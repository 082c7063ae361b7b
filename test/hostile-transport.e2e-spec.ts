import { connect, type Socket } from 'node:net';
import { expectProblem } from './support/control.js';
import { asking, startTarget, type Target } from './support/target.js';
import { requestText, wire, type WireAnswer } from './support/wire.js';

const ITEMS = '/api/v1/indicators';
const json = { 'content-type': 'application/json' };
const smuggled = 'GET /api/v1/search HTTP/1.1\r\nhost: x\r\n\r\n';

describe('hostile connections', () => {
  let target: Target;
  let own: Record<string, string>;
  beforeAll(async () => {
    target = await startTarget();
    own = asking(target.alliance.keys.a);
  });
  afterAll(() => target[Symbol.asyncDispose]());

  /** Writes pieces for as long as the hub takes them. */
  const endless =
    (head: Buffer, piece: Buffer, everyMs = 0) =>
    (socket: Socket) => {
      socket.write(head);
      const timer = setInterval(() => {
        if (socket.destroyed || socket.writableEnded) clearInterval(timer);
        else if (socket.writableLength < 1 << 20) socket.write(piece);
      }, everyMs);
      socket.once('close', () => clearInterval(timer));
    };
  const chunk = (bytes: Buffer) =>
    Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);

  it.each<[title: string, bytes: () => Buffer]>([
    [
      'both lengths',
      () =>
        requestText(
          `POST ${ITEMS}`,
          { ...own, ...json, 'content-length': '4', 'transfer-encoding': 'chunked' },
          `0\r\n\r\n${smuggled}`,
        ),
    ],
    [
      'two Content-Length',
      () =>
        Buffer.from(
          `POST ${ITEMS} HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\ncontent-length: 40\r\n\r\n{}${smuggled}`,
        ),
    ],
    [
      'a Content-Length that is no number',
      () => requestText(`POST ${ITEMS}`, { ...own, 'content-length': '2e1' }, '{}'),
    ],
    ['a bare LF', () => Buffer.from(`GET /api/v1/search HTTP/1.1\nhost: x\n\n${smuggled}`)],
    ['a folded header', () => Buffer.from('GET /api/v1/search HTTP/1.1\r\nhost: x\r\nx-a: b\r\n c\r\n\r\n')],
    ['a space before the colon', () => Buffer.from('GET /api/v1/search HTTP/1.1\r\nhost : x\r\n\r\n')],
    ['NUL in a header', () => requestText('GET /api/v1/search', { 'x-a': 'b\0c' })],
    [
      'a chunk size that overflows',
      () => requestText(`POST ${ITEMS}`, { ...own, ...json, 'transfer-encoding': 'chunked' }, 'ffffffffffffffff1\r\n'),
    ],
    ['no HTTP at all', () => Buffer.from('\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03')],
    ['no Host', () => Buffer.from('GET /api/v1/search HTTP/1.1\r\n\r\n')],
    ['HTTP/2 without being asked', () => Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')],
    ['a method that nobody has', () => requestText('STEAL /api/v1/search')],
  ])('F10: %s → 400 and the connection closed', async (_title, bytes) => {
    const answer = await target.control.around(() => wire(target.url, bytes()));
    expect(answer.closed).toBe(true);
    expectProblem(answer, 400, 'bad_request');
    expect(answer.text.match(/HTTP\/1\.1/g)).toBeNull(); // one answer, however many requests it pretends to be
  });

  it.each<[title: string, bytes: () => Buffer, status: number, code: string]>([
    [
      'a 50 kB header',
      () => requestText('GET /api/v1/search', { 'x-a': 'a'.repeat(50_000) }),
      431,
      'headers_too_large',
    ],
    [
      'a 50 kB cookie',
      () => requestText('GET /api/v1/search', { cookie: `a=${'b'.repeat(50_000)}` }),
      431,
      'headers_too_large',
    ],
    ['a 16 kB URL', () => requestText(`GET /api/v1/search?q=${'a'.repeat(16_384)}`), 431, 'headers_too_large'],
    [
      'a 9 kB URL',
      () => requestText(`GET /api/v1/search?q=${'a'.repeat(9_000)}`, { connection: 'close' }),
      414,
      'uri_too_long',
    ],
    [
      '200 headers',
      () =>
        requestText('GET /api/v1/search', {
          ...Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`x-${i}`, '1'])),
          connection: 'close',
        }),
      431,
      'headers_too_large',
    ],
    ['TRACE', () => requestText('TRACE /api/v1/search', { connection: 'close' }), 405, 'method_not_allowed'],
    ['CONNECT', () => requestText('CONNECT evil.example:443', { connection: 'close' }), 0, ''],
  ])('F11: %s', async (_title, bytes, status, code) => {
    const answer = await target.control.around(() => wire(target.url, bytes()));
    expect(answer.closed).toBe(true);
    if (status > 0) expectProblem(answer, status, code);
    else expect(answer.text).toBe('');
    if (status > 0)
      expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
  });

  it.each<[title: string, path: string, more: Record<string, string>]>([
    ['an ordinary route', `${ITEMS}/x/opinions`, {}],
    ['a bulk route', ITEMS, {}],
    ['a route that asks nobody in', '/api/v1/session', { authorization: '' }],
  ])('F02: a chunked body without end, to %s', async (_title, path, more) => {
    const head = requestText(`POST ${path}`, { ...own, ...json, 'transfer-encoding': 'chunked', ...more });
    const before = target.memory();
    const answer = await target.control.around(() => wire(target.url, endless(head, chunk(Buffer.alloc(65_536, 32)))));
    expect(answer.closed).toBe(true);
    expectProblem(answer, 413, 'body_too_large'); // the sender sees it, though it is still sending
    expect(target.memory() - before).toBeLessThan(100 << 20);
  });

  it('F02: what goes on sending after its answer is cut off', async () => {
    const head = requestText(`POST ${ITEMS}`, {
      'content-type': 'application/x-ndjson',
      'transfer-encoding': 'chunked',
    });
    const answer = await wire(target.url, endless(head, chunk(Buffer.alloc(65_536, 32))), { ms: 20_000 });
    expect(answer.closed).toBe(true);
    expectProblem(answer, 401, 'unauthorized');
  });

  it('F02: a byte a second, as headers, as a body, as lines: closed within 30 s, all answered 408', async () => {
    const drip = (bytes: Buffer, piece = Buffer.from('a')) =>
      wire(target.url, endless(bytes, piece, 1_000), { ms: 40_000 });
    const lines = { ...own, 'content-type': 'application/x-ndjson', 'transfer-encoding': 'chunked' };
    const unfinished = requestText('GET /api/v1/search').subarray(0, -2);
    const silent = new Promise<number>((resolve) => {
      const begin = performance.now();
      const socket = connect(Number(new URL(target.url).port), '127.0.0.1');
      socket.on('close', () => resolve(performance.now() - begin));
      socket.resume();
    });
    const answers = await target.control.around(() =>
      Promise.all<WireAnswer>([
        drip(unfinished, Buffer.from('x-a: b\r\n')),
        drip(requestText(`POST ${ITEMS}`, { ...own, ...json, 'content-length': '10000' })),
        drip(requestText(`POST ${ITEMS}`, lines), Buffer.from('1\r\n{\r\n')),
        drip(requestText('POST /api/v1/session', { ...json, 'content-length': '10000' })),
      ]),
    );
    for (const answer of answers) {
      expect(answer.closed).toBe(true);
      expect(answer.ms).toBeLessThan(31_000);
      expectProblem(answer, 408, 'request_timeout');
    }
    expect(await silent).toBeLessThan(40_000);
  });
});
