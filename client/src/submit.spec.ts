import { Hub } from './hub.js';
import { answer, startFakeHub } from './testing/fake-hub.js';
import type { Item, Outcome, SubmissionAnswer } from './types.js';

const items = (count: number): Item[] => Array.from({ length: count }, (_, i) => ({ value: `v${i}` }));

function accept(body: string): SubmissionAnswer {
  const sent = (JSON.parse(body) as { items: Item[] }).items;
  const outcomes = sent.map((_, index): Outcome => ({ index, outcome: 'created' }));
  return { submission: 's', counts: { created: sent.length, updated: 0, unchanged: 0, rejected: 0 }, outcomes };
}

test('many items go in chunks; outcomes are told once, in order, counted over all', async () => {
  await using hub = await startFakeHub({ onRequest: (_, body, response) => answer(response, 200, accept(body)) });
  const told: number[] = [];
  const all = items(2500);
  const result = await new Hub({ url: hub.url, key: 'k' }).submit(all, {
    tlp: 'green',
    onOutcome: ({ index }, item) => {
      expect(item).toBe(all[index]);
      told.push(index);
    },
  });
  expect(told).toEqual([...all.keys()]);
  expect(result).toEqual({
    submissions: ['s', 's', 's'],
    counts: { created: 2500, updated: 0, unchanged: 0, rejected: 0 },
  });
  expect(hub.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer k', 'Bearer k', 'Bearer k']);
  expect(JSON.parse(hub.requests[0]!.body)).toMatchObject({ tlp: 'green' });
});

test('a busy hub and a cut connection are tried again under the same key', async () => {
  let count = 0;
  await using hub = await startFakeHub({
    onRequest(_, body, response) {
      count++;
      if (count === 1) answer(response, 503, { code: 'busy', status: 503 }, { 'retry-after': '0' });
      else if (count === 2) response.destroy();
      else if (count === 3)
        response.writeHead(200, { 'content-type': 'application/json' }).write('{"outc', () => response.destroy());
      else answer(response, 200, accept(body));
    },
  });
  const result = await new Hub({ url: hub.url }).submit(items(2), { idempotencyKey: 'mine' });
  expect(result.counts.created).toBe(2);
  expect(hub.requests.map(({ headers }) => headers['idempotency-key'])).toEqual([
    'mine-0',
    'mine-0',
    'mine-0',
    'mine-0',
  ]);
  expect(new Set(hub.requests.map(({ body }) => body)).size).toBe(1);
});

test('a refusal is thrown as what it is', async () => {
  const problem = {
    code: 'insufficient_scope',
    status: 403,
    title: 'No',
    detail: 'submit',
    pointer: '/x',
    requestId: 'r1',
  };
  await using hub = await startFakeHub({ onRequest: (_, __, response) => answer(response, 403, problem) });
  await expect(new Hub({ url: hub.url }).submit(items(1))).rejects.toMatchObject({
    code: 'insufficient_scope',
    status: 403,
    pointer: '/x',
    requestId: 'r1',
    message: 'insufficient_scope: submit',
  });
  expect(hub.requests).toHaveLength(1);
});

test('fewer outcomes than items is an error, never a success', async () => {
  await using hub = await startFakeHub({
    onRequest: (_, __, response) => answer(response, 200, { submission: 's', counts: {}, outcomes: [] }),
  });
  await expect(new Hub({ url: hub.url }).submit(items(1))).rejects.toMatchObject({ code: 'outcomes_missing' });
});
