import { type Hub, startHub } from './support/hub.js';
import { manifestWith, mispAttribute, mispEvent, uuid } from './support/misp.js';
import { type Alliance, type Api, type Key, seedAlliance } from './support/people.js';

const EVENT = uuid(1);
const CHANGED = 1_767_400_000;
const SYNC = { accept: 'application/json', 'user-agent': 'MISP 2.5.42 - #0a1b2c' };

interface Received {
  Event: { id: string; uuid: string };
  tocsin: { counts: Record<string, number>; refused: { at: string; code: string }[] };
}

describe('a MISP that pushes to the hub', () => {
  let hub: Hub;
  let alliance: Alliance;
  beforeAll(async () => {
    hub = await startHub();
    alliance = await seedAlliance(hub);
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  /** As MISP's ServerSyncTool asks: the key alone, and which MISP it is. */
  const misp =
    ({ text }: Pick<Key, 'text'>): Api =>
    (method, path, body) =>
      alliance.api()(method, `/misp${path}`, body, { authorization: text, ...SYNC });
  const offered = (timestamp: number, event = EVENT) => ({ Event: { uuid: event, timestamp: String(timestamp) } });
  const found = async (key: Key, q: string) => {
    const path = `/api/v1/search?q=${encodeURIComponent(q)}`;
    return (await alliance.api(key)<{ objects: { name: string; revoked?: boolean }[] }>('GET', path)).body.objects;
  };

  it('takes it for one of its kind: as old as it is, and with a key that may add', async () => {
    const ask = misp(alliance.keys.a);
    const version = await ask<object>('GET', '/servers/getVersion');
    expect(version.body).toMatchObject({ version: '2.5.42', perm_sync: true, perm_sighting: false });
    const other = await alliance.api(alliance.keys.a)('GET', '/misp/servers/getVersion');
    expect(other.body['version']).toMatch(/^2\.5\.\d+$/);
    const test = await ask('POST', '/servers/postTest', { testString: 'ünïcode' });
    expect(test.body).toMatchObject({
      body: { testString: 'ünïcode' },
      headers: { Accept: 'application/json', 'Content-type': 'application/json' },
    });
    expect((await ask('GET', '/users/view/me.json')).body).toMatchObject({
      Role: { perm_sync: true },
      Organisation: { name: 'cert-a' },
    });
    // what MISP takes for a key at all
    expect(alliance.keys.a.text).toMatch(/[a-z0-9]{40}/i);
    const reads = misp(await alliance.key(alliance.org['cert-a'], { scopes: ['read'] }));
    expect((await reads('GET', '/servers/getVersion')).body).toMatchObject({ perm_sync: false });
    expect((await reads('POST', '/events/add/metadata:1', mispEvent([]))).status).toBe(403);
    expect((await misp({ text: alliance.keys.a.text.replace(/.$/, 'x') })('GET', '/servers/getVersion')).status).toBe(
      401,
    );
  });

  it('sends an event once, and again when it has changed', async () => {
    const ask = misp(alliance.keys.a);
    expect((await ask('POST', '/events/filterEventIdsForPush', [offered(CHANGED)])).body).toEqual([EVENT]);
    expect((await ask('HEAD', `/events/view/${EVENT}`)).status).toBe(404);
    const event = mispEvent([mispAttribute(3, 'pushed.example'), mispAttribute(4, 'bad value', { type: 'ip-dst' })]);
    const added = await ask<Received>('POST', '/events/add/metadata:1', event);
    expect(added).toMatchObject({ status: 200, body: { Event: { uuid: EVENT } } });
    expect(added.body.tocsin.refused).toEqual([expect.objectContaining({ at: 'Event.Attribute[1]' })]);
    expect(await found(alliance.keys.b, 'pushed.example')).toHaveLength(1);
    expect((await ask('HEAD', `/events/view/${EVENT}`)).status).toBe(200);
    expect((await ask('POST', '/events/filterEventIdsForPush', [offered(CHANGED)])).body).toEqual([]);
    const both = [offered(CHANGED + 1), offered(CHANGED, uuid(99))];
    expect((await ask('POST', '/events/filterEventIdsForPush', both)).body).toEqual([EVENT, uuid(99)]);

    const later = { timestamp: String(CHANGED + 1) };
    const changed = mispEvent([mispAttribute(3, 'pushed.example', { deleted: true, ...later })], later);
    const edited = await ask<Received>('POST', `/events/edit/${EVENT}/metadata:1`, changed);
    expect(edited.body.tocsin.counts).toMatchObject({ revoked: 1 });
    expect((await ask('POST', '/events/filterEventIdsForPush', [offered(CHANGED + 1)])).body).toEqual([]);
    expect(await found(alliance.keys.b, 'pushed.example is:revoked')).toHaveLength(1);
    expect((await ask('POST', '/events/index', { minimal: 1 })).body).toEqual([]);
  });

  it('learns nothing of what others handed in, and has its own beside', async () => {
    const own = uuid(50);
    const event = (n: number, value: string) => mispEvent([mispAttribute(n, value)], { uuid: own });
    await misp(alliance.keys.b)('POST', '/events/add/metadata:1', event(51, 'theirs.example'));
    const ask = misp(alliance.keys.a);
    expect((await ask('HEAD', `/events/view/${own}`)).status).toBe(404);
    expect((await ask('POST', '/events/filterEventIdsForPush', [offered(CHANGED, own)])).body).toEqual([own]);
    expect(await ask<Received>('POST', '/events/add/metadata:1', event(51, 'ours.example'))).toMatchObject({
      body: { tocsin: { counts: { created: 2 } } },
    });
    expect(await found(alliance.keys.c, 'theirs.example')).toHaveLength(1);
    expect(await found(alliance.keys.c, 'ours.example')).toHaveLength(1);
  });

  it('is told why nothing of an event was taken, and goes on with the next', async () => {
    const ask = misp(alliance.keys.a);
    const add = (body: unknown) => ask('POST', '/events/add/metadata:1', body);
    const red = mispEvent([mispAttribute(61, 'red.example')], { uuid: uuid(60), Tag: [{ name: 'tlp:red' }] });
    expect(await add(red)).toMatchObject({ status: 422, body: { code: 'red_requires_individuals' } });
    for (const none of [{ Event: { uuid: 'no' } }, [], { response: [] }])
      expect(await add(none)).toMatchObject({ status: 422, body: { code: 'misp_invalid' } });
    expect((await ask('GET', '/events/view/nothing')).status).toBe(404);
    expect((await ask('POST', '/events/filterEventIdsForPush', [{ Event: { uuid: 'no' } }])).status).toBe(422);
    const large = Array.from({ length: 3_000 }, (_, i) => mispAttribute(1_000 + i, `n${i}.example`));
    const { body } = await ask<Received>('POST', '/events/add/metadata:1', mispEvent(large, { uuid: uuid(70) }));
    expect(body.tocsin.counts).toMatchObject({ created: 3_002, rejected: 0 });
  });

  it('sends no event again that has not changed since, whatever became of its parts', async () => {
    const ask = misp(alliance.keys.a);
    const strict = { Tag: [{ name: 'tlp:amber' }] };
    for (const [n, attributes] of [
      [80, []],
      [81, [mispAttribute(811, 'strict.example', strict)]],
      [82, [mispAttribute(821, 'hidden.example', { distribution: '0' })]],
      [83, [mispAttribute(831, 'a.example'), mispAttribute(832, 'no address', { type: 'ip-dst' })]],
    ] as const) {
      await ask('POST', '/events/add/metadata:1', mispEvent([...attributes], { uuid: uuid(n) }));
      expect([n, (await ask('HEAD', `/events/view/${uuid(n)}`)).status]).toEqual([n, 200]);
      const { body } = await ask('POST', '/events/filterEventIdsForPush', [offered(CHANGED, uuid(n))]);
      expect([n, body]).toEqual([n, []]);
      const later = { uuid: uuid(n), timestamp: String(CHANGED + 5) };
      await ask('POST', '/events/add/metadata:1', mispEvent([...attributes], later));
      expect((await ask('POST', '/events/filterEventIdsForPush', [offered(CHANGED + 5, uuid(n))])).body).toEqual([]);
    }
  });

  it('finds what it pushed in the feed, under its own uuid', async () => {
    const manifest = await manifestWith(alliance.api(alliance.keys.c), (one) => uuid(70) in one);
    expect(manifest[uuid(50)]).toMatchObject({ info: 'A campaign' });
  });
});
