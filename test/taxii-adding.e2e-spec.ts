import { gzipSync } from 'node:zlib';
import { Pulse } from '../src/platform/index.js';
import { fixedUuid } from './support/fixed.js';
import { type Hub, startHub } from './support/hub.js';
import { identityOf, type Joint, seedJoint } from './support/joint.js';
import { keyWith } from './support/keys.js';
import { organisationId } from './support/cast.js';
import { rowsOf } from './support/people.js';
import { EVERYTHING, collectionsOf, indicator, MARKING, object, ROOT, type Taxii, taxii } from './support/taxii.js';

const ALL = `${ROOT}/collections/${EVERYTHING}`;
const T2 = '2021-03-03T00:00:00.000Z';

describe('TAXII 2.1, of adding and taking back', () => {
  let hub: Hub;
  let joint: Joint;
  let a: Taxii;
  let b: Taxii;

  beforeAll(async () => {
    hub = await startHub();
    joint = await seedJoint(hub);
    a = taxii(hub, joint.token['cert-a']);
    b = taxii(hub, joint.token['cert-b']);
    await a(`${ALL}/objects/`, { body: { objects: [indicator('x')] } });
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  const post = (ask: Taxii, ...objects: unknown[]) => ask(`${ALL}/objects/`, { body: { objects } });
  const amended = (more: object) => ({ ...indicator('x'), ...more });

  it('G20: TAXII W1: 202 with a status; only who added sees it again', async () => {
    const { status, body, text } = await post(a, indicator('w1'));
    expect([status, body.success_count, body.failure_count, body.pending_count, body.total_count]).toEqual([
      202, 1, 0, 0, 1,
    ]);
    expect(body.successes).toEqual([{ id: indicator('w1')['id'], version: indicator('w1')['modified'] }]);
    const path = `${ROOT}/status/${body.id}/`;
    expect((await a(path)).text).toBe(text);
    const colleague = taxii(hub, await keyWith(hub, organisationId('cert-a'), ['read', 'submit']));
    for (const other of [b, colleague]) expect((await other(path)).status).toBe(404);
    await rowsOf(hub, `update taxii_status set at = now() - interval '25 hours'`);
    expect((await a(path)).status).toBe(200);
    await rowsOf(hub, `update taxii_status set at = now() - interval '49 hours'`);
    expect((await a(path)).status).toBe(404);
  });

  it('TAXII W2: the same version again is a success, and nothing new', async () => {
    const before = await b(`${ALL}/manifest/?match[version]=all`);
    const { body } = await post(a, indicator('x'), indicator('x'));
    expect([body.success_count, body.failure_count]).toEqual([2, 0]);
    expect((await b(`${ALL}/manifest/?match[version]=all`)).text).toBe(before.text);
  });

  it('takes times of seven and nine digits, as Windows and Go write them, and finds the version by them', async () => {
    const [seven, nine] = ['2021-03-02T10:00:00.1239999Z', '2021-03-02T10:00:00.123999999Z'];
    const { body } = await post(a, { ...indicator('digits'), modified: seven });
    expect(body.successes).toEqual([{ id: indicator('digits')['id'], version: seven }]);
    expect((await post(a, { ...indicator('digits'), modified: nine })).body.success_count).toBe(1);
    const { text } = await b(`${ALL}/objects/${String(indicator('digits')['id'])}/?match[version]=all`);
    expect([text.includes(seven), text.includes(nine)]).toEqual([true, true]);
    const at = await b(`${ALL}/objects/${String(indicator('digits')['id'])}/?match[version]=${nine}`);
    expect(at.text).toContain(nine);
  });

  it.each<[why: string, item: unknown, by?: 'b']>([
    ['version_conflict', amended({ confidence: 1 })],
    ['version_conflict', amended({ object_marking_refs: [MARKING.amber] })],
    ['object_invalid', 'text'],
    ['object_invalid', { type: 'indicator' }],
    ['object_invalid', amended({ id: 'indicator--X' })],
    ['object_invalid', amended({ spec_version: undefined })],
    ['object_invalid', amended({ spec_version: '2.0' })],
    ['object_invalid', amended({ confidence: 101 })],
    ['object_invalid', { ...amended({}), type: 'bundle' }],
    ['pattern_invalid', { ...indicator('bad'), pattern: '[' }],
    ['observable_overbroad', { ...indicator('wide'), pattern: "[ipv4-addr:value = '0.0.0.0/0']" }],
    ['tlp_required', { ...indicator('bare'), object_marking_refs: undefined }],
    [
      'tlp_unknown',
      { ...indicator('odd'), object_marking_refs: ['marking-definition--f88d31f6-1f26-4d4b-8000-000000000000'] },
    ],
    ['red_requires_individuals', { ...indicator('red'), object_marking_refs: [MARKING.red] }],
    ['not_originator', { ...indicator('theirs'), created_by_ref: identityOf('cert-b') }],
    ['not_originator', amended({ modified: T2 }), 'b'],
    [
      'tlp_unknown',
      {
        type: 'marking-definition',
        spec_version: '2.1',
        id: MARKING.green,
        created: T2,
        definition_type: 'statement',
        definition: { statement: 'x' },
      },
    ],
  ])(
    'TAXII W3, W4: %s, and its neighbours are taken',
    async (...[why, item, by]: [why: string, item: unknown, by?: 'b']) => {
      const neighbour = indicator(`beside ${why} ${JSON.stringify(item).length}${by ?? ''}`);
      const { status, body } = await post(by ? b : a, item, neighbour);
      expect([status, body.success_count, body.failure_count]).toEqual([202, 1, 1]);
      expect(body.failures[0]!.message).toMatch(new RegExp(`^${why}: `));
      expect(body.successes[0]!.id).toBe(neighbour['id']);
    },
  );

  it('G01: 10,000 objects and one more; nothing that is an object', async () => {
    const many = Array.from({ length: 10_001 }, () => 'x');
    const { status, body } = await post(a, ...many);
    expect([status, body.error_code]).toEqual([422, 'too_many_objects']);
    for (const objects of [[], ['x'], undefined])
      expect((await a(`${ALL}/objects/`, { body: { objects } })).status).toBe(422);
  });

  it('TAXII W5: what goes in comes out, to the digit', async () => {
    const sent = indicator('exact', {
      modified: '2021-03-02T10:00:00.120000Z',
      x_unknown: { nested: [1, { deep: 'é\u2028' }], empty: {} },
      extensions: { [`extension-definition--${fixedUuid('e')}`]: { extension_type: 'property-extension', n: 0.1 } },
      created_by_ref: identityOf('cert-a'),
    });
    await post(a, sent);
    const { text } = await b(`${ALL}/objects/${String(sent['id'])}/`);
    expect(text).toBe(`{"objects":[${JSON.stringify(sent)}]}`);
  });

  it('TAXII W6, W7: a bundle with another type; packed by gzip; a bomb is not unpacked', async () => {
    const bundle = { type: 'bundle', id: `bundle--${fixedUuid('b')}`, objects: [indicator('bundled')] };
    const type = { 'content-type': 'application/stix+json; version=2.1' };
    expect((await a(`${ALL}/objects/`, { body: bundle, headers: type })).body.success_count).toBe(1);
    const packed = { 'content-encoding': 'gzip' };
    const body = gzipSync(JSON.stringify({ objects: [indicator('packed')] }));
    expect((await a(`${ALL}/objects/`, { body, headers: packed })).body.success_count).toBe(1);
    const bomb = gzipSync(Buffer.alloc(64 << 20, ' '));
    expect((await a(`${ALL}/objects/`, { body: bomb, headers: packed })).status).toBe(413);
    expect((await a(`${ALL}/objects/`, { body: 'x', headers: packed })).status).toBe(400);
  });

  it('adds to the audience of the collection, with its label where none is said', async () => {
    await joint.key['cert-a']('POST', '/api/v1/indicators', {
      audience: 'organisation',
      items: [{ value: 'own.example', tlp: 'amber+strict' }],
    });
    const own = (await collectionsOf(a))['TLP:AMBER+STRICT for your organisation alone']!;
    const bare = indicator('alone', { object_marking_refs: undefined });
    const path = `${ROOT}/collections/${own}/objects/`;
    const { body } = await a(path, { body: { objects: [bare, indicator('other label')] } });
    expect([body.success_count, body.failures[0]!.message]).toEqual([1, expect.stringMatching(/^conflicting_tlp/)]);
    const got = await a(`${path}${String(bare['id'])}/`);
    expect(got.body.objects[0]!['object_marking_refs']).toEqual([MARKING['amber+strict']]);
    expect((await b(`${ALL}/objects/${String(bare['id'])}/`)).status).toBe(404);
    const records = await rowsOf(hub, `select 1 from audit_record where record like '%taxii.read%'`);
    expect(records).toHaveLength(1);
  });

  it('what names an object of others goes no further than that; of what is hidden nothing is told', async () => {
    await joint.key['cert-b']('POST', '/api/v1/indicators', {
      audience: { organisations: ['cert-a'] },
      items: [indicator('narrow', { object_marking_refs: [MARKING.amber] })],
    });
    const sighting = (name: string, of: string) =>
      object('sighting', name, { name: undefined, sighting_of_ref: indicator(of)['id'] });
    expect((await post(a, sighting('s1', 'narrow'))).body.failures[0]!.message).toMatch(/^derivation_exceeds_source/);
    const c = taxii(hub, joint.token['cert-c']);
    const [hidden, none] = [await post(c, sighting('s2', 'narrow')), await post(c, sighting('s3', 'nowhere'))];
    expect([hidden.body.success_count, none.body.success_count]).toEqual([1, 1]);
  });

  it('the same observable from two members is both’s; with other content its maker’s is another', async () => {
    const ip = (more: object = {}) => ({
      type: 'ipv4-addr',
      id: `ipv4-addr--${fixedUuid('both')}`,
      value: '192.0.2.9',
      object_marking_refs: [MARKING.green],
      ...more,
    });
    expect((await post(a, ip(), ip())).body.success_count).toBe(2);
    expect((await post(b, ip())).body.success_count).toBe(1);
    expect((await post(a, ip({ x_more: 1 }))).body.success_count).toBe(1);
    expect((await b(`${ALL}/objects/${ip().id}/`)).body.objects).toEqual([ip(), ip({ x_more: 1 })]);
  });

  it('DELETE takes it back from everybody: gone by id, told to who had it, kept by its own', async () => {
    await post(a, indicator('back'));
    const id = String(indicator('back')['id']);
    const { headers } = await b(`${ALL}/objects/?limit=1000`);
    expect((await b(`${ALL}/objects/${id}/`, { method: 'DELETE' })).status).toBe(403);
    expect((await a(`${ALL}/objects/${id}/?match[version]=2020-01-01T00:00:00Z`, { method: 'DELETE' })).status).toBe(
      403,
    );
    const deleted = await a(`${ALL}/objects/${id}/`, { method: 'DELETE' });
    expect([deleted.status, deleted.text, deleted.headers.get('content-type')?.slice(0, 21)]).toEqual([
      200,
      '',
      'application/taxii+jso',
    ]);
    const answers = [a, b].flatMap((who) => ['', 'versions/'].map((end) => who(`${ALL}/objects/${id}/${end}`)));
    expect((await Promise.all(answers)).map(({ status, text }) => [status, text])).toEqual(
      Array.from({ length: 4 }, () => [404, expect.any(String)]),
    );
    const told = await b(`${ALL}/objects/?added_after=${headers.get('x-taxii-date-added-last')}`);
    expect(told.body.objects).toEqual([
      {
        type: 'indicator',
        spec_version: '2.1',
        id,
        created: indicator('back')['created'],
        modified: expect.any(String) as string,
        revoked: true,
        labels: ['tocsin:recalled'],
        pattern: '[x-recalled:recalled = true]', // what STIX asks of the type, and nothing that it said
        pattern_type: 'stix',
        valid_from: expect.any(String) as string,
      },
    ]);
    expect((await b(`${ALL}/objects/?limit=1000`)).text).not.toContain(id);
    expect((await a(`${ALL}/objects/${id}/`, { method: 'DELETE' })).status).toBe(404);
  });

  it('G18, D14: a next is worth nothing to others, in another form, changed, late, or after rights are lost', async () => {
    const green = (await collectionsOf(a))['TLP:GREEN for all members']!;
    const path = `${ROOT}/collections/${green}/objects/?limit=1`;
    const next = (await a(path)).body.next!;
    const at = (where: string, ask = a, text = next) => ask(`${where}&next=${text}`);
    expect((await at(path)).status).toBe(200);
    expect((await at(path, b)).status).toBe(400);
    expect((await at(path.replace('/objects/', '/manifest/'))).status).toBe(400);
    expect((await at(path, a, `${next.slice(0, -2)}AA`)).status).toBe(400);
    const pulse = hub.app.get(Pulse);
    const later = () => Reflect.get(Pulse.prototype, 'now', pulse) + 86_400_000 + 60_000;
    Object.defineProperty(pulse, 'now', { configurable: true, get: later });
    const late = await at(path);
    Reflect.deleteProperty(pulse, 'now');
    expect([late.status, late.body.error_code]).toEqual([400, 'cursor_expired']);
    expect((await at(path)).status).toBe(200);
    await rowsOf(hub, `update organisation set status = 'suspended' where short_name = 'cert-a'`);
    await rowsOf(hub, 'update head set authority = authority + 1');
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect((await at(path)).status).toBe(401);
  });
});
