import { certificate } from './support/certificate.js';
import { listening } from './support/csaf-pull.js';
import { type Hub, startHub } from './support/hub.js';
import { type Alliance, type Api, rowsOf, seedAlliance } from './support/people.js';
import { until } from './support/until.js';
import { envFor } from './support/webhook-hub.js';
import { expectedSignature, Receiver } from './support/webhook-receiver.js';

const PATH = '/api/v1/webhooks';
const good = certificate();
interface Webhook {
  id: string;
  secret: string;
  state: string;
  error: string | null;
  cursor: string;
  code?: string;
}
interface Delivery {
  id: string;
  kind: string;
  state: string;
  tries: number;
  status: number | null;
  error: string | null;
  entries: number;
}

const put = async (api: Api, value: string, more: object = {}) => {
  const { status } = await api('POST', '/api/v1/indicators', { value, tlp: 'green', ...more });
  expect([200, 201]).toContain(status);
};
const add = async (admin: Api, receiver: Receiver, more: object = {}) => {
  const { status, body } = await admin<Webhook>('POST', PATH, { url: receiver.url, ...more });
  expect([status, body.code]).toEqual([201, undefined]);
  return body;
};
const read = async (admin: Api, { id }: Webhook) => (await admin<Webhook>('GET', `${PATH}/${id}`)).body;
const log = async (admin: Api, { id }: Webhook) =>
  (await admin<{ items: Delivery[] }>('GET', `${PATH}/${id}/deliveries`)).body.items;

