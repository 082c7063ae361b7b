import { Follower } from './support/follower.js';
import { RawFeed } from './support/raw-feed.js';
import type { Key } from './support/people.js';
import { asking, startTarget, type Target } from './support/target.js';
import { until } from './support/until.js';

const ACK_MS = 1_500;
let number = 0;
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('readers that stall, and readers that lose their rights', () => {
  let target: Target;
  beforeAll(async () => {
    target = await startTarget({ FEED_HEARTBEAT_MS: '300', FEED_ACK_TIMEOUT_MS: String(ACK_MS), FEED_RING: '2000' });
  });
  afterAll(() => target[Symbol.asyncDispose]());

  const submit = async (count: number, more: object = {}) => {
    const items = Array.from({ length: count }, () => ({
      value: `n${number++}.readers.example`,
      tlp: 'green',
      ...more,
    }));
    const api = target.alliance.api(target.alliance.keys.a, target);
    for (let i = 0; i < count; i += 1_000) await api('POST', '/api/v1/indicators', items.slice(i, i + 1_000));
    return items.map(({ value }) => value);
  };
  /** An HTTP stream of the feed as text that grows. */
  const stream = async (who: Key, accept: string, at: { url: string } = target) => {
    const abort = new AbortController();
    const response = await fetch(`${at.url}/api/v1/feed`, {
      headers: { ...asking(who), accept },
      signal: abort.signal,
    });
    const reader = { text: '', ended: false, abort: () => abort.abort() };
    void (async () => {
      for await (const chunk of response.body!) reader.text += Buffer.from(chunk).toString();
    })()
      .catch(() => undefined)
      .finally(() => (reader.ended = true));
    await until('it began', () => reader.text.includes('cursor'));
    return reader;
  };

  it('E10: one that reads and does not acknowledge is sent away with where to go on, and goes on', async () => {
    using slow = await Follower.open(target.url, target.alliance.keys.b.text);
    await until('at the head', () => slow.live);
    slow.acknowledging = false;
    const values = await submit(3_000);
    await until('bye', () => slow.byes[0]);
    expect(slow.byes).toEqual([
      { code: 'slow_consumer', detail: expect.any(String), retryable: true, cursor: expect.any(String) },
    ]);
    using again = await Follower.open(target.url, target.alliance.keys.b.text, { after: slow.byes[0]?.cursor ?? '' });
    await until('it has all', () => again.live);
    expect(new Set(again.values)).toEqual(new Set(values));
  });

  it('E10: 20 that stop reading cost the hub a window each, and nobody else a moment', async () => {
    const before = target.memory();
    const stalled = await Promise.all(
      Array.from({ length: 20 }, () => RawFeed.join(target.url, target.alliance.keys.b.text)),
    );
    for (const raw of stalled) {
      raw.send('42/feed,1["subscribe",{}]');
      await raw.said('43/feed,1[');
      (raw.socket as unknown as { pause(): void }).pause();
    }
    await submit(10_000, { description: 'x'.repeat(2_000) });
    await target.control.canary();
    expect(target.memory() - before).toBeLessThan(250 << 20);
    const { rows } = await metrics();
    await until(
      'they are gone',
      async () => (await metrics()).rows <= rows - 20 || (await metrics()).rows <= 1,
      20_000,
    );
    for (const raw of stalled) raw[Symbol.dispose]();
  });

  /** How many the hub serves. */
  const metrics = async () => {
    const text = await (await fetch(`${target.url}/metrics`)).text();
    return { rows: [...text.matchAll(/^tocsin_subscribers\{.*\} (\d+)/gm)].reduce((sum, [, n]) => sum + Number(n), 0) };
  };

  it.each(['text/event-stream', 'application/x-ndjson'])(
    'E10: a %s that is not read is ended, too',
    async (accept) => {
      await until('those before it are gone', async () => (await metrics()).rows <= 1); // the control subscriber stays
      const before = (await metrics()).rows;
      const abort = new AbortController();
      const response = await fetch(`${target.url}/api/v1/feed?after=beginning`, {
        headers: { ...asking(target.alliance.keys.b), accept },
        signal: abort.signal,
      });
      expect(response.status).toBe(200);
      await until('it is served', async () => (await metrics()).rows === before + 1);
      await until('it is not any more', async () => (await metrics()).rows === before);
      let text = '';
      try {
        for await (const chunk of response.body!) text = `${text.slice(-10_000)}${Buffer.from(chunk).toString()}`;
      } catch {
        text += 'cut';
      }
      expect(text).toMatch(/slow_consumer|cut$/);
      abort.abort();
    },
    60_000,
  );

  it('E19: a key revoked in the middle of a replay brings nothing more', async () => {
    const key = await target.alliance.key(target.alliance.org['cert-b']);
    using reader = await Follower.open(target.url, key.text, { after: 'beginning' });
    await until('it has begun', () => reader.entries.length > 0);
    reader.acknowledging = false;
    const { status } = await target.alliance.api(target.alliance.people.adminB)('DELETE', `/api/v1/keys/${key.id}`);
    expect(status).toBeLessThan(300);
    await wait(1_000);
    const held = reader.entries.length;
    reader.resume();
    await until('bye', () => reader.byes[0]);
    expect(reader.byes[0]).toMatchObject({ code: 'credential_revoked', retryable: false });
    expect(reader.entries.length - held).toBeLessThanOrEqual(4 * 500); // its window, sent before
    expect(reader.live).toBe(false);
    await expect(Follower.open(target.url, key.text)).rejects.toThrow('unauthorized');
  });

  it('E19: a message of one whose key has ended is answered by bye', async () => {
    const key = await target.alliance.key(target.alliance.org['cert-b']);
    using raw = await RawFeed.join(target.url, key.text);
    await target.alliance.api(target.alliance.people.adminB)('DELETE', `/api/v1/keys/${key.id}`);
    await target.control.around(async () => {
      raw.send('42/feed,1["subscribe",{}]');
      await raw.closes(5_000);
    });
    expect(raw.bye).toBe('credential_revoked');
  });

  it('E23: two sockets of one member with different cursors are each complete', async () => {
    using first = await Follower.open(target.url, target.alliance.keys.b.text);
    const some = await submit(50);
    await until('the first has some', () => first.entries.length === 50);
    using second = await Follower.open(target.hub.url, target.alliance.keys.b.text, { after: first.cursor });
    const rest = await submit(50);
    await until('both have the rest', () => first.entries.length === 100 && second.entries.length === 50);
    expect([first.values, second.values]).toEqual([[...some, ...rest], rest]);
  });

  it('E30: at the head, with nothing happening, heartbeats come and the socket stays', async () => {
    using raw = await RawFeed.join(target.url, target.alliance.keys.b.text);
    raw.send('42/feed,1["subscribe",{}]');
    const [id] = /(?<=^42\/feed,)\d+/.exec(
      await until('the first batch', () => raw.messages.find((m) => m.includes('["entries",'))),
    )!;
    raw.send(`43/feed,${id}[]`); // nobody is greeted who has not answered
    await until('five of them', () => raw.messages.filter((m) => m.includes('["heartbeat",')).length >= 5);
    const beats = raw.messages
      .filter((m) => m.includes('["heartbeat",'))
      .map((m) => JSON.parse(m.slice(m.indexOf('['))) as [string, { cursor: string; at: string }]);
    const gaps = beats.slice(1).map(([, { at }], i) => Date.parse(at) - Date.parse(beats[i]![1].at));
    for (const gap of gaps) expect(Math.abs(gap - 300)).toBeLessThan(5_000);
    expect(raw.closed).toBeUndefined();
    using again = await Follower.open(target.url, target.alliance.keys.b.text, { after: beats.at(-1)![1].cursor });
    await until('it is at the head', () => again.live);
    expect(again.entries).toEqual([]);
  });

  it('D14, D15: a member taken out of a group gets nothing more of it, with its socket open; back in, what comes from then on', async () => {
    const { alliance, hub } = target;
    const root = alliance.api(alliance.people.root);
    const made = await root('POST', '/api/v1/groups', {
      name: 'leavers',
      members: [alliance.org['cert-a'], alliance.org['cert-b']],
    });
    const group = made.body['id'] as string;
    const [one, other, lines] = [
      await Follower.open(target.url, alliance.keys.b.text),
      await Follower.open(hub.url, alliance.keys.b.text),
      await stream(alliance.keys.b, 'application/x-ndjson'),
    ];
    const [before] = await submit(1, { tlp: 'amber', audience: { group } });
    const has = (value = '') => [one.values.includes(value), other.values.includes(value), lines.text.includes(value)];
    await until('all have it', () => has(before).every(Boolean));
    expect((await root('DELETE', `/api/v1/groups/${group}/members/${alliance.org['cert-b']}`)).status).toBeLessThan(
      300,
    );
    const [meanwhile] = await submit(1, { tlp: 'amber', audience: { group } });
    const [marker] = await submit(1);
    await until('all have what came after', () => has(marker).every(Boolean));
    expect(has(meanwhile)).toEqual([false, false, false]);
    const search = await alliance.api(alliance.keys.b, target)('GET', `/api/v1/search?q=value:${before}`);
    expect(search.body).toEqual({ objects: [] });
    await root('PUT', `/api/v1/groups/${group}/members/${alliance.org['cert-b']}`);
    const [again] = await submit(1, { tlp: 'amber', audience: { group } });
    await until('all have what came since', () => has(again).every(Boolean));
    expect(has(meanwhile)).toEqual([false, false, false]);
    for (const follower of [one, other]) follower.close();
    lines.abort();
  });

  it('D36: an organisation suspended is told so everywhere within a second: sockets at both processes, streams, REST', async () => {
    const { alliance, hub } = target;
    const root = alliance.api(alliance.people.root);
    const [one, other] = [
      await Follower.open(target.url, alliance.keys.b.text),
      await Follower.open(hub.url, alliance.keys.b.text),
    ];
    const [events, lines] = [
      await stream(alliance.keys.b, 'text/event-stream'),
      await stream(alliance.keys.b, 'application/x-ndjson', hub),
    ];
    await submit(3_000);
    // one whose window is full waits for its reader, and is told all the same (heartbeats are far apart here)
    const wish = { after: 'beginning' };
    const stalled = await Follower.open(hub.url, alliance.keys.b.text, wish, { acknowledging: false });
    await until('its window is full', () => stalled.heldBack === 4);
    const suspended = await root('POST', `/api/v1/organisations/${alliance.org['cert-b']}/suspend`, {
      reason: 'a test',
    });
    expect([suspended.status, suspended.body]).toEqual([200, expect.anything()]);
    await until(
      'all five were told',
      () => one.byes[0] && other.byes[0] && stalled.byes[0] && events.ended && lines.ended,
      5_000,
    );
    for (const bye of [one.byes[0], other.byes[0], stalled.byes[0]])
      expect(bye).toMatchObject({ code: 'organisation_suspended', retryable: false });
    for (const { text } of [events, lines]) expect(text).toContain('organisation_suspended');
    for (const at of [target, hub]) {
      const answer = await alliance.api(alliance.keys.b, at)('GET', '/api/v1/search');
      expect([answer.status, answer.body['code']]).toEqual([
        401,
        expect.stringMatching(/organisation_suspended|unauthorized/),
      ]);
    }
    await target.control.canary();
  });
});
