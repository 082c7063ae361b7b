import { authoring } from './support/authoring.js';
import { type Hub, startHub } from './support/hub.js';
import { type Joint, type Member, seedJoint } from './support/joint.js';
import { rowsOf } from './support/people.js';
import { until } from './support/until.js';

const ADVISORIES = '/api/v1/advisories';
const NOWHERE = 'report--0b5b7f3e-58d3-5a3c-9d0c-3a3b6a0f5e11';
const FOR_B = { tlp: 'amber', audience: { organisations: ['cert-b'] } };

interface Listed {
  id: string;
  withdrawn: boolean;
  superseded_by: string | null;
}

describe('an advisory that another supersedes', () => {
  let hub: Hub;
  let joint: Joint;
  beforeAll(async () => {
    hub = await startHub();
    joint = await seedJoint(hub);
  });
  afterAll(() => hub[Symbol.asyncDispose]());
  const { begin, publish, save, step } = authoring(() => joint);

  async function published(more: Record<string, unknown> = {}): Promise<string> {
    const { id } = await begin(more);
    await publish(id);
    return id;
  }
  const supersede = (id: string, by: string) =>
    step('cert-a', id, 'withdraw', { reason: 'There is a joint one.', superseded_by: by });
  const read = async (of: Member, id: string) =>
    JSON.stringify((await joint.key[of]('GET', `${ADVISORIES}/${id}`)).body);
  const listed = async (of: Member, id: string) =>
    (await joint.key[of]<{ items: Listed[] }>('GET', ADVISORIES)).body.items.find((one) => one.id === id);
  const exported = async (of: Member, id: string, format: string) => {
    const { body } = await joint.key[of]<unknown>('GET', `${ADVISORIES}/${id}/export?format=${format}`);
    return typeof body === 'string' ? body : JSON.stringify(body);
  };

  it('names it wherever it is read', async () => {
    const [old, next] = [await published(), await published({ title: 'The joint one' })];
    expect((await supersede(old, next)).body).toMatchObject({ state: 'withdrawn' });
    expect(await read('cert-c', old)).toContain(`"superseded_by":"${next}"`);
    expect(await listed('cert-c', old)).toMatchObject({ withdrawn: true, superseded_by: next });
    expect(await listed('cert-c', next)).toMatchObject({ withdrawn: false, superseded_by: null });
    for (const format of ['html', 'markdown'])
      expect((await exported('cert-c', old, format)).replaceAll('\\', '')).toMatch(
        new RegExp(`Superseded on [\\d: -]{19}Z by ${next}\\.`),
      );
    expect(JSON.parse(await exported('cert-c', old, 'csaf-2.1'))).toMatchObject({
      document: {
        category: 'csaf_superseded',
        notes: [{ title: 'Reasoning for Supersession', text: 'There is a joint one.' }],
        references: [{ category: 'external', summary: `Superseding Document: ${next}` }],
      },
    });
    expect(await exported('cert-c', old, 'csaf-2.0')).toContain('SUPERSEDED: ');
  });

  it('is no other than one that stands, that one sees, and that all have who have it', async () => {
    const old = await published();
    const [narrower, gone, draft] = [await published(FOR_B), await published(), (await begin()).id];
    await step('cert-a', gone, 'withdraw', { reason: 'wrong' });
    const hidden = (
      await joint.analyst['cert-b']<{ id: string }>('POST', ADVISORIES, {
        kind: 'alert',
        title: 'Theirs',
        body: 'x',
        tlp: 'amber+strict',
        audience: 'organisation',
      })
    ).body.id;
    expect((await step('cert-b', hidden, 'publish')).body).toMatchObject({ state: 'published' });
    const said = await Promise.all(
      [NOWHERE, hidden, draft, gone, old, narrower, 'report--x'].map(async (by) => {
        const { status, body } = await supersede(old, by);
        const { errors } = body as unknown as { errors?: { pointer: string }[] };
        return [status, JSON.stringify(body).includes('/superseded_by'), errors?.length];
      }),
    );
    expect(new Set(said.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(said[0]!.slice(0, 2)).toEqual([422, true]);
    expect(await listed('cert-c', old)).toMatchObject({ withdrawn: false });
    expect((await supersede(narrower, old)).body).toMatchObject({ state: 'withdrawn' });
  });

  it('does not name it any more to whom it was taken from', async () => {
    const [old, next] = [await published(), await published()];
    await supersede(old, next);
    await step('cert-a', next, 'revise');
    await save(joint.analyst['cert-a'], next, FOR_B);
    await publish(next);
    expect(await read('cert-b', old)).toContain(next);
    expect(await listed('cert-b', old)).toMatchObject({ superseded_by: next });
    expect(await listed('cert-c', old)).toMatchObject({ withdrawn: true, superseded_by: null });
    expect(await read('cert-c', old)).not.toContain(next);
    // what is printed is passed on
    expect(await exported('cert-c', old, 'signed')).not.toContain(next);
    for (const reader of ['cert-b', 'cert-c'] as const)
      for (const format of ['html', 'markdown', 'csaf-2.0', 'csaf-2.1'])
        expect([format, (await exported(reader, old, format)).includes(next)]).toEqual([format, false]);
    expect(await exported('cert-c', old, 'csaf-2.1')).toContain('csaf_withdrawn');
  });

  it('is not named by the document that is made once, for all who may ever get it', async () => {
    const [old, next] = [await published(), await published()];
    await supersede(old, next);
    const text = await until('the document', async () => {
      const rows = await rowsOf<{ text: string }>(
        hub,
        `select convert_from(body, 'UTF8') as text from csaf_document where advisory_id = $1 order by seq desc limit 1`,
        [old],
      );
      return rows.find((row) => row.text.includes('WITHDRAWN: '))?.text;
    });
    expect(text).not.toContain(next);
  });

  it('names none that a late member of their group does not see', async () => {
    const members = async (...names: Member[]) => {
      const { body } = await joint.root<{ items: { id: string; short_name: string }[] }>(
        'GET',
        '/api/v1/organisations',
      );
      return body.items.filter((one) => names.includes(one.short_name as Member)).map(({ id }) => id);
    };
    const { body: group } = await joint.root<{ id: string }>('POST', '/api/v1/groups', {
      name: 'exchange',
      members: await members('cert-a', 'cert-b'),
    });
    const forGroup = { tlp: 'amber', audience: { group: group.id } };
    const [old, next] = [await published(forGroup), await published(forGroup)];
    const [late] = await members('cert-c');
    expect((await joint.root('PUT', `/api/v1/groups/${group.id}/members/${late}`, {})).status).toBeLessThan(300);
    expect((await joint.key['cert-c']('GET', `${ADVISORIES}/${next}`)).status).toBe(404);
    expect(await supersede(old, next)).toMatchObject({ status: 422 });
    const later = await published(forGroup);
    expect((await supersede(old, later)).body).toMatchObject({ state: 'withdrawn' });
    expect(await read('cert-c', old)).toContain(later);
  });
});
