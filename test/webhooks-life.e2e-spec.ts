import { rowsOf } from './support/people.js';
import { until } from './support/until.js';
import { add, log, PATH, put, type Stage, webhookStage } from './support/webhook-hub.js';
import { expectedSignature } from './support/webhook-receiver.js';

describe('the life of webhooks', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await webhookStage();
  });
  afterEach(() => stage[Symbol.asyncDispose]());

  it('begin again at a cursor, or with one delivery, and answer a test', async () => {
    const { receiver, alliance, admin, b } = stage;
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
    const { receiver, admin, b } = stage;
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
    const { receiver, hub, alliance, admin, b } = stage;
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
    const { receiver, alliance, admin, b } = stage;
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
    const { receiver, hub, admin, b } = stage;
    await using other = await hub.another();
    expect(other.url).not.toBe(hub.url);
    await add(admin, receiver);
    for (let i = 0; i < 30; i += 1) await put(b, `p${i}.example`);
    await until('all', () => receiver.names.includes('p29.example'));
    expect(receiver.names).toEqual(Array.from({ length: 30 }, (_, i) => `p${i}.example`));
  });
});
