import { organisationId } from './support/cast.js';
import { type Hub, startHub } from './support/hub.js';
import { type Joint, type Member, seedJoint } from './support/joint.js';
import { keyWith } from './support/keys.js';
import { client, rowsOf, told } from './support/people.js';

const TEMPLATES = '/api/v1/advisory-templates';
const NOWHERE = '0b5b7f3e-58d3-4a3c-9d0c-3a3b6a0f5e11';
const KINDS = ['alert', 'advisory', 'situation-report', 'joint-attribution', 'request-for-information'];

interface Template {
  id: string;
  name: string;
  built_in: boolean;
  kind?: string | null;
  body: Record<string, unknown>;
  etag: string;
}

describe('templates of advisories', () => {
  let hub: Hub;
  let joint: Joint;
  beforeAll(async () => {
    hub = await startHub();
    joint = await seedJoint(hub);
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  const make = (of: Member, name: string, body: object = { kind: 'alert', signers: ['cert-b'] }) =>
    joint.key[of]<Template>('POST', TEMPLATES, { name, body });
  const list = async (of: Member) => (await joint.key[of]<{ items: Template[] }>('GET', TEMPLATES)).body.items;

  it('the hub has one for each kind, and each begins an advisory as it is', async () => {
    expect((await list('cert-b')).map(({ id, kind, built_in }) => [id, kind, built_in])).toEqual(
      KINDS.map((kind) => [kind, kind, true]),
    );
    for (const kind of KINDS) {
      const { body } = await joint.key['cert-b']<Template>('GET', `${TEMPLATES}/${kind}`);
      expect(String(body.body['body']).match(/^## /gm)!.length).toBeGreaterThanOrEqual(5);
      const drafted = await joint.key['cert-b']('POST', '/api/v1/advisories', body.body);
      expect(drafted.status).toBe(201);
    }
  });

  it('an organisation makes, changes and removes its own, over what was read', async () => {
    const { status, body: made } = await make('cert-a', 'Weekly', { kind: 'situation-report', authors: ['cert-b'] });
    expect([status, made]).toMatchObject([
      201,
      { name: 'Weekly', built_in: false, body: { kind: 'situation-report', authors: ['cert-b'] } },
    ]);
    expect(Object.keys(made.body)).toEqual(['kind', 'authors']); // nothing is filled in
    const at = `${TEMPLATES}/${made.id}`;
    expect((await list('cert-a'))[0]).toMatchObject({ id: made.id, kind: 'situation-report' });
    const put = (etag?: string, name = 'Weekly') =>
      joint.key['cert-a']<Template>(
        'PUT',
        at,
        { name, body: { title: 'This week' } },
        etag ? { 'if-match': etag } : {},
      );
    expect((await put()).status).toBe(428);
    const saved = await put(made.etag);
    expect([saved.status, saved.headers.get('etag')]).toEqual([200, saved.body.etag]);
    expect((await put(made.etag)).body).toMatchObject({ code: 'precondition_failed' });
    await make('cert-a', 'Other');
    expect((await put(saved.body.etag, 'Other')).body).toMatchObject({ code: 'conflict' });
    expect((await make('cert-a', 'Weekly')).body).toMatchObject({ code: 'conflict' });
    expect((await make('cert-b', 'Weekly')).status).toBe(201);
    expect((await joint.key['cert-a']('DELETE', at)).status).toBe(428);
    expect((await joint.key['cert-a']('DELETE', at, undefined, { 'if-match': saved.body.etag })).status).toBe(204);
    expect((await joint.key['cert-a']('GET', at)).status).toBe(404);
  });

  it('those of others do not exist; the hub’s own stay as they are', async () => {
    const { id } = (await make('cert-a', 'Ours')).body;
    const ask = async (of: Member, method: string, template: string) =>
      told(
        await joint.key[of](
          method,
          `${TEMPLATES}/${template}`,
          method === 'PUT' ? { name: 'x', body: {} } : undefined,
          {
            'if-match': '*',
          },
        ),
      );
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const missing = await ask('cert-c', method, NOWHERE);
      expect(missing[0]).toBe(404);
      for (const template of [id, 'nonsense']) expect(await ask('cert-c', method, template)).toEqual(missing);
    }
    expect(JSON.stringify(await list('cert-c'))).not.toContain('Ours');
    expect((await ask('cert-a', 'PUT', 'alert'))[1]).toMatchObject({ code: 'forbidden' });
    expect((await ask('cert-a', 'DELETE', 'alert'))[1]).toMatchObject({ code: 'forbidden' });
    const text = await keyWith(hub, organisationId('cert-a'), ['read', 'submit'], 'constituent');
    const constituent = client(hub.url, { id: '', text, organisationId: organisationId('cert-a') });
    expect((await constituent('GET', `${TEMPLATES}/${id}`)).status).toBe(404);
    expect((await constituent('POST', TEMPLATES, { name: 'x', body: {} })).status).toBe(404);
  });

  it('refuses what no advisory could have, and more than there is room for', async () => {
    const refused = async (name: string, body: unknown) =>
      (await joint.key['cert-d']('POST', TEMPLATES, { name, body })).body['code'];
    expect(await refused('x', { kind: 'poem' })).toBe('invalid');
    expect(await refused('x', { colour: 'red' })).toBe('unrecognized_keys');
    expect(await refused('x', { signers: ['cert-a', 'cert-a'] })).toBe('invalid');
    expect(await refused('two\nlines', {})).toBe('invalid');
    expect(await refused('x'.repeat(101), {})).toBe('invalid');
    await rowsOf(
      hub,
      `insert into advisory_template (id, organisation_id, name, text, changed_by)
       select gen_random_uuid(), $1, 'n' || n, '{}', '' from generate_series(1, 99) n`,
      [organisationId('cert-d')],
    );
    const both = await Promise.all(['one', 'two'].map((name) => refused(name, {})));
    expect(both.filter((code) => code === 'limit_reached')).toHaveLength(1);
  });
});
