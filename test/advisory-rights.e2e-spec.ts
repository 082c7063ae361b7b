import { type AtWork, authoring } from './support/authoring.js';
import { emailOf, organisationId } from './support/cast.js';
import { type Hub, startHub } from './support/hub.js';
import { attribution, giveKeys, type Joint, seedJoint } from './support/joint.js';
import { rowsOf, told } from './support/people.js';

const ADVISORIES = '/api/v1/advisories';
const NOWHERE = 'report--0b5b7f3e-58d3-4a3c-9d0c-3a3b6a0f5e11';
const PARTS = [
  '',
  '/work',
  '/revisions',
  '/revisions/1',
  '/steps',
  '/signatures',
  '/comments',
  '/acknowledgements',
  '/matrix',
];

describe('who may do what to an advisory', () => {
  let hub: Hub;
  let joint: Joint;
  beforeAll(async () => {
    hub = await startHub();
    joint = await seedJoint(hub);
    await giveKeys(joint, ['cert-a', 'cert-b']);
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  const { begin: beginAny, step } = authoring(() => joint);
  const begin = (more: Record<string, unknown> = {}) => beginAny({ signers: ['cert-b'], quorum: 1, ...more });

  it('to all others it is as one that does not exist, on every path', async () => {
    const { id } = await begin();
    await step('cert-a', id, 'review');
    for (const part of PARTS) {
      const missing = told(await joint.analyst['cert-c']('GET', `${ADVISORIES}/${NOWHERE}${part}`));
      expect(missing[0]).toBe(404);
      for (const api of [joint.analyst['cert-c'], joint.key['cert-c'], joint.root])
        expect(told(await api('GET', `${ADVISORIES}/${id}${part}`))).toEqual(missing);
    }
    for (const name of [
      'review',
      'rework',
      'call',
      'publish',
      'revise',
      'discard',
      'quotes',
      'withdraw',
      'comments',
      'signatures',
      'acknowledgements',
    ]) {
      const body =
        {
          withdraw: { reason: 'x' },
          comments: { body: 'x' },
          signatures: { sha256: '0'.repeat(64) },
          acknowledgements: { answer: 'acting' },
        }[name] ?? {};
      const missing = told((await step('cert-c', NOWHERE, name, body)) as never);
      expect(missing[0]).toBe(404);
      expect(told((await step('cert-c', id, name, body)) as never)).toEqual(missing);
    }
  });

  it('signers read, comment and sign; they do not write, call, publish or withdraw', async () => {
    const work = await begin();
    await step('cert-a', work.id, 'review');
    const body = attribution({ signers: ['cert-b'], quorum: 1 });
    const save = await joint.analyst['cert-b']('PUT', `${ADVISORIES}/${work.id}/work`, body, { 'if-match': '*' });
    expect(save.body).toMatchObject({ code: 'forbidden' });
    for (const name of ['review', 'rework', 'call', 'publish', 'revise', 'discard', 'quotes'])
      expect([name, (await step('cert-b', work.id, name)).body]).toEqual([
        name,
        expect.objectContaining({ code: 'forbidden' }),
      ]);
    expect((await step('cert-b', work.id, 'withdraw', { reason: 'x' })).body).toMatchObject({ code: 'forbidden' });
    const comment = await step('cert-b', work.id, 'comments', { body: 'sure?', passage: 'SILK HERON responsible' });
    expect(comment.status).toBe(201);
    expect((await step('cert-b', work.id, 'comments', { body: 'x', passage: 'not in it' })).body).toMatchObject({
      code: 'invalid',
    });
    const { id } = comment.body;
    const path = `${ADVISORIES}/${work.id}/comments`;
    expect((await joint.analyst['cert-a']('POST', path, { body: 'yes', parent: id })).status).toBe(201);
    expect((await joint.analyst['cert-a']('PUT', `${path}/${id}`, { resolved: true })).status).toBe(204);
    const { body: list } = await joint.key['cert-b']<{ items: object[] }>('GET', path);
    expect(list.items).toMatchObject([
      {
        body: 'sure?',
        passage: 'SILK HERON responsible',
        organisation: organisationId('cert-b'),
        resolved_at: expect.any(String),
      },
      { body: 'yes', parent: id, resolved_at: null },
    ]);
  });

  it('TLP:RED is worked on by the people that it names alone, and never by a key', async () => {
    const people = [emailOf('analyst of cert-b', 'cert-b')];
    const refused = await joint.key['cert-a']('POST', ADVISORIES, attribution({ tlp: 'red', audience: { people } }));
    expect(refused.body).toMatchObject({ code: 'red_requires_person' });
    const { id } = await begin({ tlp: 'red', audience: { people } });
    await step('cert-a', id, 'review');
    const read = async (api: Joint['root']) => (await api('GET', `${ADVISORIES}/${id}/work`)).status;
    expect(await read(joint.analyst['cert-a'])).toBe(200);
    expect(await read(joint.analyst['cert-b'])).toBe(200);
    for (const api of [
      joint.admin['cert-a'],
      joint.admin['cert-b'],
      joint.key['cert-a'],
      joint.key['cert-b'],
      joint.root,
    ])
      expect(await read(api)).toBe(404);
    const { sha256 } = (await step('cert-a', id, 'call')).body.signing!;
    expect((await joint.admin['cert-b']('POST', `${ADVISORIES}/${id}/signatures`, { sha256 })).status).toBe(404);
    expect((await step('cert-b', id, 'signatures', { sha256 })).status).toBe(201);
    expect((await step('cert-a', id, 'publish')).body).toMatchObject({ state: 'published' });
    expect((await joint.analyst['cert-b']('GET', `${ADVISORIES}/${id}`)).status).toBe(200);
    for (const api of [joint.admin['cert-b'], joint.key['cert-b'], joint.analyst['cert-c']])
      expect((await api('GET', `${ADVISORIES}/${id}`)).status).toBe(404);
    const records = await rowsOf<{ record: string }>(hub, 'select record from audit_record where record like $1', [
      `%${id}%`,
    ]);
    expect(records).toEqual([]);
  });

  it('what lacks something, names nobody or asks for more than there are is refused, and nothing is stored', async () => {
    const count = async () => (await rowsOf<{ n: number }>(hub, 'select count(*)::int as n from advisory'))[0]!.n;
    const had = await count();
    const refuse = async (more: Record<string, unknown>) =>
      (await joint.analyst['cert-a']('POST', ADVISORIES, attribution(more))).body['code'];
    expect(await refuse({ signers: ['cert-x'], quorum: 1 })).toBe('audience_unknown');
    expect(await refuse({ quorum: 6 })).toBe('invalid');
    expect(await refuse({ tlp: 'white+' })).toBe('tlp_unknown');
    expect(await refuse({ tlp: undefined })).toBe('invalid');
    expect(await refuse({ colour: 'red' })).toBe('unrecognized_keys');
    expect(await count()).toBe(had);
    const { id } = await begin({ kind: 'joint-attribution', evidence: [], signers: [], quorum: undefined });
    expect((await step('cert-a', id, 'publish')).body).toMatchObject({
      code: 'advisory_incomplete',
      pointer: '/evidence',
    });
    const { id: clear } = await begin({
      tlp: 'clear',
      audience: { organisations: ['cert-b'] },
      signers: [],
      quorum: undefined,
    });
    expect((await step('cert-a', clear, 'publish')).body).toMatchObject({ code: 'clear_requires_all' });
    expect((await step('cert-a', clear, 'discard')).status).toBe(204);
    expect((await joint.analyst['cert-a']<AtWork>('GET', `${ADVISORIES}/${clear}/work`)).body.state).toBe('discarded');
  });

  it('what was written under TLP:RED stays with its people; signers see no drafts, before or after', async () => {
    const people = [emailOf('analyst of cert-b', 'cert-b')];
    const { id, etag } = await begin({ tlp: 'red', audience: { people } });
    const lower = await joint.analyst['cert-a']('PUT', `${ADVISORIES}/${id}/work`, attribution(), { 'if-match': etag });
    expect(lower.body).toMatchObject({ code: 'conflict' });
    const open = await begin();
    await step('cert-a', open.id, 'comments', { body: 'among us' });
    await step('cert-a', open.id, 'review');
    const seen = async (part: string) =>
      (
        await joint.analyst['cert-b']<{ items: { revision?: number; body?: string }[] }>(
          'GET',
          `${ADVISORIES}/${open.id}/${part}`,
        )
      ).body.items;
    expect([await seen('comments'), (await seen('steps')).length]).toEqual([[], 1]);
    const edit = attribution({ signers: ['cert-b'], quorum: 1, body: 'A second text.' });
    await joint.analyst['cert-a']('PUT', `${ADVISORIES}/${open.id}/work`, edit, { 'if-match': '*' });
    expect((await seen('revisions')).map(({ revision }) => revision)).toEqual([2]);
    expect((await joint.analyst['cert-b']('GET', `${ADVISORIES}/${open.id}/revisions/1`)).status).toBe(404);
    await step('cert-a', open.id, 'rework');
    expect((await joint.analyst['cert-b']('GET', `${ADVISORIES}/${open.id}/work`)).status).toBe(404);
  });

  it('authors of a joint attribution are asked to sign it, and nobody counts twice', async () => {
    for (const more of [{ authors: ['cert-c'], signers: ['cert-a', 'cert-b'] }, { signers: ['cert-b'] }]) {
      const { id } = await begin({ kind: 'joint-attribution', ...more });
      await step('cert-a', id, 'review');
      const refused = { code: 'advisory_incomplete', pointer: '/signers' };
      expect((await step('cert-a', id, 'call')).body).toMatchObject(refused);
    }
    const twice = attribution({ signers: ['cert-b', 'cert-b'], quorum: 2 });
    expect((await joint.analyst['cert-a']('POST', ADVISORIES, twice)).body).toMatchObject({ code: 'invalid' });
  });
});
