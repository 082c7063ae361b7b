import { Follower } from './support/follower.js';
import { RawFeed } from './support/raw-feed.js';
import { startTarget, type Target } from './support/target.js';
import { until } from './support/until.js';

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('floods and malformed frames', () => {
  let target: Target;
  let token: string;
  beforeAll(async () => {
    target = await startTarget({ FEED_HEARTBEAT_MS: '300', SOCKETS_PER_ORGANISATION: '20' });
    token = target.alliance.keys.b.text;
  });
  afterAll(() => target[Symbol.asyncDispose]());

  /** A subscribed socket that then says `frames`. */
  const after = async (...frames: (string | Buffer)[]): Promise<RawFeed> => {
    const raw = await RawFeed.join(target.url, token);
    raw.send('42/feed,1["subscribe",{}]');
    await raw.said('43/feed,1[');
    for (const frame of frames) raw.send(frame);
    return raw;
  };

  it('E13: payloads 8,000 deep, as wish, as acknowledgement, as an unknown event', async () => {
    await target.control.around(async () => {
      using raw = await RawFeed.join(target.url, token);
      raw.send(`42/feed,7["subscribe",${deep(8_000)}]`);
      expect(await raw.said('43/feed,7[')).toContain('protocol_error');
      raw.send(`42/feed,8["subscribe",{"filter":${deep(8_000)}}]`);
      expect(await raw.said('43/feed,8[')).toContain('protocol_error');
      raw.send(`42/feed,["nonsense",${deep(8_000)}]`);
      raw.send(`43/feed,0[${deep(8_000)}]`);
      await wait(100);
      expect(raw.closed).toBeUndefined();
    });
  });

  it.each<[title: string, frames: () => (string | Buffer)[], code?: number]>([
    ['E14: a frame of 65 kB', () => ['x'.repeat(65_537)], 1009],
    ['E29: an acknowledgement of 1 MB', () => [`43/feed,0[{"a":"${'x'.repeat(1 << 20)}"}]`], 1009],
    [
      'E15: a placeholder with nothing behind it, then text',
      () => ['451-/feed,["subscribe",{"_placeholder":true,"num":0}]', '42/feed,["x"]'],
    ],
    ['E15: a hundred thousand placeholders', () => ['45100000-/feed,["x",{"_placeholder":true,"num":0}]']],
    ['E15: more attachments than announced', () => [Buffer.from('a'), Buffer.from('b')]],
    ['E15: a placeholder out of range', () => ['451-/feed,["x",{"_placeholder":true,"num":99}]', Buffer.from('a')]],
    ['E16: a packet type that does not exist', () => ['49/feed,[]']],
    ['E16: not even JSON', () => ['42/feed,["subscribe"']],
    ['E16: an event without a name', () => ['42/feed,[]']],
    ['E16: an event named by an object', () => ['42/feed,[{"a":1}]']],
    ['E16: a reserved name', () => ['42/feed,["connect_error",1]']],
  ])('%s: the connection ends, nothing else', async (_title, frames, code = 0) => {
    await target.control.around(async () => {
      using raw = await after(...frames());
      const closed = await raw.closes(5_000);
      if (code > 0) expect([code, 1006]).toContain(closed.code);
    });
  });

  it.each([
    'error',
    'disconnecting',
    'newListener',
    'removeListener',
    'disconnect',
    '__proto__',
    'constructor',
    'toString',
    'entries',
    'bye',
    'x',
  ])('E16: the event %s is ignored', async (name) => {
    await target.control.around(async () => {
      using raw = await after(`42/feed,["${name}",{}]`, `42/feed,5["${name}"]`);
      await target.control.canary();
      await until(
        'it is still served, or was sent away',
        () => raw.closed ?? raw.messages.some((m) => m.includes("'canary-")),
      );
    }, 1);
  });

  it.each<[title: string, frame: string, count: number]>([
    ['E16: 30 events a second', '42/feed,["x"]', 30],
    ['E29: 10,000 acknowledgements a second', '43/feed,0[]', 10_000],
    ['E29: 10,000 subscriptions a second', '42/feed,9["subscribe",{}]', 10_000],
    ['E29: 10,000 pongs a second', '3', 10_000],
  ])('%s: bye rate_limited', async (_title, frame, count) => {
    const before = target.memory();
    await target.control.around(async () => {
      using raw = await after(...Array<string>(count).fill(frame));
      await raw.closes(5_000);
      expect(raw.bye).toBe('rate_limited');
      expect(raw.messages.find((m) => m.includes('["bye"'))).toContain('"cursor":"');
    });
    expect(target.memory() - before).toBeLessThan(100 << 20);
  });

  it.each([0, 1])('E14: 100,000 fragments of %i bytes', async (size) => {
    const before = target.memory();
    await target.control.around(async () => {
      using raw = await after();
      const { _socket: tcp } = raw.socket as unknown as { _socket: { write(bytes: Buffer): void } };
      const fragment = Buffer.from([0x00, 0x80 | size, 0, 0, 0, 0, 120].slice(0, 6 + size)); // masked with zeros, not the last
      tcp.write(Buffer.from([0x01, 0x80, 0, 0, 0, 0]));
      for (let i = 0; i < 100; i += 1) tcp.write(Buffer.concat(Array<Buffer>(1_000).fill(fragment)));
      await (size === 0 ? wait(500) : raw.closes(5_000));
    });
    expect(target.memory() - before).toBeLessThan(50 << 20);
  });

  it.each<[title: string, path: string]>([
    ['EIO=3', '/socket.io/?EIO=3&transport=websocket'],
    ['no EIO', '/socket.io/?transport=websocket'],
    ['a guessed sid', '/socket.io/?EIO=4&transport=websocket&sid=AAAAAAAAAAAAAAAAAAAA'],
    ['an unknown transport', '/socket.io/?EIO=4&transport=webtransport'],
    ['another path', '/other/?EIO=4&transport=websocket'],
    ['a REST path', '/api/v1/search'],
  ])('E17: a WebSocket with %s is not opened', async (_title, path) => {
    await target.control.around(async () => {
      using raw = new RawFeed(target.url, { path });
      await raw.closes(5_000);
      expect(raw.messages.filter((m) => m.startsWith('0'))).toEqual([]);
    });
  });

  it('E17: no polling, no JSONP, no other’s sid, and nothing served', async () => {
    using raw = new RawFeed(target.url);
    await raw.opened();
    const { sid } = JSON.parse(raw.messages[0]?.slice(1) ?? '{}') as { sid: string };
    const status = async (path: string, method = 'GET') => (await fetch(`${target.url}${path}`, { method })).status;
    expect(await status('/socket.io/?EIO=4&transport=polling')).toBe(400);
    expect(await status('/socket.io/?EIO=4&transport=polling&j=0')).toBe(400);
    expect(await status(`/socket.io/?EIO=4&transport=polling&sid=${sid}`)).toBe(400);
    expect(await status(`/socket.io/?EIO=4&transport=polling&sid=${sid}`, 'POST')).toBe(400);
    expect([400, 404]).toContain(await status('/socket.io/socket.io.js'));
    using stolen = new RawFeed(target.url, { path: `/socket.io/?EIO=4&transport=websocket&sid=${sid}` });
    await stolen.closes(5_000);
    expect(raw.closed).toBeUndefined();
  });

  it('E18: the socket beyond an organisation’s share is refused, and the others go on', async () => {
    const open: Follower[] = [];
    for (let i = 0; i < 20; i += 1) open.push(await Follower.open(target.url, token));
    await expect(Follower.open(target.url, token)).rejects.toThrow('rate_limited');
    const stream = await fetch(`${target.url}/api/v1/feed`, { headers: { authorization: `Bearer ${token}` } });
    expect(stream.status).toBe(429);
    await target.control.canary();
    await until('all have it', () => open.every((follower) => follower.values.some((v) => v.startsWith('canary-'))));
    for (const follower of open) follower.close();
    await until('there is room again', () =>
      Follower.open(target.url, token).then(
        (follower) => (follower.close(), true),
        () => false,
      ),
    );
  });

  it('E27: compression is not agreed to', async () => {
    using raw = new RawFeed(target.url);
    await raw.opened();
    expect(raw.socket.extensions).toBe('');
  });
});