describe('webhooks', () => {
  let receiver: Receiver;
  let hub: Hub;
  let alliance: Alliance;
  let admin: Api;
  let a: Api;
  let b: Api;
  const begin = async (more: Record<string, string> = {}) => {
    receiver = await Receiver.start(good);
    hub = await startHub(envFor(receiver, good, more));
    alliance = await seedAlliance(hub);
    admin = alliance.api(alliance.people.adminA);
    a = alliance.api(alliance.keys.a);
    b = alliance.api(alliance.keys.b);
  };
  beforeEach(() => begin());
  afterEach(async () => {
    await hub[Symbol.asyncDispose]();
    await receiver[Symbol.asyncDispose]();
  });

  it('are posted what the organisation sees and the filter asks for, in order, signed', async () => {
    const hook = await add(admin, receiver, { filter: 'label:wanted' });
    expect(hook.secret).toMatch(/^whsec_[\w+/]{43}=$/);
    for (let i = 0; i < 20; i += 1) await put(b, `n${i}.wanted.example`, { labels: ['wanted'] });
    await put(b, 'unwanted.example');
    await put(b, 'hidden.example', { labels: ['wanted'], tlp: 'amber', audience: 'organisation' });
    await put(b, 'last.wanted.example', { labels: ['wanted'] });
    await until('the last', () => receiver.names.includes('last.wanted.example'));
    expect(receiver.names).toEqual([
      ...Array.from({ length: 20 }, (_, i) => `n${i}.wanted.example`),
      'last.wanted.example',
    ]);
    for (const one of receiver.received) {
      expect(one.signature).toBe(expectedSignature(hook.secret, one));
      expect(Math.abs(Number(one.timestamp) * 1000 - one.at)).toBeLessThan(5_000);
    }
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(receiver.received.length);
    const { status } = await a('GET', `/api/v1/feed?after=x`);
    expect(status).toBe(400);
    const [shown] = (await admin<{ items: object[] }>('GET', PATH)).body.items;
    expect(shown).not.toHaveProperty('secret');
    const items = await until('all to be noted', async () => {
      const all = await log(admin, hook);
      return all.length === receiver.received.length && all.every(({ state }) => state === 'delivered')
        ? all
        : undefined;
    });
    expect(items.map(({ id }) => id).toReversed()).toEqual(receiver.received.map(({ id }) => id));
    for (const one of items) expect(one).toMatchObject({ kind: 'entries', tries: 1, status: 204, error: null });
    // how many go in one post is a matter of timing
    expect(items.reduce((sum, { entries }) => sum + entries, 0)).toBe(21);
  });

  it('are tried again, with the same id, until the receiver has it; nothing is passed over', async () => {
    let refused = 0;
    receiver.answer = (response) => {
      refused += 1;
      if (refused <= 3) response.writeHead(500).end('x'.repeat(100));
      else response.writeHead(200).end();
    };
    const hook = await add(admin, receiver);
    await put(b, 'one.example');
    await until('three refusals', () => refused >= 3);
    await put(b, 'two.example');
    await until('all', () => receiver.names.includes('two.example'));
    const [first] = receiver.received;
    expect(receiver.received.slice(0, 4).map(({ id }) => id)).toEqual(Array(4).fill(first!.id));
    expect(receiver.names.slice(3)).toEqual(['one.example', 'two.example']);
    await until('the log', async () => (await log(admin, hook)).every(({ state }) => state === 'delivered'));
    expect((await log(admin, hook)).at(-1)).toMatchObject({ id: first!.id, tries: 4, status: 200 });
  });

  it('are not tried before the receiver wants to be asked again', async () => {
    let refused = 0;
    receiver.answer = (response) => {
      refused += 1;
      if (refused <= 2) response.writeHead(503, { 'retry-after': '2' }).end();
      else response.writeHead(204).end();
    };
    const hook = await add(admin, receiver);
    await put(b, 'later.example');
    await until('it to be taken', async () => (await log(admin, hook))[0]?.state === 'delivered');
    const [first, second, third] = receiver.received.map(({ at }) => at) as [number, number, number];
    expect(second - first).toBeGreaterThanOrEqual(1_900);
    expect(third - second).toBeGreaterThanOrEqual(1_900);
  });

  it('are not harmed by a receiver that hangs, answers without end, or redirects to inside', async () => {
    await using canary = await listening();
    const hook = await add(admin, receiver);
    let way = 0;
    receiver.answer = (response) => {
      way += 1;
      if (way === 1) return; // for ever
      if (way === 2) return void response.writeHead(302, { location: `https://127.0.0.1:${canary.port}/` }).end();
      if (way === 3) return void response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end();
      response.writeHead(200);
      const more = setInterval(() => response.write('x'.repeat(65_536)), 1);
      response.on('close', () => clearInterval(more));
    };
    await put(b, 'patience.example');
    const before = process.memoryUsage().rss;
    await until('the fourth', () => way >= 4);
    await until('it to be noted', async () => (await log(admin, hook))[0]?.state === 'delivered');
    expect(receiver.received.map(({ id }) => id)).toEqual(Array(4).fill(receiver.received[0]!.id));
    expect(canary.connections).toBe(0);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 << 20);
    await put(b, 'next.example');
    await until('what comes next', () => receiver.names.at(-1) === 'next.example');
  });

  it('are given up after a while, keep their place, and go on when told', async () => {
    await hub[Symbol.asyncDispose]();
    await receiver[Symbol.asyncDispose]();
    await begin({ WEBHOOK_GIVE_UP_MS: '300' });
    receiver.answer = (response) => response.writeHead(503).end();
    const hook = await add(admin, receiver);
    await put(b, 'kept.example');
    const given = await until('it to be given up', async () => {
      const now = await read(admin, hook);
      return now.state === 'failing' ? now : undefined;
    });
    expect(given.error).toBe('the server answers 503');
    const tries = receiver.received.length;
    await put(b, 'later.example');
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(receiver.received.length).toBe(tries);
    receiver.answer = (response) => response.writeHead(204).end();
    expect((await admin('POST', `${PATH}/${hook.id}/replay`, {})).status).toBe(202);
    await until('all', () => receiver.names.at(-1) === 'later.example');
    expect(receiver.names.slice(tries)).toEqual(['kept.example', 'later.example']);
    expect(new Set(receiver.received.slice(0, tries + 1).map(({ id }) => id)).size).toBe(1);
  });

  it('begin again at a cursor, or with one delivery, and answer a test', async () => {
    const hook = await add(admin, receiver);
    await put(b, 'r1.example');
    await until('the first', () => receiver.names.length === 1);
    await put(b, 'r2.example');
    await until('the second', () => receiver.names.length === 2);
    const [first, second] = receiver.received;
    await until('both noted', async () => (await log(admin, hook)).every(({ state }) => state === 'delivered'));
    await admin('POST', `${PATH}/${hook.id}/replay`, { delivery: first!.id });
    await until('it once more', () => receiver.received.length === 3);
    expect(receiver.received[2]).toMatchObject({ id: first!.id });
    expect(receiver.names).toEqual(['r1.example', 'r2.example', 'r1.example']);
    await until('that noted', async () => (await log(admin, hook)).every(({ state }) => state === 'delivered'));
    await admin('POST', `${PATH}/${hook.id}/replay`, { after: first!.body.cursor });
    await until('the second again', () => receiver.received.length === 4);
    expect(receiver.names.at(-1)).toBe('r2.example');
    expect(receiver.received[3]!.id).not.toBe(second!.id);
    await admin('POST', `${PATH}/${hook.id}/replay`, { after: 'beginning' });
    await until('everything', () => receiver.names.length === 6);
    const test = await admin('POST', `${PATH}/${hook.id}/test`);
    expect(test.body).toMatchObject({ status: 204, error: null });
    expect(receiver.received.at(-1)!.body).toMatchObject({ test: true, entries: [] });
    const wrong = { after: 'A'.repeat(88) };
    expect((await admin('POST', `${PATH}/${hook.id}/replay`, wrong)).body).toMatchObject({ code: 'cursor_invalid' });
    const ofB = alliance.api(alliance.people.adminB);
    expect((await ofB('POST', `${PATH}/${hook.id}/replay`, {})).status).toBe(404);
  });

  it('are signed with both secrets while one takes the other’s place', async () => {
    const hook = await add(admin, receiver);
    const { body } = await admin<{ secret: string }>('POST', `${PATH}/${hook.id}/secret`);
    expect(body.secret).not.toBe(hook.secret);
    await put(b, 'rotated.example');
    const one = await until('it', () => receiver.received[0]);
    expect(one.signature.split(' ')).toEqual([
      expectedSignature(body.secret, one),
      expectedSignature(hook.secret, one),
    ]);
  });

  it('stop when the organisation is suspended, and send nothing that has moved out of sight', async () => {
    receiver.answer = (response) => response.writeHead(500).end();
    const hook = await add(admin, receiver, { ceiling: 'green' });
    await put(b, 'strict.example', { tlp: 'amber+strict' });
    const { body: made } = await b<{ id: string; etag: string }>('POST', '/api/v1/indicators', {
      value: 'moved.example',
      tlp: 'green',
    });
    await until('it to be tried', () => receiver.received.length > 0);
    await b(
      'PATCH',
      `/api/v1/indicators/${made.id}`,
      { tlp: 'amber', audience: 'organisation' },
      { 'if-match': made.etag },
    );
    const before = receiver.received.length;
    receiver.answer = (response) => response.writeHead(204).end();
    await put(b, 'after.example');
    await until('what comes after', () => receiver.names.includes('after.example'));
    const since = receiver.received
      .slice(before + 1)
      .map(({ text }) => text)
      .join();
    expect(since).not.toContain('moved.example');
    expect(receiver.names).not.toContain('strict.example');
    const root = alliance.api(alliance.people.root);
    const suspended = await root('POST', `/api/v1/organisations/${alliance.org['cert-a']}/suspend`, { reason: 'test' });
    expect([suspended.status, suspended.body]).toEqual([200, expect.anything()]);
    const count = receiver.received.length;
    await put(b, 'while-suspended.example');
    const [row] = await until('it to stop', async () => {
      const rows = await rowsOf<{ state: string }>(hub, 'select state from webhook where id = $1', [hook.id]);
      return rows[0]?.state === 'stopped' ? rows : undefined;
    });
    expect(row).toEqual({ state: 'stopped' });
    expect(receiver.received.length).toBe(count);
  });

  it('are the business of their organisation’s administrators, and lead nowhere inside', async () => {
    const hook = await add(admin, receiver);
    for (const who of [alliance.people.ana, alliance.people.ray, alliance.people.root, alliance.keys.a]) {
      expect((await alliance.api(who)('GET', PATH)).status).toBe(403);
      expect((await alliance.api(who)('POST', PATH, { url: receiver.url })).status).toBe(403);
    }
    const ofB = alliance.api(alliance.people.adminB);
    expect((await ofB('GET', PATH)).body).toEqual({ items: [] });
    for (const [method, end] of [
      ['GET', ''],
      ['DELETE', ''],
      ['GET', '/deliveries'],
      ['POST', '/secret'],
      ['POST', '/test'],
    ])
      expect((await ofB(method!, `${PATH}/${hook.id}${end}`)).status).toBe(404);
    for (const url of [
      'http://127.0.0.1/',
      `https://169.254.169.254:${receiver.remote.port}/`,
      'https://127.0.0.1/',
      'https://u:p@127.0.0.1/',
      'x',
    ])
      expect((await admin('POST', PATH, { url })).body).toMatchObject({ code: 'blocked_destination' });
    expect((await admin('POST', PATH, { url: receiver.url, filter: '(' })).body).toMatchObject({
      code: 'query_invalid',
    });
    expect((await admin('DELETE', `${PATH}/${hook.id}`)).status).toBe(204);
    await put(b, 'removed.example');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(receiver.received).toEqual([]);
  });

  it('are delivered to by one process at a time, and by the other when that is gone', async () => {
    await using other = await hub.another();
    expect(other.url).not.toBe(hub.url);
    await add(admin, receiver);
    for (let i = 0; i < 30; i += 1) await put(b, `p${i}.example`);
    await until('all', () => receiver.names.includes('p29.example'));
    expect(receiver.names).toEqual(Array.from({ length: 30 }, (_, i) => `p${i}.example`));
  });
});
