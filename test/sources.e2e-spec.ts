import { certificate } from './support/certificate.js';
import { type Hub, startHub } from './support/hub.js';
import { mispAttribute, mispEvent, rested } from './support/misp.js';
import { type Alliance, rowsOf, seedAlliance } from './support/people.js';
import { Remote } from './support/remote.js';
import { Admin, envFor, inFrontOf } from './support/sources.js';
import { EVERYTHING, indicator, MARKING, object, ROOT } from './support/taxii.js';
import { TaxiiRemote } from './support/taxii-remote.js';

const good = certificate();
const COLLECTION = `${ROOT}/collections/${EVERYTHING}/`;

interface Two extends AsyncDisposable {
  readonly a: Hub & Alliance;
  readonly b: Hub & Alliance;
  /** Where each is reached by TLS. */
  readonly fronts: { readonly a: Remote; readonly b: Remote };
}

/** Two alliances, each with a hub, that may reach one another. */
async function two(): Promise<Two> {
  const fronts = { a: await Remote.start(good), b: await Remote.start(good) };
  const env = envFor([fronts.a, fronts.b], good);
  const [a, b] = [await startHub(env), await startHub(env)];
  fronts.a.otherwise = inFrontOf(a);
  fronts.b.otherwise = inFrontOf(b);
  return {
    a: { ...a, ...(await seedAlliance(a)) },
    b: { ...b, ...(await seedAlliance(b)) },
    fronts,
    async [Symbol.asyncDispose]() {
      for (const one of [a, b, fronts.a, fronts.b]) await one[Symbol.asyncDispose]();
    },
  };
}

interface Held {
  id: string;
  type: string;
  revoked: boolean;
  kind: string;
  tlp: number;
  body: string;
}

const held = (hub: Hub) =>
  rowsOf<Held>(
    hub,
    `select o.id, o.type, o.revoked, a.kind, a.tlp, v.body from object o join version v on v.seq = o.seq join audience a on a.id = o.audience_id
     order by o.no`,
  );
const headOf = async (hub: Hub): Promise<number> =>
  (await rowsOf<{ seq: number }>(hub, 'select seq from head'))[0]!.seq;
const bearer = (token: string) => ({ auth: { scheme: 'bearer', token } });

describe('a hub that pulls another', () => {
  it('takes what that hub’s TAXII collection has, each object once, and follows what becomes of it', async () => {
    await using both = await two();
    const { a, b, fronts } = both;
    const from = a.api(a.keys.a);
    const ids: string[] = [];
    for (const value of ['one.example', 'two.example', 'three.example'])
      ids.push((await from<{ id: string }>('POST', '/api/v1/indicators', { value, tlp: 'green' })).body.id);
    const admin = new Admin(b.api(b.people.adminB));
    const { id } = await admin.add({ url: `${fronts.a.url}${COLLECTION}`, ...bearer(a.keys.b.text) });
    expect(await admin.settled(id)).toMatchObject({ state: 'ok', error: null, objects: { created: 3, refused: 0 } });
    expect((await held(b)).map((one) => one.id)).toEqual(ids);
    const { body } = await b.api(b.keys.c)('GET', `/api/v1/objects/${ids[0]}`);
    expect(body).toMatchObject({ created_by_ref: `identity--${a.org['cert-a']}` });
    const before = await headOf(b);
    expect((await admin.pulled(id)).objects).toMatchObject({ created: 3, updated: 0 });
    expect(await headOf(b)).toBe(before);
    const change = (method: string, path = '', what?: object) =>
      from(method, `/api/v1/indicators/${path}`, what, { 'if-match': '*' });
    await change('PATCH', ids[0], { confidence: 80 });
    await change('POST', `${ids[1]}/revoke`);
    await change('PATCH', ids[2], { tlp: 'amber', audience: 'organisation' });
    const followed = await admin.pulled(id);
    expect(await admin.refusals(id)).toEqual([]);
    expect(followed.objects).toMatchObject({ created: 3, updated: 3, refused: 0 });
    const [one, deleted, narrowed] = await held(b);
    expect(JSON.parse(one!.body)).toMatchObject({ confidence: 80 });
    expect([one!.revoked, deleted!.revoked, narrowed!.revoked]).toEqual([false, true, true]);
    expect([one!.kind, narrowed!.kind]).toEqual(['all', 'organisation']);
    expect((await b.api(b.keys.c)('GET', `/api/v1/objects/${ids[2]}`)).status).toBe(404);
  });

  it('and is pulled back changes nothing of what it gave out, nor does who pulls then', async () => {
    await using both = await two();
    const { a, b, fronts } = both;
    const from = a.api(a.keys.a);
    await from('POST', '/api/v1/indicators', { value: 'ours.example', tlp: 'green' });
    await from(
      'POST',
      '/api/v1/objects?tlp=green',
      JSON.stringify(
        object('malware', 'handed on', { is_family: false, created_by_ref: `identity--${crypto.randomUUID()}` }),
      ),
      { 'content-type': 'application/stix+json' },
    );
    await from(
      'POST',
      '/api/v1/objects?tlp=green',
      JSON.stringify({
        type: 'domain-name',
        spec_version: '2.1',
        id: `domain-name--${crypto.randomUUID()}`,
        value: 'seen.example',
      }),
      { 'content-type': 'application/stix+json' },
    );
    const there = new Admin(b.api(b.people.adminB));
    const { id } = await there.add({ url: `${fronts.a.url}${COLLECTION}`, ...bearer(a.keys.b.text) });
    expect((await there.settled(id)).objects).toMatchObject({ created: 3, refused: 0 });
    const [before, text] = [await headOf(a), JSON.stringify(await held(a))];
    for (const [who, key] of [
      [a.people.adminA, b.keys.b],
      [a.people.adminB, b.keys.c],
    ] as const) {
      const here = new Admin(a.api(who));
      const back = await here.add({ url: `${fronts.b.url}${COLLECTION}`, ...bearer(key.text) });
      expect((await here.settled(back.id)).objects).toEqual({
        created: 0,
        updated: 0,
        known: 3,
        refused: 0,
        warned: 0,
      });
    }
    expect([await headOf(a), JSON.stringify(await held(a))]).toEqual([before, text]);
    const later = await headOf(b);
    await there.pulled(id);
    expect(await headOf(b)).toBe(later);
  });

  it('takes what that hub’s MISP feed has, and only events that changed again', async () => {
    await using both = await two();
    const { a, b, fronts } = both;
    const from = a.api(a.keys.a);
    const event = (comment: string, timestamp: string) =>
      mispEvent([mispAttribute(11, 'feed.example', { comment, timestamp })], { timestamp });
    await from('POST', '/api/v1/misp/events', event('first', '1767400000'));
    await from('POST', '/api/v1/indicators', { value: 'by-day.example', tlp: 'green' });
    await rested(a);
    const admin = new Admin(b.api(b.people.adminB));
    const { id } = await admin.add({ kind: 'misp-feed', url: `${fronts.a.url}/misp/feed`, ...bearer(a.keys.b.text) });
    const first = await admin.settled(id);
    expect(first).toMatchObject({ state: 'ok', objects: { refused: 0 } });
    const patterns = async () =>
      (await held(b))
        .filter(({ type }) => type === 'indicator')
        .map(({ body }) => (JSON.parse(body) as { pattern: string }).pattern);
    expect((await patterns()).toSorted()).toEqual([
      `[domain-name:value = 'by-day.example']`,
      `[domain-name:value = 'feed.example']`,
    ]);
    const files = () => fronts.a.asked.filter((path) => /[0-9a-f]{12}\.json$/.test(path)).length;
    const [asked, head] = [files(), await headOf(b)];
    await admin.pulled(id);
    expect([files(), await headOf(b)]).toEqual([asked, head]);
    await from('POST', '/api/v1/misp/events', event('second', '1767500000'));
    await rested(a);
    const last = await admin.pulled(id);
    // the day's event may have got another second of its own
    expect(files()).toBeGreaterThan(asked);
    expect([last.objects.created, last.objects.refused]).toEqual([first.objects.created, 0]);
    expect(last.objects.updated).toBeGreaterThan(0);
    expect(JSON.stringify(await held(b))).toContain('second');
    // back at where it came from, nothing of it changes
    const [before, here] = [await headOf(a), new Admin(a.api(a.people.adminA))];
    await rested(b);
    const back = await here.add({ kind: 'misp-feed', url: `${fronts.b.url}/misp/feed`, ...bearer(b.keys.c.text) });
    expect((await here.settled(back.id)).objects).toMatchObject({ created: 0, updated: 0 });
    expect((await here.refusals(back.id)).filter(({ code }) => code !== 'conflict')).toEqual([]);
    expect(await headOf(a)).toBe(before);
  });
});

