import { startHub } from './support/hub.js';
import { client, PASSWORD, rowsOf, seedAlliance, told } from './support/people.js';
import { until } from './support/until.js';

const ORGANISATIONS = '/api/v1/organisations';
const PEOPLE = '/api/v1/people';
const INVITATIONS = '/api/v1/invitations';
const ME = '/api/v1/me';
const NOBODY = '00000000-0000-4000-8000-000000000000';
const NEW = { name: 'CERT Estonia', short_name: 'cert-ee', country: 'EST', blocs: ['EU', 'NATO'] };

describe('organisations', () => {
  it('are proposed, activated, suspended, reinstated and withdrawn, in no other order', async () => {
    await using hub = await startHub();
    const { people, api } = await seedAlliance(hub);
    const root = api(people.root);
    const made = await root<{ id: string; status: string }>('POST', ORGANISATIONS, NEW);
    expect([made.status, made.body.status]).toEqual([201, 'proposed']);
    const step = async (name: string) => {
      const { status, body } = await root('POST', `${ORGANISATIONS}/${made.body.id}/${name}`, {
        reason: 'decided on 3 May',
      });
      return status === 200 ? body['status'] : body['code'];
    };
    expect(await step('suspend')).toBe('conflict');
    expect(await step('reinstate')).toBe('conflict');
    expect(await step('activate')).toBe('active');
    expect(await step('activate')).toBe('conflict');
    expect(await step('suspend')).toBe('suspended');
    expect(await step('reinstate')).toBe('active');
    expect(await step('withdraw')).toBe('withdrawn');
    for (const name of ['activate', 'suspend', 'reinstate', 'withdraw']) expect(await step(name)).toBe('conflict');
    const twice = await root('POST', ORGANISATIONS, { ...NEW, name: 'another' });
    expect([twice.status, twice.body['pointer']]).toEqual([409, '/short_name']);
    const renamed = await root('PATCH', `${ORGANISATIONS}/${made.body.id}`, {
      name: 'CERT-EE',
      contacts: [{ role: 'duty officer', phone: '+372 663 0299' }],
    });
    expect(renamed.body).toMatchObject({ name: 'CERT-EE', country: 'EST', contacts: [{ phone: '+372 663 0299' }] });
    expect((await root('PATCH', `${ORGANISATIONS}/${made.body.id}`, { status: 'active' })).body['code']).toBe(
      'unrecognized_keys',
    );
  });

  it('are seen by every member, whole', async () => {
    await using hub = await startHub();
    const { people, keys, api, org } = await seedAlliance(hub);
    for (const who of [people.ray, keys.b]) {
      const { body } = await api(who)<{ items: object[] }>('GET', ORGANISATIONS);
      expect(body.items).toHaveLength(4);
      expect(body.items[0]).toEqual({
        id: org['cert-a'],
        name: 'CERT-A',
        short_name: 'cert-a',
        country: 'AUT',
        blocs: ['EU'],
        type: 'national-cert',
        contacts: [],
        status: 'active',
      });
    }
    expect(told(await api(people.ray)('GET', `${ORGANISATIONS}/${NOBODY}`))).toEqual(
      told(await api(people.ray)('GET', `${ORGANISATIONS}/x`)),
    );
  });

  it('D36, P07: a suspended one’s people and keys are out within a second, on every process', async () => {
    await using hub = await startHub();
    await using second = await hub.another();
    const { people, keys, api, org } = await seedAlliance(hub);
    for (const who of [people.bo, keys.b]) expect((await api(who, second)('GET', ME)).status).toBe(200);
    const suspend = await api(people.root)('POST', `${ORGANISATIONS}/${org['cert-b']}/suspend`, { reason: 'breach' });
    expect(suspend.status).toBe(200);
    await until(
      'cert-b to be out',
      async () => {
        const answers = await Promise.all([people.bo, keys.b].map((who) => api(who, second)('GET', ME)));
        return answers.every(({ status }) => status === 401);
      },
      1_000,
    );
    expect((await api(keys.b)('GET', ME)).body['code']).toBe('organisation_suspended');
    const login = { email: people.bo.email, password: PASSWORD };
    expect((await client(hub.url)('POST', '/api/v1/session', login)).body['code']).toBe('organisation_suspended');
    expect((await api(people.ana)('GET', ME)).status).toBe(200);
    await api(people.root)('POST', `${ORGANISATIONS}/${org['cert-b']}/reinstate`, { reason: 'cleaned up' });
    expect((await api(keys.b)('GET', ME)).status).toBe(200);
    expect((await api(people.bo)('GET', ME)).status).toBe(401);
    expect((await client(hub.url)('POST', '/api/v1/session', login)).status).toBe(201);
  });
});

