import { certificate } from './support/certificate.js';
import { type Hub, startHub } from './support/hub.js';
import { type Alliance, type Api, seedAlliance } from './support/people.js';
import { until } from './support/until.js';
import * as hooks from './support/webhook-hub.js';
import { expectedSignature, Receiver } from './support/webhook-receiver.js';

const good = certificate();

describe('a webhook that is changed', () => {
  let receiver: Receiver;
  let elsewhere: Receiver;
  let hub: Hub;
  let alliance: Alliance;
  let admin: Api;
  let b: Api;
  beforeEach(async () => {
    [receiver, elsewhere] = await Promise.all([Receiver.start(good), Receiver.start(good)]);
    const ports = `${receiver.remote.port},${elsewhere.remote.port}`;
    hub = await startHub(hooks.envFor(receiver, good, { OUTBOUND_PORTS: ports }));
    alliance = await seedAlliance(hub);
    admin = alliance.api(alliance.people.adminA);
    b = alliance.api(alliance.keys.b);
  });
  afterEach(async () => {
    await hub[Symbol.asyncDispose]();
    await Promise.all([receiver[Symbol.asyncDispose](), elsewhere[Symbol.asyncDispose]()]);
  });

  const put = (value: string, more?: object) => hooks.put(b, value, more);
  const add = (more?: object) => hooks.add(admin, receiver, more);
  const read = (hook: hooks.Webhook) => hooks.read(admin, hook);
  const log = (hook: hooks.Webhook) => hooks.log(admin, hook);
  const change = async ({ id }: hooks.Webhook, body: object) => {
    const answer = await admin<hooks.Webhook>('PATCH', `${hooks.PATH}/${id}`, body);
    expect([answer.status, answer.body.code]).toEqual([200, undefined]);
    return answer.body;
  };

  it('keeps its secret and its place, and what comes goes by what it was changed to; the record says what was and is', async () => {
    const hook = await add({ filter: 'label:one', name: 'first' });
    await put('1.one.example', { labels: ['one'] });
    await until('the first', () => receiver.names.includes('1.one.example'));
    await until('it noted', async () => (await log(hook))[0]?.state === 'delivered');
    const asked = { name: 'second', filter: 'label:two', ceiling: 'amber' };
    const after = await change(hook, asked);
    const { secret, ...before } = hook;
    const cursor = expect.any(String) as string; // it reads otherwise each time
    expect(after).toEqual({ ...before, ...asked, cursor });
    await put('2.one.example', { labels: ['one'] });
    await put('1.two.example', { labels: ['two'] });
    await until('what the new filter asks for', () => receiver.names.includes('1.two.example'));
    expect(receiver.names).toEqual(['1.one.example', '1.two.example']);
    for (const one of receiver.received) expect(one.signature).toBe(expectedSignature(secret, one));
    await change(hook, { name: 'second', filter: 'label:two' }); // as it is: nothing is noted
    const { body } = await admin<{ items: { detail: object }[] }>('GET', '/api/v1/audit?action=webhook.change');
    expect(body.items.map(({ detail }) => detail)).toEqual([
      {
        webhook: hook.id,
        changed: ['name', 'filter', 'ceiling'],
        was: { name: 'first', ceiling: 'amber+strict' },
        now: { name: 'second', ceiling: 'amber' },
      },
    ]);
  });

  it('has what was on its way begun anew under another id, for the receiver may have it already', async () => {
    let hanging: (() => void) | undefined;
    receiver.answer = (response) => void (hanging = () => response.writeHead(500).end());
    const hook = await add({ filter: 'label:one' });
    await put('a.one.example', { labels: ['one'] });
    await until('it to be on its way', () => hanging);
    const [first] = receiver.received;
    await change(hook, { filter: '' });
    receiver.answer = (response) => response.writeHead(204).end();
    hanging!(); // what fails only now must not be taken up again
    await until('it again', () => receiver.received.length > 1);
    const later = receiver.received.slice(1);
    expect(later.map(({ id }) => id)).not.toContain(first!.id);
    expect(receiver.names).toEqual(['a.one.example', 'a.one.example']);
    await until('it noted', async () => (await log(hook)).every(({ state }) => state !== 'sending'));
    expect((await log(hook)).find(({ id }) => id === first!.id)).toMatchObject({ state: 'dropped' });
  });

  it('moves to another server with what that one did not take, and the first is posted nothing more', async () => {
    receiver.answer = (response) => response.writeHead(503, { 'retry-after': '600' }).end();
    const hook = await add();
    await put('moved.example');
    await until('it to be refused', async () => (await read(hook)).state === 'retrying');
    const count = receiver.received.length;
    expect(await change(hook, { url: elsewhere.url })).toMatchObject({ url: elsewhere.url, state: 'ok', error: null });
    await until('it there', () => elsewhere.names.includes('moved.example'));
    await put('next.example');
    await until('what comes next', () => elsewhere.names.includes('next.example'));
    expect(elsewhere.names).toEqual(['moved.example', 'next.example']);
    expect(receiver.received.length).toBe(count);
    for (const one of elsewhere.received) expect(one.signature).toBe(expectedSignature(hook.secret, one));
    const { body } = await admin<{ items: { detail: object }[] }>('GET', '/api/v1/audit?action=webhook.change');
    expect(body.items[0]!.detail).toMatchObject({
      was: { host: new URL(receiver.url).host },
      now: { host: new URL(elsewhere.url).host },
    });
  });

  it('is sent nothing narrower than a lowered ceiling, not even what was begun; and rests while it rests', async () => {
    receiver.answer = (response) => response.writeHead(503).end();
    const hook = await add();
    await put('strict.example', { tlp: 'amber+strict' });
    await put('green.example');
    await until('it to be refused', async () => (await read(hook)).state === 'retrying');
    await admin('POST', `${hooks.PATH}/${hook.id}/pause`);
    expect((await change(hook, { ceiling: 'green' })).state).toBe('paused');
    const count = receiver.received.length;
    receiver.answer = (response) => response.writeHead(204).end();
    const other = await add({ url: elsewhere.url, after: 'beginning' });
    await until('the other to have it', () => elsewhere.names.includes('green.example'));
    expect(other.state).toBe('ok');
    expect((await read(hook)).state).toBe('paused');
    await admin('POST', `${hooks.PATH}/${hook.id}/replay`, {});
    await put('last.example');
    await until('the last', () => receiver.names.includes('last.example'));
    const since = receiver.received.slice(count).flatMap(({ text }) => text);
    expect(since.join()).not.toContain('strict.example');
    expect(since.join()).toContain('green.example');
  });

  it('is changed by the administrators of its organisation alone, in what may be changed, and leads nowhere inside', async () => {
    const hook = await add({ filter: 'label:one' });
    const before = await read(hook);
    const path = `${hooks.PATH}/${hook.id}`;
    const { people, keys, api } = alliance;
    for (const who of [people.ana, people.ray, people.root, keys.a])
      expect((await api(who)('PATCH', path, { url: elsewhere.url })).status).toBe(403);
    const ofB = api(people.adminB);
    const strange = await ofB('PATCH', path, { url: elsewhere.url });
    const missing = await ofB('PATCH', `${hooks.PATH}/${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)}`, { url: 'x' });
    for (const { status, body } of [strange, missing])
      expect([status, body]).toMatchObject([404, { code: 'not_found' }]);
    expect((await ofB('PATCH', `${hooks.PATH}/x`, {})).status).toBe(404);
    for (const url of [
      'http://127.0.0.1/',
      `https://169.254.169.254:${receiver.remote.port}/`,
      'https://127.0.0.1/',
      'https://u:p@127.0.0.1/',
      'https://elsewhere.example/',
      'x',
    ])
      expect((await admin('PATCH', path, { url })).body).toMatchObject({ code: 'blocked_destination' });
    expect((await admin('PATCH', path, { filter: '(' })).body).toMatchObject({ code: 'query_invalid' });
    for (const body of [
      { ceiling: 'red' },
      { name: '' },
      { url: '' },
      { filter: 'x'.repeat(513) },
      { secret: 'whsec_x' },
      { after: 'beginning' },
      { position: 0 },
      { state: 'ok' },
      { organisation_id: alliance.org['cert-b'] },
    ])
      expect([body, (await admin('PATCH', path, body)).status]).toEqual([body, 422]);
    expect(await read(hook)).toEqual({ ...before, cursor: expect.any(String) as string });
    const { body } = await admin<{ items: object[] }>('GET', '/api/v1/audit?action=webhook.change');
    expect(body.items).toEqual([]);
  });
});
