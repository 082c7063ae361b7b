import { authoring } from './support/authoring.js';
import { type Hub, startHub } from './support/hub.js';
import { giveKeys, identityOf, type Joint, type Member, seedJoint } from './support/joint.js';
import { type Api, told } from './support/people.js';

const ADVISORIES = '/api/v1/advisories';
const NOWHERE = 'report--0b5b7f3e-58d3-4a3c-9d0c-3a3b6a0f5e11';

interface Change {
  field: string;
  [property: string]: unknown;
}
interface Diff {
  from: Record<string, unknown>;
  to: Record<string, unknown>;
  changes: Change[];
}

describe('the difference between versions', () => {
  let hub: Hub;
  let joint: Joint;
  beforeAll(async () => {
    hub = await startHub();
    joint = await seedJoint(hub);
    await giveKeys(joint, ['cert-b']);
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  const { begin, step: stepOf, save: saveAs, publish } = authoring(() => joint);
  const step = (id: string, name: string, body: unknown = {}) => stepOf('cert-a', id, name, body);
  const save = async (id: string, edit: object) =>
    expect((await saveAs(joint.analyst['cert-a'], id, edit)).status).toBe(200);
  const next = async (id: string, edit: object) => {
    await step(id, 'revise');
    await save(id, edit);
    await publish(id);
  };
  const diff = (api: Api, id: string, query = '') => api<Diff>('GET', `${ADVISORIES}/${id}/diff${query}`);

  it('is told of what is published: values, lists, and the text by its lines', async () => {
    const { id } = await begin({ body: 'One.\nTwo.\nThree.' });
    await publish(id);
    await next(id, {
      title: 'Exchange servers, again',
      body: 'One.\nTwo or more.\nThree.',
      techniques: ['T1190', 'T1078'],
      severity: undefined,
      authors: ['cert-b'],
    });
    const { status, body } = await diff(joint.key['cert-z'], id, '?from=1&to=2');
    expect(status).toBe(200);
    expect([body.from['version'], body.to['version']]).toEqual([1, 2]);
    expect(body.changes.map(({ field }) => field)).toEqual(['title', 'severity', 'body', 'techniques', 'authors']);
    expect(body.changes).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ field: 'title', after: 'Exchange servers, again' }),
        { field: 'severity', before: 'critical', after: null },
        { field: 'techniques', added: ['T1078'], removed: ['T1505.003'] },
        { field: 'authors', added: [identityOf('cert-b')], removed: [] },
      ]),
    );
    const [hunk] = body.changes.find(({ field }) => field === 'body')!['hunks'] as { lines: object[] }[];
    expect(hunk!.lines).toMatchObject([
      { op: ' ', text: 'One.' },
      { op: '-', text: 'Two.' },
      { op: '+', text: 'Two or more.' },
      { op: ' ', text: 'Three.' },
    ]);
    await next(id, { body: 'One.' });
    await step(id, 'withdraw', { reason: 'x' });
    expect((await diff(joint.key['cert-z'], id)).body).toMatchObject({ from: { version: 2 }, to: { version: 3 } });
    expect((await diff(joint.key['cert-z'], id, '?from=3&to=1')).body.changes).toHaveLength(5);
    for (const bad of ['?from=0', '?to=x', '?colour=red'])
      expect((await diff(joint.key['cert-z'], id, bad)).status).toBe(422);
  });

  it('is not told of a version that went to others, and that reads as one that is not there', async () => {
    const alone = { actor: undefined, campaign: undefined }; // nothing comes along
    const { id } = await begin({
      ...alone,
      tlp: 'amber',
      audience: { organisations: ['cert-b'] },
      body: 'For cert-b.',
    });
    await publish(id);
    await next(id, { audience: { organisations: ['cert-b', 'cert-c'] }, body: 'For both.' });
    await next(id, { body: 'For both, again.' });
    expect((await diff(joint.key['cert-b'], id, '?from=1&to=3')).status).toBe(200);
    expect((await diff(joint.key['cert-c'], id, '?from=2&to=3')).status).toBe(200);
    const missing = told((await diff(joint.key['cert-c'], id, '?from=9&to=3')) as never);
    expect(missing[0]).toBe(404);
    expect(told((await diff(joint.key['cert-c'], id, '?from=1&to=3')) as never)).toEqual(missing);
    expect(told((await diff(joint.key['cert-d'], id)) as never)).toEqual(missing);
    expect(told((await diff(joint.key['cert-d'], NOWHERE)) as never)).toEqual(missing);
    expect(told((await diff(joint.key['cert-c'], id, '?to=2')) as never)).toEqual(missing);
    await next(id, { audience: { organisations: ['cert-b'] }, body: 'Not for cert-c any more.' });
    expect(told((await diff(joint.key['cert-c'], id, '?from=2&to=3')) as never)).toEqual(missing);
  });

  it('is not told to who joined the group later, of what was said before', async () => {
    const id = async (of: Member) => identityOf(of).slice('identity--'.length);
    const { body: group } = await joint.root<{ id: string }>('POST', '/api/v1/groups', {
      name: 'late',
      members: [await id('cert-a'), await id('cert-b')],
    });
    const audience = { tlp: 'amber', audience: { group: group.id } };
    const { id: advisory } = await begin({ ...audience, body: 'Before.' });
    await publish(advisory);
    await joint.root('PUT', `/api/v1/groups/${group.id}/members/${await id('cert-c')}`);
    await next(advisory, { body: 'Since.' });
    await next(advisory, { body: 'Since then.' });
    expect((await diff(joint.key['cert-b'], advisory, '?from=1&to=2')).status).toBe(200);
    expect((await diff(joint.key['cert-c'], advisory, '?from=1&to=2')).status).toBe(404);
    expect((await diff(joint.key['cert-c'], advisory)).body).toMatchObject({
      from: { version: 2 },
      to: { version: 3 },
    });
  });

  it('between revisions is for those who write it; who only signs is shown none', async () => {
    const { id } = await begin({ signers: ['cert-b'], quorum: 1, body: 'A draft.' });
    await save(id, { body: 'A better draft.', confidence: 70 });
    await save(id, { body: 'The best.' });
    await step(id, 'review');
    const at = (api: Api, query = '') => api<Diff>('GET', `${ADVISORIES}/${id}/revisions/diff${query}`);
    const { body } = await at(joint.analyst['cert-a'], '?from=1&to=2');
    expect(body).toMatchObject({ from: { revision: 1, version: 1 }, to: { revision: 2 } });
    expect(body.changes.map(({ field }) => field)).toEqual(['body', 'confidence']);
    expect((await at(joint.analyst['cert-a'])).body).toMatchObject({ from: { revision: 2 }, to: { revision: 3 } });
    expect((await at(joint.analyst['cert-a'], '?to=1')).status).toBe(404);
    for (const query of ['', '?from=1&to=3', '?from=2&to=2'])
      expect((await at(joint.analyst['cert-b'], query)).status).toBe(404);
    expect((await at(joint.analyst['cert-c'])).status).toBe(404);
  });

  it('of a text that is another one says that it was replaced', async () => {
    const lines = (mark: string) => Array.from({ length: 1_000 }, (_, i) => `${mark} ${i}`).join('\n');
    const { id } = await begin({ body: lines('a') });
    await publish(id);
    await next(id, { body: lines('b') });
    expect((await diff(joint.key['cert-z'], id)).body.changes).toEqual([
      { field: 'body', before: lines('a'), after: lines('b') },
    ]);
  });
});