describe('people', () => {
  it('C09: are managed by their own organisation’s administrators; others’ do not exist', async () => {
    await using hub = await startHub();
    const { people, api } = await seedAlliance(hub);
    const adminA = api(people.adminA);
    const missing = told(await adminA('GET', `${PEOPLE}/${NOBODY}`));
    for (const [method, path, body] of [
      ['GET', `${PEOPLE}/${people.bo.id}`, undefined],
      ['PATCH', `${PEOPLE}/${people.bo.id}`, { role: 'reader' }],
      ['POST', `${PEOPLE}/${people.bo.id}/reset`, {}],
      ['DELETE', `${PEOPLE}/${people.bo.id}/totp`, undefined],
      ['GET', `${PEOPLE}?organisation_id=${people.bo.organisationId}`, undefined],
      ['POST', INVITATIONS, { email: 'x@cert-b.example', role: 'reader', organisation_id: people.bo.organisationId }],
    ] as const) {
      expect([path, told(await adminA(method, path, body))]).toEqual([path, missing]);
    }
    const { body } = await adminA<{ items: { organisation_id: string }[] }>('GET', PEOPLE);
    expect(new Set(body.items.map((person) => person.organisation_id))).toEqual(new Set([people.ana.organisationId]));
    const changed = await adminA('PATCH', `${PEOPLE}/${people.ray.id}`, { role: 'analyst' });
    expect(changed.body).toMatchObject({ id: people.ray.id, role: 'analyst', status: 'active' });
    expect((await api(people.ray)('GET', ME)).body).toMatchObject({ scopes: ['read', 'feed', 'submit', 'sign'] });
  });

  it('C09, B06: nobody grants, changes or resets a role above his own', async () => {
    await using hub = await startHub();
    const { people, api, person } = await seedAlliance(hub);
    const clerk = api(await person('secretariat', 'org-admin'));
    const refused = async (answer: Promise<{ status: number; body: Record<string, unknown> }>) => {
      const { status, body } = await answer;
      expect([status, body['code']]).toEqual([403, 'forbidden']);
    };
    await refused(api(people.adminA)('PATCH', `${PEOPLE}/${people.ana.id}`, { role: 'alliance-admin' }));
    await refused(api(people.adminA)('PATCH', `${PEOPLE}/${people.adminA.id}`, { role: 'alliance-admin' }));
    await refused(api(people.adminA)('POST', INVITATIONS, { email: 'x@cert-a.example', role: 'alliance-admin' }));
    await refused(clerk('PATCH', `${PEOPLE}/${people.root.id}`, { status: 'suspended' }));
    await refused(clerk('PATCH', `${PEOPLE}/${people.root.id}`, { role: 'reader' }));
    await refused(clerk('POST', `${PEOPLE}/${people.root.id}/reset`, {}));
    await refused(clerk('DELETE', `${PEOPLE}/${people.root.id}/totp`));
    await refused(api(people.adminA)('POST', `${PEOPLE}/${people.adminA.id}/reset`, {}));
    expect((await api(people.root)('GET', `${PEOPLE}/${people.root.id}`)).body).toMatchObject({
      role: 'alliance-admin',
      status: 'active',
    });
  });

  it('the alliance keeps an administrator who can sign in, however many ask at once', async () => {
    await using hub = await startHub();
    const { people, api, person, org } = await seedAlliance(hub);
    const root = api(people.root);
    const last = async (method: string, path: string, body: object) => {
      const { status, body: problem } = await root(method, path, body);
      expect([status, problem['code']]).toEqual([422, 'last_admin']);
    };
    await last('PATCH', `${PEOPLE}/${people.root.id}`, { role: 'org-admin' });
    await last('PATCH', `${PEOPLE}/${people.root.id}`, { status: 'suspended' });
    await last('POST', `${ORGANISATIONS}/${org.secretariat}/suspend`, { reason: 'x' });
    await last('POST', `${ORGANISATIONS}/${org.secretariat}/withdraw`, { reason: 'x' });
    const other = await person('secretariat', 'alliance-admin');
    const both = await Promise.all([
      root('PATCH', `${PEOPLE}/${other.id}`, { status: 'suspended' }),
      api(other)('PATCH', `${PEOPLE}/${people.root.id}`, { status: 'suspended' }),
    ]);
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await rowsOf(hub, `select 1 from person where role = 'alliance-admin' and status = 'active'`)).toHaveLength(
      1,
    );
  });

  it('an active organisation keeps an administrator who can sign in, whoever asks; one that is suspended need not', async () => {
    await using hub = await startHub();
    const { people, api, person, org } = await seedAlliance(hub);
    const path = `${PEOPLE}/${people.adminA.id}`;
    for (const who of [people.adminA, people.root])
      for (const change of [{ role: 'analyst' }, { role: 'reader' }, { status: 'suspended' }]) {
        const { status, body } = await api(who)('PATCH', path, change);
        expect([change, status, body['code']]).toEqual([change, 422, 'last_admin']);
      }
    expect((await api(people.adminA)('PATCH', path, { name: 'Ada' })).status).toBe(200);
    const deputy = await person('cert-a', 'org-admin');
    const both = await Promise.all([
      api(people.adminA)('PATCH', `${PEOPLE}/${deputy.id}`, { role: 'analyst' }),
      api(deputy)('PATCH', path, { status: 'suspended' }),
    ]);
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await api(people.root)('PATCH', `${PEOPLE}/${people.ana.id}`, { status: 'suspended' })).status).toBe(200);
    await api(people.root)('POST', `${ORGANISATIONS}/${org['cert-b']}/suspend`, { reason: 'keys in a paste' });
    expect((await api(people.root)('PATCH', `${PEOPLE}/${people.adminB.id}`, { role: 'analyst' })).status).toBe(200);
  });

  it('P07: whoever is suspended is out within a second on every process, and stays out', async () => {
    await using hub = await startHub();
    await using second = await hub.another();
    const { people, api } = await seedAlliance(hub);
    expect((await api(people.ana, second)('GET', ME)).status).toBe(200);
    expect((await api(people.adminA)('PATCH', `${PEOPLE}/${people.ana.id}`, { status: 'suspended' })).status).toBe(200);
    await until('ana to be out', async () => (await api(people.ana, second)('GET', ME)).status === 401, 1_000);
    const login = { email: people.ana.email, password: PASSWORD };
    expect((await client(hub.url)('POST', '/api/v1/session', login)).status).toBe(401);
    await api(people.adminA)('PATCH', `${PEOPLE}/${people.ana.id}`, { status: 'active' });
    expect((await api(people.ana)('GET', ME)).status).toBe(401);
  });
});
