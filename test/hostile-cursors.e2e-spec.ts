import { Cursors } from '../src/exchange/index.js';
import { Database, Pulse } from '../src/platform/index.js';
import { expectProblem } from './support/control.js';
import { Follower } from './support/follower.js';
import type { Key } from './support/people.js';
import { asking, startTarget, type Target } from './support/target.js';
import { until } from './support/until.js';

const PAGE = 10;
const WINDOW = 4;
const ACK_MS = 1_500;
let number = 0;

describe('cursors, and replays while things change', () => {
  let target: Target;
  let b: Key;
  beforeAll(async () => {
    target = await startTarget({
      FEED_PAGE: String(PAGE),
      FEED_WINDOW: String(WINDOW),
      FEED_RING: '100',
      FEED_ACK_TIMEOUT_MS: String(ACK_MS),
      FEED_HEARTBEAT_MS: '300',
    });
    b = target.alliance.keys.b;
  });
  afterAll(() => target[Symbol.asyncDispose]());

  const api = (who = target.alliance.keys.a) => target.alliance.api(who, target);
  const submit = async (count: number, more: object = {}) => {
    const items = Array.from({ length: count }, () => ({
      value: `n${number++}.cursors.example`,
      tlp: 'green',
      ...more,
    }));
    const { body } = await api()('POST', '/api/v1/indicators', items);
    expect(body['counts']).toMatchObject({ created: count });
    return items.map(({ value }) => value);
  };
  /** The refusals of one cursor at each door. */
  const refused = async (after: string) => {
    const socket = await Follower.open(target.url, b.text, { after }).then(
      () => 'taken',
      (error: Error) => error.message,
    );
    const answers = await Promise.all(
      [`?after=${after}`, ''].map((query) =>
        api(b)('GET', `/api/v1/feed${query}`, undefined, query ? {} : { 'last-event-id': after }),
      ),
    );
    for (const answer of answers) expectProblem(answer, 400, socket);
    return socket;
  };

  it('E06: a cursor ahead of the log is told apart at each door, and brings nothing', async () => {
    await target.control.canary();
    const { app } = target.hub;
    await app.get(Pulse).look();
    const { seq } = app.get(Pulse).head;
    const sealed = (at: number) => app.get(Cursors).seal(`organisation:${b.organisationId}`, at);
    for (const ahead of [seq + 1_000, 2 ** 52])
      expect(await target.control.around(() => refused(sealed(ahead)))).toBe('cursor_future');
    using at = await Follower.open(target.url, b.text, { after: sealed(seq) });
    await until('at the head', () => at.live);
  });

  it('E07: a cursor older than what the log keeps is told so, and never skips in silence', async () => {
    using early = await Follower.open(target.url, b.text);
    await submit(5);
    await until('all five', () => early.entries.length === 5);
    using late = await Follower.open(target.url, b.text);
    const database = target.hub.app.get(Database).api;
    const { cursor } = early.batches[0]!;
    await submit(1);
    await database.query('update head set floor = seq');
    try {
      await until('the process knows', () =>
        Follower.open(target.url, b.text, { after: cursor }).then(
          (follower) => (follower.close(), false),
          () => true,
        ),
      );
      expect(await refused(cursor)).toBe('cursor_expired');
      await submit(1);
      await until('who is at the head goes on', () => late.entries.length === 2);
    } finally {
      await database.query('update head set floor = 0');
    }
    await until('it is good again', () =>
      Follower.open(target.url, b.text, { after: cursor }).then(
        (follower) => (follower.close(), true),
        () => false,
      ),
    );
  });

  it('E09: resumes at k amid a back-fill of 5,000 while 1,000 more come: k+1, k+2, …, nothing twice', async () => {
    const lines = Array.from({ length: 5_000 }, () =>
      JSON.stringify({ value: `n${number++}.fill.example`, tlp: 'clear' }),
    );
    const headers = { ...asking(target.alliance.keys.a), 'content-type': 'application/x-ndjson' };
    await (await fetch(`${target.url}/api/v1/indicators`, { method: 'POST', headers, body: lines.join('\n') })).text();
    const filter = 'tlp:clear';
    using first = await Follower.open(target.url, b.text, { after: 'beginning', filter });
    await until('it has some', () => first.entries.length > 1_000);
    first.close();
    const { cursor } = first.batches.at(-1)!;
    const live = Promise.all(
      Array.from({ length: 10 }, async () => {
        for (let i = 0; i < 10; i += 1) await submit(10, { tlp: 'clear' });
      }),
    );
    using second = await Follower.open(target.url, b.text, { after: cursor, filter });
    await live;
    const all = () => first.entries.length + second.entries.length;
    await until('all have come', () => all() >= 6_000);
    const positions = [...first.entries, ...second.entries].map(({ position }) => position);
    expect(positions).toEqual(Array.from({ length: 6_000 }, (_, i) => i + 1));
  });

  it('E21: what a replay still owes when rights shrink comes without content', async () => {
    const { alliance } = target;
    const root = alliance.api(alliance.people.root, target);
    const members = [alliance.org['cert-a'], alliance.org['cert-b']];
    const group = String((await root('POST', '/api/v1/groups', { name: 'shrinks', members })).body['id']);
    using before = await Follower.open(target.url, b.text);
    await until('at the head', () => before.live);
    await submit(200, { tlp: 'amber', audience: { group }, description: 'of the group' });
    using replay = await Follower.open(target.url, b.text, { after: before.cursor }, { acknowledging: false });
    await until('the first batch', () => replay.heldBack > 0);
    expect((await root('DELETE', `/api/v1/groups/${group}/members/${alliance.org['cert-b']}`)).status).toBeLessThan(
      300,
    );
    replay.resume();
    const marker = (await submit(1))[0]!;
    await until('what came after', () => replay.values.includes(marker));
    const shown = replay.entries.filter((entry) => JSON.stringify(entry).includes('of the group'));
    expect(shown.length).toBeGreaterThan(0);
    expect(shown.length).toBeLessThanOrEqual(PAGE * WINDOW); // sent before, and on the way
  });

  it('E25: frames that something on the way swallows are missed by nobody: unacknowledged, they come again', async () => {
    using reader = await Follower.open(target.url, b.text);
    await until('at the head', () => reader.live);
    await submit(PAGE);
    await until('the first', () => reader.entries.length === PAGE);
    reader.acknowledging = false; // the frames are sent, and never reach the reader
    const lost = [...(await submit(PAGE)), ...(await submit(PAGE))];
    await until('bye', () => reader.byes[0]);
    expect(reader.byes[0]).toMatchObject({ code: 'slow_consumer', retryable: true });
    using again = await Follower.open(target.url, b.text, { after: reader.byes[0]!.cursor! });
    await until('all that was lost', () => again.entries.length >= lost.length);
    expect(again.values).toEqual(lost);
  });

  it.each(['application/x-ndjson', 'text/event-stream'])(
    'F19: whoever drops out of a long %s costs nothing from then on',
    async (accept) => {
      const open = async () => {
        const text = await (await fetch(`${target.url}/metrics`)).text();
        const value = (name: string) =>
          [...text.matchAll(new RegExp(`^${name} (\\d+)`, 'gm'))].reduce((sum, [, n]) => sum + Number(n), 0);
        const busy = (state: string) => value(`tocsin_pool_connections\\{pool="feed",state="${state}"\\}`);
        return { readers: value('tocsin_subscribers\\{.*\\}'), busy: busy('total') - busy('idle') };
      };
      const { readers } = await open();
      const memory = target.memory();
      for (let i = 0; i < 20; i += 1) {
        const abort = new AbortController();
        const response = await fetch(`${target.url}/api/v1/feed?after=beginning`, {
          headers: { ...asking(b), accept },
          signal: abort.signal,
        });
        await response.body!.getReader().read();
        abort.abort();
      }
      await until('they are forgotten', async () => {
        const now = await open();
        return now.readers <= readers && now.busy === 0;
      });
      expect(target.memory() - memory).toBeLessThan(100 << 20);
      await target.control.canary();
    },
  );
});
