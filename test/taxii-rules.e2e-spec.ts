import { type Hub, startHub } from './support/hub.js';
import { type Joint, seedJoint } from './support/joint.js';
import { keyWith } from './support/keys.js';
import { organisationId } from './support/cast.js';
import { EVERYTHING, collectionsOf, indicator, ROOT, TAXII, type Taxii, taxii } from './support/taxii.js';

const ALL = `${ROOT}/collections/${EVERYTHING}`;
const GREEN = 'TLP:GREEN for all members';
const NOWHERE = '0b5b7f3e-58d3-4a3c-9d0c-3a3b6a0f5e11';
const ID = indicator('first')['id'] as string;

describe('TAXII 2.1, of requests and of who makes them', () => {
  let hub: Hub;
  let joint: Joint;
  let a: Taxii;
  let b: Taxii;
  let green: string;

  beforeAll(async () => {
    hub = await startHub({ ANONYMOUS_CLEAR: 'true' });
    joint = await seedJoint(hub);
    a = taxii(hub, joint.token['cert-a']);
    b = taxii(hub, joint.token['cert-b']);
    await a(`${ALL}/objects/`, { body: { objects: [indicator('first')] } });
    await joint.key['cert-a']('POST', '/api/v1/indicators', {
      audience: { organisations: ['cert-b'] },
      items: [{ value: 'listed.example', tlp: 'amber' }],
    });
    green = (await collectionsOf(a))[GREEN]!;
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  it('TAXII G1: discovery at the root of the host; each API root begins with one slash', async () => {
    const { body } = await a('/taxii2/');
    expect(body).toMatchObject({ default: `${ROOT}/`, api_roots: [`${ROOT}/`] });
    const root = await a(body.default);
    expect(root.body).toMatchObject({ versions: [TAXII], max_content_length: 10 << 20 });
  });

  it.each(['/taxii2', ROOT, `${ROOT}/collections`, ALL, `${ALL}/objects?limit=1`, `${ALL}/manifest?limit=1`])(
    'TAXII G3: %s without its last slash is the same',
    async (path) => {
      const [bare, full] = [await a(path), await a(path.replace(/(\?|$)/, '/$1'))];
      const content = ({ text }: { text: string }) => text.replace(/"next":"[^"]+"/, '');
      expect([bare.status, content(bare)]).toEqual([200, content(full)]);
    },
  );

  const large = `{"objects":["${'x'.repeat(10 << 20)}"]}`;
  it.each<[what: string, status: number, path: string, asking?: Parameters<Taxii>[1], by?: 'nobody']>([
    ['no credentials', 401, `${ALL}/manifest/`, {}, 'nobody'],
    ['a wrong key', 401, '/taxii2/', { headers: { authorization: 'Basic eDp5' } }, 'nobody'],
    ['a path that is none', 404, '/taxii2/x/y/z/'],
    ['a collection that is none', 404, `${ROOT}/collections/${NOWHERE}/objects/`],
    ['an object that is none', 404, `${ALL}/objects/indicator--${NOWHERE}/`],
    ['a status that is none', 404, `${ROOT}/status/${NOWHERE}/`],
    ['a method that is none', 405, '/taxii2/', { method: 'PUT', body: {} }],
    ['a foreign Accept', 406, '/taxii2/', { headers: { accept: 'text/html' } }],
    ['a body that is too long', 413, `${ALL}/objects/`, { body: large }],
    ['a foreign Content-Type', 415, `${ALL}/objects/`, { body: '<x/>', headers: { 'content-type': 'text/xml' } }],
    ['what is no JSON', 400, `${ALL}/objects/`, { body: '{' }],
    ['JSON without an object', 422, `${ALL}/objects/`, { body: { objects: ['x', 1] } }],
    ['a query that is none', 400, `${ALL}/objects/?limit=0`],
    ['a name that is never allowed', 400, `${ALL}/objects/?__proto__=1`],
    ['a URL that can’t be read', 400, `${ALL}/objects/%ZZ/`],
    ['Content-Encoding that is none', 415, `${ALL}/objects/`, { body: '{}', headers: { 'content-encoding': 'br' } }],
  ])('TAXII G4, G7: %s is answered in TAXII', async (_, status, path, asking = {}, by) => {
    const told = await (by ? taxii(hub) : a)(path, asking);
    const expected = by && path.includes('manifest') ? 200 : status; // what is CLEAR is public here
    expect([told.status, told.headers.get('content-type')]).toEqual([expected, TAXII]);
    if (expected === 200) return;
    expect(told.body).toMatchObject({ http_status: String(status), title: expect.any(String) as string });
    expect(told.body.error_id).toBe(told.headers.get('x-request-id'));
    expect(told.headers.has('www-authenticate')).toBe(status === 401);
  });

  it.each([
    TAXII,
    'application/taxii+json',
    'application/taxii+json; version=2.1',
    'application/taxii+json ;version="2.1"; q=0.5',
    'application/taxii+json;q=0.1;version=2.1',
    'text/html, application/taxii+json;version=2.1;q=0.2',
    'application/json, text/plain, */*',
    'application/*',
    'APPLICATION/TAXII+JSON; Version=2.1',
  ])('TAXII G5: Accept %s is served', async (accept) => {
    const { status, headers } = await a('/taxii2/', { headers: { accept } });
    expect([status, headers.get('content-type')]).toEqual([200, TAXII]);
  });

  it.each([
    'application/taxii+json;version=2.0',
    'application/taxii+json;version="3"',
    'application/vnd.oasis.taxii+json',
    'application/stix+json',
    'text/html',
    'application/taxii+json;q=0',
  ])('TAXII G6, G13: Accept %s is not', async (accept) => {
    expect((await a('/taxii2/', { headers: { accept } })).status).toBe(406);
  });

  it.each([
    ['application/taxii+json;version=2.0', 415],
    ['application/json', 415],
    ['application/x-ndjson', 415],
    ['application/taxii+json', 202],
    ['application/taxii+json; charset=utf-8; version="2.1"', 202],
    ['application/stix+json; version=2.1', 202],
  ])('G13: Content-Type %s: %i', async (type, status) => {
    const body = { objects: [indicator('first')] };
    expect((await a(`${ALL}/objects/`, { body, headers: { 'content-type': type } })).status).toBe(status);
  });

  it('TAXII G8: a key twice, or a number that JavaScript can’t hold, is refused', async () => {
    for (const text of ['{"objects":[],"objects":[]}', '{"objects":[{"x":9007199254740993}]}'])
      expect([400, 422]).toContain((await a(`${ALL}/objects/`, { body: text })).status);
  });

  it('TAXII G9: nothing is an empty list', async () => {
    for (const path of ['manifest/', 'objects/', `objects/${ID}/`, `objects/${ID}/versions/`]) {
      const { status, text } = await a(`${ALL}/${path}?added_after=2999-01-01T00:00:00Z`);
      expect([path, status, text]).toEqual([path, 200, '{}']);
    }
    const none = await taxii(hub)(`${ALL}/objects/`);
    expect([none.status, none.text]).toEqual([200, '{}']);
  });

  it('TAXII G10, G11: times have six digits; ids are of version 4', async () => {
    const micros = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
    const { body: status } = await a(`${ALL}/objects/`, { body: { objects: [indicator('first')] } });
    expect(status.request_timestamp).toMatch(micros);
    const { body, headers } = await a(`${ALL}/manifest/`);
    expect(body.objects[0]!['date_added']).toMatch(micros);
    expect(headers.get('x-taxii-date-added-first')).toBe(body.objects[0]!['date_added']);
    const v4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    for (const { id } of [status, ...(await a(`${ROOT}/collections/`)).body.collections]) expect(id).toMatch(v4);
  });

  it('TAXII G12: members that are not known are passed over', async () => {
    const body = { x_acme_org: 1, more: false, objects: [indicator('first')] };
    expect((await a(`${ALL}/objects/?x_acme=1`, { body })).status).toBe(202);
  });

  it('TAXII A1: Basic, Bearer and Token are the same; without any of them all is 401, but for what is public', async () => {
    const basic = taxii(hub, joint.token['cert-a'], 'basic');
    expect((await basic(`${ROOT}/collections/`)).text).toBe((await a(`${ROOT}/collections/`)).text);
    const token = { headers: { authorization: `Token ${joint.token['cert-a']}` } };
    expect((await taxii(hub)(`${ROOT}/collections/`, token)).text).toBe((await a(`${ROOT}/collections/`)).text);
    const nobody = taxii(hub);
    expect((await nobody(`${ALL}/objects/`, { body: { objects: [] } })).status).toBe(401);
    expect((await nobody(`${ALL}/objects/${ID}/`, { method: 'DELETE' })).status).toBe(401);
  });

  it('TAXII A2, A4: what one may do is what the collections say', async () => {
    const reader = taxii(hub, await keyWith(hub, organisationId('cert-a'), ['read']));
    const writer = taxii(hub, await keyWith(hub, organisationId('cert-a'), ['submit']));
    const body = { objects: [indicator('first')] };
    for (const { id, ...can } of (await reader(`${ROOT}/collections/`)).body.collections)
      expect([id, can.can_read, can.can_write]).toEqual([id, true, false]);
    for (const { can_read } of (await writer(`${ROOT}/collections/`)).body.collections) expect(can_read).toBe(false);
    expect((await reader(`${ROOT}/collections/${green}/objects/`, { body })).status).toBe(403);
    expect((await writer(`${ROOT}/collections/${green}/objects/`, { body })).status).toBe(202);
    for (const path of ['objects/', 'manifest/', `objects/${ID}/`, `objects/${ID}/versions/`])
      expect((await writer(`${ROOT}/collections/${green}/${path}`)).status).toBe(403);
  });

  it.each([
    [['feed'], 404],
    [['read'], 403],
    [['submit'], 403],
    [['read', 'submit'], 200],
  ] as const)('TAXII A3: who may %j gets %i for a DELETE', async (scopes, status) => {
    const name = `deleted by ${scopes.join()}`;
    await a(`${ALL}/objects/`, { body: { objects: [indicator(name)] } });
    const key = taxii(hub, await keyWith(hub, organisationId('cert-a'), scopes));
    const path = `${ALL}/objects/${String(indicator(name)['id'])}/`;
    expect((await key(path, { method: 'DELETE' })).status).toBe(status);
  });

  it('G15: nothing is added to a collection that is only read', async () => {
    const listed = (await collectionsOf(b))['TLP:AMBER for some members']!;
    const { body } = await b(`${ROOT}/collections/${listed}/`);
    expect([body.can_read, body.can_write]).toEqual([true, false]);
    const { status } = await b(`${ROOT}/collections/${listed}/objects/`, { body: { objects: [indicator('x')] } });
    expect(status).toBe(403);
  });

  it('G14: a collection of others is answered like none, and not listed', async () => {
    const listed = (await collectionsOf(b))['TLP:AMBER for some members']!;
    const c = taxii(hub, joint.token['cert-c']);
    expect(Object.values(await collectionsOf(c))).not.toContain(listed);
    const bare = (text: string) => text.replace(/"error_id":"[^"]+"/, '');
    for (const path of ['', 'objects/', 'manifest/', `objects/${ID}/`, `objects/${ID}/versions/`]) {
      const [hidden, none] = [listed, NOWHERE].map((id) => c(`${ROOT}/collections/${id}/${path}`));
      expect([(await hidden!).status, bare((await hidden!).text)]).toEqual([404, bare((await none!).text)]);
    }
  });

  it('lists collections in one order; each answers with the id that it is asked for by', async () => {
    const first = await a(`${ROOT}/collections/`);
    expect((await a(`${ROOT}/collections/`)).text).toBe(first.text);
    expect(first.body.collections.map(({ id }) => id)).toContain(EVERYTHING);
    for (const one of first.body.collections) expect((await a(`${ROOT}/collections/${one.id}/`)).body).toEqual(one);
    expect((await a(`${ROOT}/collections/all/`)).status).toBe(404);
  });
});
