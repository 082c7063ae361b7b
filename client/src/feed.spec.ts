import type { Socket } from 'socket.io';
import { FeedGapError } from './errors.js';
import type { FeedOptions, FeedState, FeedStore, Trouble } from './feed-options.js';
import { Hub } from './hub.js';
import { startFakeHub, answer, type FakeHub, type Script } from './testing/fake-hub.js';
import { Ledgers } from './testing/ledgers.js';
import type { Entry } from './types.js';

const QUICK = { heartbeatMs: 200 };

function memory(initial?: FeedState): FeedStore & { saved: FeedState[] } {
  const saved = initial ? [initial] : [];
  return {
    saved,
    load: async () => saved.at(-1),
    save: async (state) => void saved.push(state),
  };
}

/** A hub that serves its ledgers over HTTP and plays `play` to each subscriber. */
function hubOf(ledgers: Ledgers, play: NonNullable<Script['onSubscribe']>, more: Script = {}): Promise<FakeHub> {
  return startFakeHub({
    onSubscribe: play,
    onRequest(request, _body, response) {
      const url = new URL(request.url!, 'http://hub');
      const audience = /audiences\/(.+)\/ledger/.exec(url.pathname)?.[1];
      const reply = audience
        ? ledgers.ledger(audience, { after: Number(url.searchParams.get('after')) })
        : ledgers.audiences().then((audiences) => ({ audiences }));
      void reply.then((body) => answer(response, 200, body));
    },
    ...more,
  });
}

const send = (socket: Socket, cursor: string, entries: Entry[], live = true, heads?: unknown): Promise<unknown> =>
  socket.emitWithAck('entries', { entries, cursor, live, heads });

async function take(hub: FakeHub, count: number, options: FeedOptions = {}): Promise<string[]> {
  const taken: string[] = [];
  for await (const entry of new Hub({ url: hub.url, key: 'key' }).feed({ ...QUICK, ...options })) {
    taken.push(entry.object.id.replace('indicator--', ''));
    if (taken.length === count) break;
  }
  return taken;
}

test('entries come in order; a batch is acknowledged only when the next entry is asked for', async () => {
  const ledgers = new Ledgers();
  const acknowledged: string[] = [];
  await using hub = await hubOf(ledgers, async (socket) => {
    void send(socket, 'c1', [], true, ledgers.heads()).then(() => acknowledged.push('c1'));
    void send(socket, 'c2', [ledgers.add('all', 'a'), ledgers.add('all', 'b')]).then(() => acknowledged.push('c2'));
    void send(socket, 'c3', [ledgers.add('all', 'c')]).then(() => acknowledged.push('c3'));
  });
  const store = memory();
  const feed = new Hub({ url: hub.url }).feed({ ...QUICK, store });
  const entries = feed[Symbol.asyncIterator]();
  await entries.next();
  await entries.next();
  expect(feed.cursor).toBe('c1');
  await entries.next();
  expect(feed.cursor).toBe('c2');
  await entries.return(undefined);
  expect(store.saved.map(({ cursor }) => cursor)).toEqual(['c0', 'c1', 'c2']);
  expect(store.saved.at(-1)!.heads).toMatchObject({ all: { position: 2 } });
  expect(acknowledged).not.toContain('c3');
});

test('begins where the state says, with the filter it was given', async () => {
  const ledgers = new Ledgers();
  await using hub = await hubOf(ledgers, (socket) => send(socket, 'c8', [ledgers.add('all', 'a')]));
  await take(hub, 1, { store: memory({ cursor: 'c7' }), after: 'beginning', filter: 'type:url' });
  expect(hub.subscriptions).toEqual([{ after: 'c7', filter: 'type:url' }]);
});

test('a lost connection is resumed from the last acknowledged cursor, nothing missing and nothing doubled', async () => {
  const ledgers = new Ledgers();
  await using hub = await hubOf(ledgers, async (socket, { after }, count) => {
    if (count === 1) {
      await send(socket, 'c1', [], true, ledgers.heads());
      await send(socket, 'c2', [ledgers.add('all', 'a'), ledgers.add('all', 'b')]);
      socket.conn.close();
      return;
    }
    expect(after).toBe('c2');
    await send(socket, 'c3', [ledgers.add('all', 'c')], false);
    await send(socket, 'c3', [], true, ledgers.heads());
    await send(socket, 'c4', [ledgers.add('all', 'd')]);
  });
  const troubles: Trouble[] = [];
  expect(await take(hub, 4, { onTrouble: (trouble) => void troubles.push(trouble) })).toEqual(['a', 'b', 'c', 'd']);
  expect(troubles).toMatchObject([{ kind: 'reconnect', code: 'unreachable' }]);
});

test('silence for three heartbeats is a lost connection', async () => {
  const ledgers = new Ledgers();
  await using hub = await hubOf(ledgers, (socket, _, count) =>
    count === 1 ? undefined : send(socket, 'c1', [ledgers.add('all', 'a')], false),
  );
  const troubles: Trouble[] = [];
  expect(await take(hub, 1, { heartbeatMs: 50, onTrouble: (trouble) => void troubles.push(trouble) })).toEqual(['a']);
  expect(troubles).toMatchObject([{ detail: expect.stringContaining('nothing heard') as string }]);
});

