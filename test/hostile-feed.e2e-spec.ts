import { Follower } from './support/follower.js';
import { RawFeed } from './support/raw-feed.js';
import { startTarget, type Target } from './support/target.js';
import { until } from './support/until.js';

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('hostile sockets', () => {
  let target: Target;
  let token: string;
  beforeAll(async () => {
    target = await startTarget({ FEED_HEARTBEAT_MS: '300', SOCKETS_PER_ORGANISATION: '20' });
    token = target.alliance.keys.b.text;
  });
  afterAll(() => target[Symbol.asyncDispose]());

  const asked = async (wish: unknown, id = 1): Promise<unknown> => {
    using raw = await RawFeed.join(target.url, token);
    raw.send(`42/feed,${id}["subscribe",${typeof wish === 'string' ? wish : JSON.stringify(wish)}]`);
    const answer = await raw.said(`43/feed,${id}[`);
    await wait(30);
    expect(raw.messages.some((message) => message.includes('"entries"'))).toBe(false);
    return (JSON.parse(answer.slice(answer.indexOf('['))) as unknown[])[0];
  };

  it.each<[title: string, auth: string, code: string]>([
    ['no credentials', '', 'unauthorized'],
    ['empty credentials', '{}', 'unauthorized'],
    ['a key that is none', '{"token":"nonsense"}', 'unauthorized'],
    ['a key of the right shape', `{"token":"tocsin_0123456789abcdef_${'a'.repeat(43)}"}`, 'unauthorized'],
    ['a token that is no text', '{"token":{"$ne":null}}', 'unauthorized'],
    ['a list for credentials', '["token"]', ''],
    ['a number for credentials', '7', ''],
    ['a prototype for credentials', '{"__proto__":{"token":"x"}}', 'unauthorized'],
    ['a key of 60 kB', `{"token":"${'x'.repeat(60_000)}"}`, 'unauthorized'],
  ])('E01: %s: refused and closed within a second', async (_title, auth, code) => {
    await target.control.around(async () => {
      using raw = new RawFeed(target.url);
      await raw.opened();
      const sent = performance.now();
      raw.send(`40/feed,${auth}`);
      if (code) expect(await raw.said('44/feed,')).toContain(`"code":"${code}"`);
      await raw.closes(2_000);
      expect(performance.now() - sent).toBeLessThan(5_000);
      expect(raw.messages.filter((m) => m.startsWith('42'))).toEqual([]);
    });
  });

  it('E01: the root namespace and others are nobody’s business', async () => {
    for (const namespace of ['', '/admin,', '/feed/../admin,', '/__proto__,']) {
      using raw = new RawFeed(target.url);
      await raw.opened();
      raw.send(`40${namespace}{"token":"${token}"}`);
      await raw.said('44');
      await raw.closes(6_000);
      expect(raw.messages.some((m) => m.startsWith('42'))).toBe(false);
    }
  });

  it('E02: a thousand handshakes that never join a namespace are each closed, and hold up nobody', async () => {
    await target.control.around(async () => {
      const idle = Array.from({ length: 1_000 }, () => new RawFeed(target.url));
      await until('all are open', () => idle.every((raw) => raw.messages.length > 0));
      await target.control.canary();
      await until('all are closed', () => idle.every((raw) => raw.closed));
      for (const raw of idle) raw[Symbol.dispose]();
    }, 1);
  });

  it('E02: who joins and never subscribes is told so and closed', async () => {
    using raw = await RawFeed.join(target.url, token);
    await raw.closes(12_000);
    expect(raw.bye).toBe('protocol_error');
  });

  it.each<[title: string, headers: () => Record<string, string>]>([
    [
      'a foreign Origin with a cookie',
      () => ({ origin: 'https://evil.example', cookie: target.alliance.people.bo.cookie }),
    ],
    ['a foreign Origin alone', () => ({ origin: 'https://evil.example' })],
    ['no Origin with a cookie', () => ({ cookie: target.alliance.people.bo.cookie })],
    ['Origin: null', () => ({ origin: 'null', cookie: target.alliance.people.bo.cookie })],
    [
      'an Origin that begins like ours',
      () => ({ origin: `${target.url}.evil.example`, cookie: target.alliance.people.bo.cookie }),
    ],
  ])('E03: %s: refused at the upgrade', async (_title, headers) => {
    using raw = new RawFeed(target.url, { headers: headers() });
    await raw.closes(2_000);
    expect([raw.refused, raw.messages]).toEqual([403, []]);
  });

  it.each([
    '"*"',
    '["a"]',
    '{"organisation":"cert-a"}',
    '{"viewer":{"id":"x"}}',
    '{"__proto__":{"after":"now"}}',
    '7',
    'true',
    '{"after":-1}',
    '{"after":1e309}',
    '{"after":null}',
    '{"after":{}}',
    '{"filter":[]}',
    '{"filter":7}',
    '{"after":""}',
    `{"after":"${'A'.repeat(10_000)}"}`,
    `{"filter":"${'a'.repeat(513)}"}`,
  ])('E04, E05: subscribe with %.40s', async (wish) => {
    expect(await target.control.around(() => asked(wish))).toMatchObject({ ok: false, code: 'protocol_error' });
  });

  it.each([
    '-1',
    '0',
    "' or 1=1 --",
    '\u0000',
    'A',
    'A'.repeat(200),
    '../../etc/passwd',
    'Beginning',
    '9007199254740993',
  ])('E05: the cursor %j', async (after) => {
    expect(await asked({ after })).toMatchObject({ ok: false, code: 'cursor_invalid' });
  });

  it('E05: a cursor of another organisation, and one with any bit flipped', async () => {
    using a = await Follower.open(target.url, target.alliance.keys.a.text);
    expect(await asked({ after: a.cursor })).toMatchObject({ ok: false, code: 'cursor_invalid' });
    using b = await Follower.open(target.url, token);
    const bytes = Buffer.from(b.cursor, 'base64url');
    for (let at = 0; at < bytes.length; at += 5) {
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] ?? 0) ^ 1;
      expect(await asked({ after: flipped.toString('base64url') })).toMatchObject({ code: 'cursor_invalid' });
    }
    expect(new Set([a.cursor, b.cursor].map((cursor) => cursor.length)).size).toBe(1); // D27: a cursor's length says nothing
  });

  it.each(['type:', '(', 'a OR', '\u0000', 'nosuchfield:x', 'confidence>=x'])('F18: the filter %j', async (filter) => {
    expect(await asked({ filter })).toMatchObject({ ok: false, code: 'query_invalid' });
  });

  it('E12: a second subscribe, also in the same moment, gets nothing', async () => {
    using raw = await RawFeed.join(target.url, token);
    for (const id of [1, 2, 3]) raw.send(`42/feed,${id}["subscribe",{}]`);
    await Promise.all([1, 2, 3].map((id) => raw.said(`43/feed,${id}[`)));
    const answers = [1, 2, 3].map((id) => raw.messages.filter((m) => m.startsWith(`43/feed,${id}[`)).join());
    expect(answers.filter((answer) => answer.includes('"ok":true'))).toHaveLength(1);
    await target.control.canary();
    await wait(200);
    const batches = raw.messages.filter((m) => m.includes('canary-'));
    expect(batches).toHaveLength(1);
  });

  it('E12: acknowledging what was never sent, twice, or with anything at all changes nothing', async () => {
    using raw = await RawFeed.join(target.url, token);
    raw.send('42/feed,1["subscribe",{}]');
    await raw.said('43/feed,1[');
    await target.control.around(async () => {
      for (const text of [
        '43/feed,0[]',
        '43/feed,0[]',
        '43/feed,999[]',
        '43/feed,1[{"cursor":"x"}]',
        `43/feed,2["${'x'.repeat(60_000)}"]`,
      ])
        raw.send(text);
      await wait(100);
    });
    expect(raw.closed).toBeUndefined();
    expect(raw.messages.some((m) => m.includes('canary-'))).toBe(true);
  });
});
