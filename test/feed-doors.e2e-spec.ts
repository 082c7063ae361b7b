import { Database } from '../src/platform/index.js';
import { Follower } from './support/follower.js';
import { type Hub, startHub } from './support/hub.js';
import { type Alliance, seedAlliance } from './support/people.js';
import { until } from './support/until.js';

let number = 0;
/** A value that no other test uses. */
const address = () => `198.51.${100 + (number >> 8)}.${number++ & 255}`;

describe('the doors of the live feed', () => {
  let hub: Hub;
  let alliance: Alliance;
  const open: Follower[] = [];
  const follow = async (who: 'a' | 'b' | 'c', wish: { after?: string; filter?: string } = {}, at = hub) => {
    const follower = await Follower.open(at.url, alliance.keys[who].text, wish);
    open.push(follower);
    return follower;
  };
  const submit = async (who: 'a' | 'b' | 'c', body: unknown, at = hub) => {
    const answer = await alliance.api(alliance.keys[who], at)('POST', '/api/v1/indicators', body);
    expect([answer.status, answer.body]).toEqual([
      expect.any(Number),
      expect.not.objectContaining({ code: expect.anything() }),
    ]);
    return answer.body as { id: string; outcome: string; etag: string };
  };

  beforeAll(async () => {
    hub = await startHub({ FEED_HEARTBEAT_MS: '200' });
    alliance = await seedAlliance(hub);
  });
  afterEach(() => {
    for (const follower of open.splice(0)) follower.close();
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  it('keeps one key to a pace of connections, and no other (E18)', async () => {
    await using other = await hub.another({ CONNECTS_PER_SECOND: '5' });
    const attempts = Array.from({ length: 40 }, () =>
      follow('c', {}, other).then(
        () => 'accepted',
        (error: Error) => error.message,
      ),
    );
    await follow('b', {}, other);
    const told = new Set(await Promise.all(attempts));
    expect(told).toEqual(new Set(['accepted', 'rate_limited']));
  });

  it('refuses cursors telling apart what is wrong with them', async () => {
    // each that is let in is closed again: asking until something is seen must not fill the organisation's connections
    const refusal = (after: string, who: 'a' | 'b' = 'b') =>
      follow(who, { after }).then(
        (follower) => (follower.close(), 'accepted'),
        (e: Error) => e.message,
      );
    const bo = await follow('b');
    await until('a cursor', () => bo.live);
    const { cursor } = bo; // each heartbeat brings another, of the epoch that then is
    const flipped = `${cursor.slice(0, 20)}${cursor[20] === 'A' ? 'B' : 'A'}${cursor.slice(21)}`;
    expect(await refusal('-1')).toBe('cursor_invalid');
    expect(await refusal(flipped)).toBe('cursor_invalid');
    expect(await refusal(cursor, 'a')).toBe('cursor_invalid');
    const { writer } = hub.app.get(Database);
    await writer.query('update head set epoch = gen_random_uuid()');
    await until('the new epoch is seen', async () => (await refusal(cursor)) === 'cursor_epoch');
    const after = (await follow('b')).cursor;
    await writer.query('update head set seq = seq - 1');
    const another = await hub.another();
    expect(
      await follow('b', { after }, another).then(
        () => '',
        (e: Error) => e.message,
      ),
    ).toBe('cursor_future');
    await writer.query('update head set seq = seq + 1, floor = seq + 2');
    await until('too old', async () => (await refusal(after)) === 'cursor_expired');
    await writer.query('update head set floor = 0');
    await until('all is as before', async () => (await refusal(after)) === 'accepted');
    await another[Symbol.asyncDispose]();
  });

  it('says bye before it goes, with the cursor to resume from', async () => {
    const other = await hub.another();
    const bo = await follow('b', {}, other);
    await until('at the head', () => bo.live);
    await other[Symbol.asyncDispose]();
    await until('bye', () => bo.byes.length > 0);
    expect(bo.byes).toEqual([
      expect.objectContaining({ code: 'server_restart', retryable: true, cursor: expect.any(String) }),
    ]);
    const value = address();
    await submit('a', { value, tlp: 'green' });
    const again = await follow('b', { after: bo.byes[0]?.cursor ?? '' });
    await until('what came meanwhile', () => again.values.includes(value));
  });

  it.each([
    ['text/event-stream', /event: entries\nid: (\S+)\ndata: (\{.*\})\n\n/],
    ['application/x-ndjson', /(\{"object":.*\})\n\{"cursor":"(\S+)","live":(true|false)/],
  ])('gives the same entries over HTTP as %s', async (accept, shape) => {
    const value = address();
    const abort = new AbortController();
    const response = await fetch(`${hub.url}/api/v1/feed?after=now`, {
      headers: { authorization: `Bearer ${alliance.keys.b.text}`, accept },
      signal: abort.signal,
    });
    expect(response.headers.get('content-type')).toContain(accept);
    let text = '';
    void (async () => {
      for await (const chunk of response.body!) text += Buffer.from(chunk).toString();
    })().catch(() => undefined);
    await until('it began', () => text.includes('cursor'));
    await submit('a', { value, tlp: 'green' });
    await until('the entry', () => text.includes(value));
    expect(text).toMatch(shape);
    abort.abort();
  });
});
