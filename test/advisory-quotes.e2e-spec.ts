import type { StixObject } from '../src/kernel/index.js';
import { startHub } from './support/hub.js';
import { attribution, identityOf, type Joint, type Member, seedJoint } from './support/joint.js';

const ADVISORIES = '/api/v1/advisories';

interface Work {
  id: string;
  body: Record<string, unknown>;
}

async function drafted(joint: Joint, more: Record<string, unknown>): Promise<Work> {
  return (await joint.analyst['cert-a']<Work>('POST', ADVISORIES, attribution(more))).body;
}

const step = async (joint: Joint, of: Member, id: string, what: string, body: unknown = {}) =>
  joint.analyst[of]<Work>('POST', `${ADVISORIES}/${id}/${what}`, body);

describe('what an advisory leans on', () => {
  it('quotes nothing above its audience, unless who said it approves; links are told to those who may see', async () => {
    await using hub = await startHub();
    const joint = await seedJoint(hub);
    const item = { value: 'quoted.example', tlp: 'amber', audience: { organisations: ['cert-a', 'cert-b'] } };
    const { body: said } = await joint.analyst['cert-b']<{ id: string }>('POST', '/api/v1/indicators', item);
    const { id } = await drafted(joint, {
      kind: 'advisory',
      signers: [],
      quorum: undefined,
      body: 'Block quoted[.]example, please.',
      indicators: [said.id],
    });
    const refused = await step(joint, 'cert-a', id, 'publish');
    expect([refused.status, refused.body]).toMatchObject([
      422,
      {
        code: 'derivation_exceeds_source',
        objects: [{ id: said.id, organisation: identityOf('cert-b'), value: 'quoted.example' }],
      },
    ]);
    expect((await step(joint, 'cert-a', id, 'quotes')).body).toEqual({ asked: 1 });
    const asks = async () =>
      (await joint.analyst['cert-b']<{ items: { ask: string }[] }>('GET', `${ADVISORIES}/quotes`)).body.items;
    const answer = async (of: Member, ask: string) =>
      joint.analyst[of]('PUT', `${ADVISORIES}/${id}/quotes/${said.id}`, { ask, answer: 'approved' });
    const [first] = await asks();
    expect((await answer('cert-c', first!.ask)).status).toBe(404);
    expect(await asks()).toMatchObject([{ advisory: id, object: said.id, tlp: 'green', audience: 'all' }]);
    // what is asked becomes more, under the eyes of who answers: the answer is not to that
    const { body: work } = await joint.analyst['cert-a']<Work>('GET', `${ADVISORIES}/${id}/work`);
    const wider = { ...work.body, tlp: 'clear' };
    await joint.analyst['cert-a']('PUT', `${ADVISORIES}/${id}/work`, wider, { 'if-match': '*' });
    await step(joint, 'cert-a', id, 'quotes');
    expect((await answer('cert-b', first!.ask)).body).toMatchObject({ code: 'precondition_failed' });
    await joint.analyst['cert-a']('PUT', `${ADVISORIES}/${id}/work`, work.body, { 'if-match': '*' });
    await step(joint, 'cert-a', id, 'quotes');
    expect((await answer('cert-b', (await asks())[0]!.ask)).status).toBe(204);
    expect((await step(joint, 'cert-a', id, 'publish')).body).toMatchObject({ state: 'published' });
    const { body: report } = await joint.key['cert-c']<StixObject>('GET', `${ADVISORIES}/${id}`);
    expect(JSON.stringify(report)).not.toContain(said.id);
    const related = async (of: Member) =>
      (await joint.key[of]<{ objects: StixObject[] }>('GET', `/api/v1/search?q=type:relationship`)).body.objects.filter(
        (object) => object['target_ref'] === said.id,
      ).length;
    expect([await related('cert-a'), await related('cert-b'), await related('cert-c')]).toEqual([1, 1, 0]);
  });

  it('counts sightings of what it links, and of nothing that only speaks of it', async () => {
    await using hub = await startHub();
    const joint = await seedJoint(hub);
    const made = async (value: string) =>
      (await joint.analyst['cert-a']<{ id: string }>('POST', '/api/v1/indicators', { value, tlp: 'green' })).body.id;
    const [linked, other] = [await made('seen.example'), await made('other.example')];
    const sight = (of: Member, id: string, report: object) =>
      joint.key[of]('POST', `/api/v1/indicators/${id}/sightings`, report);
    await sight('cert-b', linked, { count: 999_999_999 });
    await sight('cert-b', linked, { count: 999_999_999 });
    await sight('cert-b', linked, { count: 999_999_999 });
    await sight('cert-c', other, { description: `as with ${linked}` });
    const { id } = await drafted(joint, { kind: 'advisory', signers: [], quorum: undefined, indicators: [linked] });
    expect((await step(joint, 'cert-a', id, 'publish')).body).toMatchObject({ state: 'published' });
    const { body } = await joint.key['cert-a']<{ sightings: object[] }>('GET', `${ADVISORIES}/${id}/matrix`);
    expect(body.sightings).toEqual([{ object: linked, sightings: 2_999_999_997, organisations: 1 }]);
  });
});
