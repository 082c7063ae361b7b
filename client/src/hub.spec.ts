import { readFileSync } from 'node:fs';
import { Hub } from './hub.js';
import { answer, startFakeHub } from './testing/fake-hub.js';
import { VERSION } from './version.js';

async function collect<T>(all: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of all) items.push(item);
  return items;
}

test('the version is that of the package', () => {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  expect(VERSION).toBe(version);
});

test('search pages by cursor and stops at the limit', async () => {
  await using hub = await startFakeHub({
    onRequest(request, _, response) {
      const { searchParams } = new URL(request.url!, 'http://hub');
      const from = Number(searchParams.get('cursor') ?? 0);
      const limit = Number(searchParams.get('limit'));
      const objects = Array.from({ length: limit }, (__, i) => ({ id: `i${from + i}`, type: 'indicator' }));
      answer(response, 200, { objects, next: from + limit < 2000 ? String(from + limit) : undefined });
    },
  });
  const client = new Hub({ url: hub.url });
  expect((await collect(client.search('type:url', { limit: 1250 }))).map(({ id }) => id).at(-1)).toBe('i1249');
  expect(hub.requests).toHaveLength(3);
  expect(await collect(client.search('x'))).toHaveLength(2000);
});

test('look-ups are cut at 10,000 values and answered in order', async () => {
  await using hub = await startFakeHub({
    onRequest(_, body, response) {
      const { values } = JSON.parse(body) as { values: string[] };
      answer(response, 200, { results: values.map((value) => ({ value, known: false, members: 0, indicators: [] })) });
    },
  });
  const values = Array.from({ length: 10_001 }, (_, i) => `v${i}`);
  expect((await collect(new Hub({ url: hub.url }).lookup(values))).map(({ value }) => value)).toEqual(values);
  expect(hub.requests).toHaveLength(2);
});

test('an answer that is not the hub’s is told by its status; no answer at all is unreachable', async () => {
  await using hub = await startFakeHub({ onRequest: (_, __, response) => response.writeHead(418).end('<html>') });
  await expect(new Hub({ url: `${hub.url}/` }).me()).rejects.toMatchObject({ code: 'http_418', status: 418 });
  await expect(new Hub({ url: 'http://127.0.0.1:9999', retries: 0 }).me()).rejects.toMatchObject({
    code: 'unreachable',
    status: 0,
    detail: expect.stringContaining('ECONNREFUSED') as string,
  });
});

test('an id can’t leave its place in the path', async () => {
  await using hub = await startFakeHub({ onRequest: (_, __, response) => answer(response, 200, {}, { etag: '"1"' }) });
  expect(await new Hub({ url: hub.url }).get('../me?x')).toEqual({ object: {}, etag: '"1"' });
  expect(hub.requests[0]!.path).toBe('/api/v1/objects/..%2Fme%3Fx');
});
