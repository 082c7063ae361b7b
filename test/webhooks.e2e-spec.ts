import { listening } from './support/csaf-pull.js';
import { until } from './support/until.js';
import { add, log, PATH, put, read, type Stage, webhookStage } from './support/webhook-hub.js';
import { expectedSignature } from './support/webhook-receiver.js';

describe('webhooks', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await webhookStage();
  });
  afterEach(() => stage[Symbol.asyncDispose]());

  it('are posted what the organisation sees and the filter asks for, in order, signed', async () => {
    const { receiver, admin, a, b } = stage;
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
    const { receiver, admin, b } = stage;
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
    const { receiver, admin, b } = stage;
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
    await using impatient = await webhookStage({ OUTBOUND_TIMEOUT_MS: '1000' });
    const { receiver, admin, b } = impatient;
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
    await using impatient = await webhookStage({ WEBHOOK_GIVE_UP_MS: '300' });
    const { receiver, admin, b } = impatient;
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
});