test('a consumer that takes its time is not silence, and a heartbeat moves the cursor', async () => {
  const ledgers = new Ledgers();
  await using hub = await hubOf(ledgers, async (socket) => {
    await send(socket, 'c1', [ledgers.add('all', 'a')], false);
    socket.emit('heartbeat', { cursor: 'c9', at: '' });
    await send(socket, 'c10', [ledgers.add('all', 'b')], false);
  });
  const store = memory();
  const taken: string[] = [];
  for await (const entry of new Hub({ url: hub.url }).feed({ heartbeatMs: 40, store })) {
    taken.push(entry.object.id);
    if (taken.length === 2) break;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  expect(hub.subscriptions).toHaveLength(1);
  expect(store.saved.map(({ cursor }) => cursor)).toEqual(['c0', 'c1', 'c9']);
});

test('stopped in the midst of a batch, it goes on with the entry after the last that was handled', async () => {
  const ledgers = new Ledgers();
  const batch = ['a', 'b', 'c'].map((name) => ledgers.add('all', name));
  await using hub = await hubOf(ledgers, (socket) => send(socket, 'c1', batch, false));
  const store = memory();
  // The third is taken but not finished, since the loop is left in its midst.
  expect(await take(hub, 3, { store })).toEqual(['a', 'b', 'c']);
  expect(store.saved.at(-1)).toEqual({ cursor: 'c0', handled: ['all:1', 'all:2'] });
  expect(await take(hub, 1, { store })).toEqual(['c']);
});

test('a gap is told and thrown, and the cursor stays before it', async () => {
  const ledgers = new Ledgers();
  await using hub = await hubOf(ledgers, async (socket) => {
    await send(socket, 'c1', [], true, ledgers.heads());
    ledgers.add('all', 'lost');
    await send(socket, 'c2', [ledgers.add('all', 'a')]);
  });
  const store = memory();
  const troubles: Trouble[] = [];
  const taking = take(hub, 1, { store, onTrouble: (trouble) => void troubles.push(trouble) });
  await expect(taking).rejects.toBeInstanceOf(FeedGapError);
  expect(troubles).toMatchObject([{ kind: 'gap', audience: 'all', expected: 1, got: 2 }]);
  expect(store.saved.at(-1)!.cursor).toBe('c1');
});

test('what a replay left out is told at its end, and the next feed begins before it again', async () => {
  const ledgers = new Ledgers();
  const before = ledgers.add('all', 'before');
  const state = { cursor: 'c1', heads: { all: { position: before.position, chain: before.chain } } };
  ledgers.add('all', 'lost');
  const entry = ledgers.add('all', 'a');
  await using hub = await hubOf(ledgers, async (socket) => {
    await send(socket, 'c3', [entry], false);
    await send(socket, 'c3', [], true, ledgers.heads());
  });
  const store = memory(state);
  await expect(take(hub, 2, { store })).rejects.toMatchObject({ fracture: { kind: 'gap', expected: 2 } });
  expect(store.saved.map(({ cursor }) => cursor)).toEqual(['c1', 'c3', 'c1']);
  expect(store.saved.at(-1)).toEqual(state);
});

test('begun from a state without heads, it says that what lies between can’t be proven', async () => {
  const ledgers = new Ledgers();
  await using hub = await hubOf(ledgers, (socket) => send(socket, 'c2', [ledgers.add('all', 'a')], false));
  const troubles: Trouble[] = [];
  await take(hub, 1, { store: memory({ cursor: 'c1' }), onTrouble: (trouble) => void troubles.push(trouble) });
  expect(troubles).toMatchObject([{ kind: 'unproven' }]);
});

test('told to go on, a gap does not end the feed', async () => {
  const ledgers = new Ledgers();
  await using hub = await hubOf(ledgers, async (socket) => {
    await send(socket, 'c1', [], true, ledgers.heads());
    ledgers.add('all', 'lost');
    await send(socket, 'c2', [ledgers.add('all', 'a')]);
    await send(socket, 'c3', [ledgers.add('all', 'b')]);
  });
  expect(await take(hub, 2, { onTrouble: () => 'continue' })).toEqual(['a', 'b']);
});

test('a bye that asks to come back is followed, one that does not is thrown', async () => {
  const ledgers = new Ledgers();
  await using hub = await hubOf(ledgers, (socket, _, count) => {
    const bye =
      count === 1 ? { code: 'server_restart', retryable: true } : { code: 'credential_revoked', retryable: false };
    socket.emit('bye', { ...bye, detail: 'because', cursor: 'c0' });
    socket.disconnect();
  });
  await expect(take(hub, 1)).rejects.toMatchObject({ code: 'credential_revoked', status: 401, detail: 'because' });
  expect(hub.subscriptions).toHaveLength(2);
});

test.each([
  ['the key', { authorise: () => ({ code: 'unauthorized' }) }, { code: 'unauthorized', status: 401 }],
  ['the cursor', { answer: () => ({ ok: false, code: 'cursor_expired' }) }, { code: 'cursor_expired', status: 400 }],
])('a refusal of %s is thrown', async (_, script, error) => {
  await using hub = await hubOf(new Ledgers(), () => undefined, script);
  await expect(take(hub, 1)).rejects.toMatchObject(error);
});

test('the signal ends it quietly: while connecting, while waiting, between entries', async () => {
  const ledgers = new Ledgers();
  await using hub = await hubOf(ledgers, (socket) =>
    send(socket, 'c1', [ledgers.add('all', 'a'), ledgers.add('all', 'b')]),
  );
  expect(await take(hub, 1, { signal: AbortSignal.abort() })).toEqual([]);
  expect(await take(hub, 3, { signal: AbortSignal.timeout(200) })).toEqual(['a', 'b']);
  const controller = new AbortController();
  const silent = await hubOf(ledgers, () => undefined, { answer: () => null });
  await using _ = silent;
  setTimeout(() => controller.abort(), 100);
  expect(await take(silent, 1, { signal: controller.signal })).toEqual([]);
});
