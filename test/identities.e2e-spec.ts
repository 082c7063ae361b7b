import { type Hub, startHub } from './support/hub.js';
import { type Alliance, type Api, rowsOf, seedAlliance } from './support/people.js';
import { EVERYTHING, ROOT, taxii } from './support/taxii.js';
import { until } from './support/until.js';

interface Identity {
  readonly type: string;
  readonly id: string;
  readonly name: string;
  readonly created_by_ref: string;
  readonly object_marking_refs: string[];
}

describe('members as objects', () => {
  let hub: Hub;
  let alliance: Alliance;
  let [root, b]: [Api, Api] = [] as never;

  beforeEach(async () => {
    hub = await startHub();
    alliance = await seedAlliance(hub);
    [root, b] = [alliance.api(alliance.people.root), alliance.api(alliance.keys.b)];
  });
  afterEach(() => hub[Symbol.asyncDispose]());

  const identities = async (api: Api): Promise<Identity[]> =>
    (await api<{ objects: Identity[] }>('GET', '/api/v1/search?q=type:identity')).body.objects;
  const versions = (id: string) =>
    rowsOf<{ name: string }>(
      hub,
      `select v.body::json ->> 'name' as name from version v join object o on o.no = v.object_no where o.id = 'identity--${id}' order by v.seq`,
    );
  const join = async (name: string) => {
    const body = { name, short_name: name.toLowerCase(), country: 'DNK', type: 'national-cert' };
    const made = await root<{ id: string }>('POST', '/api/v1/organisations', body);
    expect(made.status).toBe(201);
    expect(await identities(b)).toEqual([]); // nobody is introduced before it is one of them
    const { id } = made.body;
    expect((await root('POST', `/api/v1/organisations/${id}/activate`, { reason: 'joined' })).status).toBeLessThan(300);
    await until('its introduction', async () => (await identities(b)).length > 0);
    return id;
  };

  it('are there for all members once they are active, and again under a new name', async () => {
    const id = await join('CERT-D');
    const [identity] = await identities(b);
    expect(identity).toMatchObject({
      type: 'identity',
      id: `identity--${id}`,
      name: 'CERT-D',
      identity_class: 'organization',
      created_by_ref: `identity--${id}`,
    });
    await root('PATCH', `/api/v1/organisations/${id}`, { country: 'SWE' });
    await root('PATCH', `/api/v1/organisations/${id}`, { name: 'CERT-D of the North' });
    await until('the new name', async () => (await identities(b))[0]?.name === 'CERT-D of the North');
    expect((await versions(id)).map(({ name }) => name)).toEqual(['CERT-D', 'CERT-D of the North']);
    expect((await alliance.api()('GET', `/api/v1/objects/identity--${id}`)).status).toBe(401);
  });

  it('are what their objects refer to, in bundles and over TAXII', async () => {
    const id = await join('CERT-D');
    const key = alliance.api(await alliance.key(id));
    const made = await key('POST', '/api/v1/indicators', { value: 'maker.example', tlp: 'green' });
    const { objects } = (await b<{ objects: Identity[] }>('GET', `/api/v1/objects/${String(made.body['id'])}/bundle`))
      .body;
    expect(objects.map((one) => one.id)).toContain(`identity--${id}`);
    const found = await taxii(hub, alliance.keys.b.text)(`${ROOT}/collections/${EVERYTHING}/objects/identity--${id}/`);
    expect((found.body.objects as unknown as Identity[]).map(({ name }) => name)).toEqual(['CERT-D']);
    const bundle = await b<{ objects: Identity[] }>('GET', '/api/v1/export?format=stix&q=maker.example');
    expect(bundle.body.objects.map((one) => one.type)).toEqual(['indicator', 'identity', 'marking-definition']);
    expect(bundle.body.objects[0]!.created_by_ref).toBe(bundle.body.objects[1]!.id);
    const all = await b<{ objects: Identity[] }>('GET', '/api/v1/export?format=stix');
    expect(all.body.objects.filter(({ type }) => type === 'identity')).toHaveLength(1);
  });

  it('keep what they say of themselves', async () => {
    const id = await join('CERT-D');
    const [identity] = await identities(b);
    const key = alliance.api(await alliance.key(id));
    const own = { ...identity, modified: new Date().toISOString(), contact_information: 'cert@d.example' };
    const stix = { 'content-type': 'application/stix+json' };
    expect((await key<string>('POST', '/api/v1/objects', own, stix)).body).toContain('"updated":1');
    await root('PATCH', `/api/v1/organisations/${id}`, { name: 'CERT-D of the North' });
    await until('the new name', async () => (await identities(b))[0]?.name === 'CERT-D of the North');
    expect(await identities(b)).toMatchObject([{ contact_information: 'cert@d.example' }]);
    expect(await rowsOf(hub, 'select from organisation where introduce')).toEqual([]);
  });
});
