import type { StixObject } from '../src/kernel/index.js';
import { emailOf, organisationId } from './support/cast.js';
import { type Hub, startHub } from './support/hub.js';
import { attribution, identityOf, type Joint, type Member, seedJoint } from './support/joint.js';
import { keyWith } from './support/keys.js';
import { type Api, client, rowsOf, told } from './support/people.js';

const ADVISORIES = '/api/v1/advisories';
const NOWHERE = 'note--0b5b7f3e-58d3-4a3c-9d0c-3a3b6a0f5e11';
const TO_LEAD = { audience: { organisations: ['cert-a'] } };

interface Item {
  id: string;
  in_reply_to: string | null;
  organisation: string;
  content: string | null;
  tlp: string;
  withdrawn: boolean;
  etag: string;
}
interface Page {
  items: Item[];
  next?: string;
}

describe('answers to a request for information', () => {
  let hub: Hub;
  let joint: Joint;
  beforeAll(async () => {
    hub = await startHub();
    joint = await seedJoint(hub);
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  const published = async (more: Record<string, unknown> = {}): Promise<string> => {
    const body = attribution({
      kind: 'request-for-information',
      tlp: 'amber',
      signers: [],
      quorum: undefined,
      ...more,
    });
    const { id } = (await joint.analyst['cert-a']<{ id: string }>('POST', ADVISORIES, body)).body;
    expect((await joint.analyst['cert-a']('POST', `${ADVISORIES}/${id}/publish`, {})).status).toBe(200);
    return id;
  };
  const path = (id: string) => `${ADVISORIES}/${id}/answers`;
  const answer = (api: Api, id: string, content: string, more: object = {}) =>
    api<Record<string, unknown> & { id: string; etag: string }>('POST', path(id), { content, ...more });
  const thread = async (api: Api, id: string) => (await api<Page>('GET', path(id))).body.items;
  const said = async (of: Member, id: string) => (await thread(joint.key[of], id)).map(({ content }) => content);

  it('new words go no further than the request does by now', async () => {
    const id = await published();
    const { body } = await answer(joint.key['cert-b'], id, 'Nothing seen.');
    await joint.analyst['cert-a']('POST', `${ADVISORIES}/${id}/revise`, {});
    const { body: work } = await joint.analyst['cert-a']<{ body: object }>('GET', `${ADVISORIES}/${id}/work`);
    const narrow = { ...work.body, audience: { organisations: ['cert-b'] } };
    await joint.analyst['cert-a']('PUT', `${ADVISORIES}/${id}/work`, narrow, { 'if-match': '*' });
    expect((await joint.analyst['cert-a']('POST', `${ADVISORIES}/${id}/publish`, {})).status).toBe(200);
    const reworded = await joint.key['cert-b'](
      'PUT',
      `${path(id)}/${body.id}`,
      { content: 'Of the narrow one.' },
      { 'if-match': '*' },
    );
    expect(reworded).toMatchObject({ status: 422, body: { code: 'derivation_exceeds_source' } });
    expect(JSON.stringify((await joint.key['cert-c']('GET', `/api/v1/objects/${body.id}`)).body)).not.toContain(
      'narrow',
    );
    expect((await joint.key['cert-b']('DELETE', `${path(id)}/${body.id}`)).status).toBe(204);
  });

  it('a thread of three members: an answer for the lead alone is not seen by the third, nor its place', async () => {
    const id = await published();
    const first = await answer(joint.key['cert-b'], id, 'Nothing seen.', {
      abstract: 'no',
      authors: ['SOC of cert-b'],
    });
    expect([first.status, first.headers.get('location')]).toEqual([201, `/api/v1/objects/${first.body.id}`]);
    const hidden = await answer(joint.key['cert-b'], id, 'Seen at one of ours.', TO_LEAD);
    const reply = await answer(joint.key['cert-a'], id, 'Since when?', { in_reply_to: hidden.body.id });
    const last = await answer(joint.key['cert-c'], id, 'Nor here.', { in_reply_to: first.body.id });
    expect(reply.status).toBe(201);

    const all = await thread(joint.key['cert-a'], id);
    expect(all.map((one) => [one.id, one.in_reply_to, one.organisation, one.tlp])).toEqual([
      [first.body.id, null, identityOf('cert-b'), 'amber'],
      [hidden.body.id, null, identityOf('cert-b'), 'amber'],
      [reply.body.id, hidden.body.id, identityOf('cert-a'), 'amber'],
      [last.body.id, first.body.id, identityOf('cert-c'), 'amber'],
    ]);
    expect(await said('cert-c', id)).toEqual(['Nothing seen.', 'Nor here.']);
    const pages: Item[] = [];
    for (let next: string | undefined = ''; next !== undefined;) {
      const { body }: { body: Page } = await joint.key['cert-c'](
        'GET',
        `${path(id)}?limit=1${next && `&cursor=${next}`}`,
      );
      expect(body.items).toHaveLength(1);
      pages.push(...body.items);
      next = body.next;
    }
    expect(pages.map(({ content }) => content)).toEqual(['Nothing seen.', 'Nor here.']);
    for (const one of [hidden.body.id, reply.body.id])
      expect((await joint.key['cert-c']('GET', `/api/v1/objects/${one}`)).status).toBe(404);
    const { body: note } = await joint.key['cert-c']<StixObject>('GET', `/api/v1/objects/${first.body.id}`);
    expect(note).toMatchObject({ type: 'note', content: 'Nothing seen.', abstract: 'no', object_refs: [id] });
  });

  it('a reply to what is hidden is one to what is missing; a reply goes no further than what it answers', async () => {
    const id = await published();
    const other = await published();
    const hidden = (await answer(joint.key['cert-b'], id, 'For the lead.', TO_LEAD)).body.id;
    const elsewhere = (await answer(joint.key['cert-b'], other, 'In another thread.')).body.id;
    const missing = told(await answer(joint.key['cert-c'], id, 'x', { in_reply_to: NOWHERE }));
    expect(missing[0]).toBe(404);
    for (const target of [hidden, elsewhere, id, 'nonsense'])
      expect(told(await answer(joint.key['cert-c'], id, 'x', { in_reply_to: target }))).toEqual(missing);
    const wider = { in_reply_to: hidden, audience: 'all' };
    expect((await answer(joint.key['cert-a'], id, 'x', wider)).body).toMatchObject({
      code: 'derivation_exceeds_source',
    });
    expect((await answer(joint.key['cert-b'], id, 'x', { tlp: 'green' })).body).toMatchObject({
      code: 'derivation_exceeds_source',
    });
    expect((await answer(joint.key['cert-b'], id, 'x', { audience: 'organisation' })).status).toBe(201);
  });

  it('a reply goes no further than the request does by now, though the answer did', async () => {
    const id = await published();
    const first = (await answer(joint.key['cert-b'], id, 'To all.')).body.id;
    await joint.analyst['cert-a']('POST', `${ADVISORIES}/${id}/revise`, {});
    const { body: work } = await joint.analyst['cert-a']<{ body: object }>('GET', `${ADVISORIES}/${id}/work`);
    const narrow = { ...work.body, audience: { organisations: ['cert-b'] } };
    await joint.analyst['cert-a']('PUT', `${ADVISORIES}/${id}/work`, narrow, { 'if-match': '*' });
    await joint.analyst['cert-a']('POST', `${ADVISORIES}/${id}/publish`, {});
    expect((await answer(joint.key['cert-b'], id, 'x', { in_reply_to: first })).body).toMatchObject({
      code: 'derivation_exceeds_source',
    });
    const within = { in_reply_to: first, audience: { organisations: ['cert-a', 'cert-b'] } };
    expect((await answer(joint.key['cert-b'], id, 'Between us.', within)).status).toBe(201);
    expect((await joint.key['cert-c']('GET', path(id))).status).toBe(404);
  });

  it('its author revises and withdraws it; nobody else does', async () => {
    const id = await published();
    const { id: mine, etag } = (await answer(joint.key['cert-b'], id, 'Nothing.', { abstract: 'no' })).body;
    const at = `${path(id)}/${mine}`;
    const put = (of: Member, tag?: string) =>
      joint.key[of]<Item>('PUT', at, { content: 'One after all.' }, tag === undefined ? {} : { 'if-match': tag });
    expect((await put('cert-b')).status).toBe(428);
    expect((await put('cert-c', '*')).body).toMatchObject({ code: 'not_originator' });
    expect((await put('cert-b', '"0"')).body).toMatchObject({ code: 'precondition_failed' });
    const { status, body } = await put('cert-b', etag);
    expect(status).toBe(200);
    expect(await thread(joint.key['cert-c'], id)).toMatchObject([
      { id: mine, content: 'One after all.', abstract: null, etag: body.etag },
    ]);
    const other = await published();
    expect((await joint.key['cert-b']('DELETE', `${path(other)}/${mine}`)).body).toMatchObject({ code: 'not_found' });
    expect((await joint.key['cert-c']('DELETE', at)).body).toMatchObject({ code: 'not_originator' });
    expect((await joint.key['cert-b']('DELETE', at)).status).toBe(204);
    expect(await thread(joint.key['cert-c'], id)).toMatchObject([{ id: mine, content: null, withdrawn: true }]);
    expect((await put('cert-b', '*')).body).toMatchObject({ code: 'revoked' });
  });

  it('a request that was withdrawn takes none, nor does what asks for nothing; answers are withdrawn all the same', async () => {
    const alert = await published({ kind: 'alert' });
    expect((await answer(joint.key['cert-b'], alert, 'x')).body).toMatchObject({ code: 'conflict' });
    const id = await published();
    const { id: mine } = (await answer(joint.key['cert-b'], id, 'Here.')).body;
    await joint.analyst['cert-a']('POST', `${ADVISORIES}/${id}/withdraw`, { reason: 'solved' });
    expect((await answer(joint.key['cert-b'], id, 'x')).body).toMatchObject({ code: 'conflict' });
    const change = await joint.key['cert-b']('PUT', `${path(id)}/${mine}`, { content: 'x' }, { 'if-match': '*' });
    expect(change.body).toMatchObject({ code: 'conflict' });
    expect(await said('cert-c', id)).toEqual(['Here.']);
    expect((await joint.key['cert-b']('DELETE', `${path(id)}/${mine}`)).status).toBe(204);
  });

  it('under TLP:RED the people named answer one another, and nobody else sees that they do', async () => {
    const people = ['cert-b', 'cert-c'].map((of) => emailOf(`analyst of ${of}`, of));
    const id = await published({ tlp: 'red', audience: { people } });
    const first = await answer(joint.analyst['cert-b'], id, 'Among us.');
    expect(first.status).toBe(201);
    const lead = { audience: { people: [emailOf('analyst of cert-a', 'cert-a')] } };
    expect((await answer(joint.analyst['cert-b'], id, 'For you alone.', lead)).status).toBe(201);
    const beyond = { audience: { people: [emailOf('admin of cert-a', 'cert-a')] } };
    expect((await answer(joint.analyst['cert-b'], id, 'x', beyond)).body).toMatchObject({
      code: 'derivation_exceeds_source',
    });
    const contents = async (api: Api) => (await thread(api, id)).map(({ content }) => content);
    expect(await contents(joint.analyst['cert-a'])).toEqual(['Among us.', 'For you alone.']);
    expect(await contents(joint.analyst['cert-c'])).toEqual(['Among us.']);
    for (const api of [joint.key['cert-b'], joint.admin['cert-b'], joint.root])
      expect((await api('GET', path(id))).status).toBe(404);
    const records = await rowsOf(hub, 'select record from audit_record where record like $1', [`%${first.body.id}%`]);
    expect(records).toEqual([]);
  });

  it('is not for constituents, and has its limits', async () => {
    const id = await published();
    await answer(joint.key['cert-b'], id, 'Here.');
    const constituent = await keyWith(hub, organisationId('cert-b'), ['read', 'submit'], 'constituent');
    const api = client(hub.url, { id: '', text: constituent, organisationId: organisationId('cert-b') });
    expect((await api('GET', `${ADVISORIES}/${id}`)).status).toBe(200);
    expect((await api('GET', path(id))).status).toBe(404);
    expect((await answer(api, id, 'x')).status).toBe(404);
    for (const bad of [
      {},
      { content: '' },
      { content: 'x', colour: 1 },
      { content: 'a\u0000b' },
      { content: 'x'.repeat(50_001) },
    ])
      expect((await joint.key['cert-b']('POST', path(id), bad)).status).toBe(422);
    for (let i = 1; i < 200; i += 1) expect((await answer(joint.key['cert-b'], id, `${i}`)).status).toBe(201);
    expect((await answer(joint.key['cert-b'], id, 'x')).body).toMatchObject({ code: 'limit_reached' });
    expect((await answer(joint.key['cert-c'], id, 'x')).status).toBe(201);
  });
});
