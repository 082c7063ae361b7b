import { type Hub, startHub } from './support/hub.js';
import { type Joint, seedJoint } from './support/joint.js';
import { organisationId } from './support/cast.js';
import { keyWith } from './support/keys.js';
import { checkObject } from '../src/formats/index.js';
import { EVERYTHING, collectionsOf, indicator, object, ROOT, TAXII, type Taxii, taxii } from './support/taxii.js';

const T = '2021-03-02T10:00:00.000Z';
const NO_TIMES = { name: undefined, created: undefined, modified: undefined };
const GREEN = 'TLP:GREEN for all members';

describe('TAXII, from end to end', () => {
  let hub: Hub;
  let joint: Joint;
  let a: Taxii;
  let b: Taxii;

  beforeAll(async () => {
    hub = await startHub();
    joint = await seedJoint(hub);
    a = taxii(hub, joint.token['cert-a']);
    b = taxii(hub, joint.token['cert-b'], 'basic');
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  it('takes objects in, and gives them to another member, page by page', async () => {
    const sent = Array.from({ length: 12 }, (_, i) => indicator(`n${i}`, { x_kept: { a: 1 }, description: 'é' }));
    const added = await a(`${ROOT}/collections/${EVERYTHING}/objects/`, { body: { objects: sent } });
    expect([added.status, added.body.success_count, added.body.status]).toEqual([202, 12, 'complete']);
    expect(added.headers.get('content-type')).toBe(TAXII);
    const green = (await collectionsOf(b))[GREEN]!;
    const got: object[] = [];
    for (let next: string | undefined; ;) {
      const { status, body } = await b(
        `${ROOT}/collections/${green}/objects/?limit=5${next === undefined ? '' : `&next=${next}`}`,
      );
      expect(status).toBe(200);
      got.push(...body.objects);
      if (!body.more) break;
      next = body.next;
    }
    const maker = { created_by_ref: got[0]!['created_by_ref' as never] };
    expect(got).toEqual(sent.map((one) => ({ ...one, ...maker })));
  });

  it('tells of what was taken back by objects of its type, with nothing in them', async () => {
    const of = String(indicator('n0')['id']);
    const observed = { first_observed: T, last_observed: T, number_observed: 2, object_refs: [of] };
    const sent = [
      indicator('back'),
      object('malware', 'back', { is_family: true }),
      object('location', 'back', { country: 'FR' }),
      object('note', 'back', { content: 'secret', object_refs: [of] }),
      object('observed-data', 'back', observed),
      object('relationship', 'back', { relationship_type: 'related-to', source_ref: of, target_ref: of }),
      object('x-own', 'back', { secret: 'secret' }),
      { ...object('domain-name', 'back', NO_TIMES), value: 'secret.example' },
      object('marking-definition', 'back', {
        modified: undefined,
        name: undefined,
        definition_type: 'statement',
        definition: { statement: 'secret' },
      }),
    ];
    const all = `${ROOT}/collections/${EVERYTHING}/objects/`;
    expect((await a(all, { body: { objects: sent } })).body).toMatchObject({ success_count: sent.length });
    const { headers, body } = await b(`${all}?limit=1000`);
    expect(body.objects.map(({ id }) => id)).toEqual(expect.arrayContaining(sent.map(({ id }) => id)));
    for (const { id } of sent) expect((await a(`${all}${String(id)}/`, { method: 'DELETE' })).status).toBe(200);
    const told = await b(`${all}?added_after=${headers.get('x-taxii-date-added-last')}`);
    expect(told.body.objects.map(({ id }) => id)).toEqual(sent.map(({ id }) => id));
    for (const one of told.body.objects) expect(one).toMatchObject({ revoked: true, labels: ['tocsin:recalled'] });
    for (const one of told.body.objects.slice(0, -2)) expect(checkObject(one)).toBe(one);
    expect(told.text).not.toContain('secret');
  });

  it('who walks from the beginning is told of what goes meanwhile, and of nothing that was gone before', async () => {
    const objects = `${ROOT}/collections/${EVERYTHING}/objects/`;
    // some page begins after it came, and before it went
    const gone = indicator('gone before');
    const sent = [gone, ...Array.from({ length: 8 }, (_, i) => indicator(`stays ${i}`))];
    expect((await a(objects, { body: { objects: sent } })).body.success_count).toBe(9);
    expect((await a(`${objects}${String(gone['id'])}/`, { method: 'DELETE' })).status).toBe(200);
    const told: unknown[] = [];
    const walk = async (query: string): Promise<string | undefined> => {
      const { body } = await b(`${objects}?limit=4${query}`);
      told.push(...body.objects.filter(({ labels }) => String(labels) === 'tocsin:recalled').map(({ id }) => id));
      return body.next;
    };
    let next = await walk('');
    const { id } = indicator('n2');
    expect((await a(`${objects}${String(id)}/`, { method: 'DELETE' })).status).toBe(200);
    while (next !== undefined) next = await walk(`&next=${next}`);
    expect(told).toEqual([id]);
    await walk(`&added_after=2021-01-01T00:00:00Z`);
    expect(told).toHaveLength(1); // from before all: nothing was held by then
  });

  it('who names a time beside the next of another walk is told of what was gone before that, as without it', async () => {
    const objects = `${ROOT}/collections/${EVERYTHING}/objects/`;
    const held = indicator('held from before');
    expect((await a(objects, { body: { objects: [held] } })).body.success_count).toBe(1);
    const since = `added_after=${(await b(`${objects}?limit=1000`)).headers.get('x-taxii-date-added-last')}`;
    expect((await a(`${objects}${String(held['id'])}/`, { method: 'DELETE' })).status).toBe(200);
    const { body: begun } = await b(`${objects}?limit=1`);
    for (const next of ['', `&next=${begun.next}`])
      expect((await b(`${objects}?${since}${next}`)).body.objects).toMatchObject([{ id: held['id'], revoked: true }]);
  });

  it('is told by nobody but the hub that something was taken back', async () => {
    const all = `${ROOT}/collections/${EVERYTHING}/objects/`;
    const label = { labels: ['tocsin:recalled'] };
    const forged = [indicator('forged', { revoked: true, ...label }), indicator('labelled', label)];
    const { body } = await a(all, { body: { objects: forged } });
    expect(body).toMatchObject({ success_count: 0, failures: forged.map(({ id }) => ({ id })) });
    for (const { message } of body.failures) expect(message).toMatch(/^object_invalid/);
  });

  it('does not tell by a DELETE of a version what a key may not read', async () => {
    const writer = taxii(hub, await keyWith(hub, organisationId('cert-a'), ['submit']));
    const asked = [indicator('n1')['id'], indicator('nowhere')['id']].flatMap((id) =>
      [T, '2001-01-01T00:00:00Z'].map(
        (time) => `${ROOT}/collections/${EVERYTHING}/objects/${String(id)}/?match[version]=${time}`,
      ),
    );
    const answers = await Promise.all(asked.map((path) => writer(path, { method: 'DELETE' })));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.error_code}`)).size).toBe(1);
  });

  it.each(['all', 'last', 'first,last', '2021-03-02T10:00:00.000000Z,2020-01-01T00:00:00Z'])(
    'DELETE takes back what match[version]=%s has the latest version of',
    async (versions) => {
      const one = indicator(`back ${versions}`);
      await a(`${ROOT}/collections/${EVERYTHING}/objects/`, { body: { objects: [one] } });
      const path = `${ROOT}/collections/${EVERYTHING}/objects/${String(one['id'])}/`;
      expect((await a(`${path}?match[version]=${versions}`, { method: 'DELETE' })).status).toBe(200);
      expect((await b(path)).status).toBe(404);
    },
  );

  it('tells of a recall by a version that is not older than the object, whatever its maker’s clock said', async () => {
    const all = `${ROOT}/collections/${EVERYTHING}`;
    const far = '2999-01-01T00:00:00.000Z';
    const one = object('tool', 'far', { created: far, modified: far });
    await a(`${all}/objects/`, { body: { objects: [one] } });
    const { headers } = await b(`${all}/objects/?limit=1000`);
    expect((await a(`${all}/objects/${String(one['id'])}/`, { method: 'DELETE' })).status).toBe(200);
    const since = `added_after=${headers.get('x-taxii-date-added-last')}`;
    expect((await b(`${all}/objects/?${since}`)).body.objects).toMatchObject([{ created: far, modified: far }]);
    expect((await b(`${all}/manifest/?${since}`)).body.objects).toMatchObject([{ id: one['id'], version: far }]);
  });

  it('an advisory of this hub is changed where it was written', async () => {
    const { body: draft } = await joint.analyst['cert-a']('POST', '/api/v1/advisories', {
      kind: 'alert',
      title: 'T',
      body: 'B',
      tlp: 'green',
    });
    const report = { ...object('report', 'r'), id: draft['id'], published: T, object_refs: [indicator('n0')['id']] };
    const { body } = await a(`${ROOT}/collections/${EVERYTHING}/objects/`, { body: { objects: [report] } });
    expect(body.failures[0]!.message).toMatch(/^forbidden/);
  });
});