describe('what a source may not', () => {
  it('is change what it did not bring: of others, of its own organisation, or of another source', async () => {
    await using remote = await Remote.start(good);
    await using other = await Remote.start(good);
    const [honest, forger] = [new TaxiiRemote(remote), new TaxiiRemote(other)];
    await using hub = await startHub(envFor([remote, other], good));
    const { api, keys, people, org } = await seedAlliance(hub);
    const maker = `identity--${crypto.randomUUID()}`;
    const [vendor, byHand] = ['vendor', 'by hand'].map((name) => indicator(name, { created_by_ref: maker }));
    const later = { modified: '2090-01-01T00:00:00.000Z', description: 'forged', object_marking_refs: [MARKING.green] };
    honest.add('2026-01-01T00:00:00.000001Z', vendor!);
    const stix = { 'content-type': 'application/stix+json' };
    const narrow = (who: typeof keys.a, one: object) =>
      api(who)(
        'POST',
        '/api/v1/objects?audience=organisation',
        JSON.stringify({ ...one, object_marking_refs: [MARKING.amber] }),
        stix,
      );
    await narrow(keys.a, byHand!);
    const own = (
      await api(keys.a)<{ id: string }>('POST', '/api/v1/indicators', { value: 'own.example', tlp: 'green' })
    ).body.id;
    const of = (await api(keys.b)<{ id: string }>('POST', '/api/v1/indicators', { value: 'b.example', tlp: 'green' }))
      .body.id;
    const admin = new Admin(api(people.adminA));
    await admin.settled((await admin.add({ url: honest.url })).id);
    const before = JSON.stringify(await held(hub));
    const at = '2026-01-01T00:00:00.000002Z';
    for (const one of [vendor, byHand]) forger.add(at, { ...one, ...later });
    forger.add(at, { ...indicator('x'), ...later, id: own }, { ...indicator('x'), ...later, id: of });
    forger.add(at, { ...indicator('x'), ...later, id: own, created_by_ref: `identity--${org['cert-a']}` });
    forger.add(at, {
      type: 'indicator',
      spec_version: '2.1',
      id: vendor!['id'],
      created: vendor!['created'],
      modified: later.modified,
      revoked: true,
    });
    const { id } = await admin.add({ url: forger.url });
    expect((await admin.settled(id)).objects).toEqual({ created: 0, updated: 0, known: 2, refused: 4, warned: 0 });
    expect((await admin.refusals(id)).map(({ code }) => code)).toEqual([
      'not_originator',
      'conflict',
      'conflict',
      'conflict',
    ]);
    expect(JSON.stringify(await held(hub))).toBe(before);
  });
});
