import { type SigningKey, verifyAdvisory } from '../client/src/advisory/verify-advisory.js';
import { FORMATS } from '../src/advisories/printing/formats.js';
import { EXPORT_FORMATS } from '../src/exports/exports.js';
import type { StixObject } from '../src/kernel/index.js';
import { authoring } from './support/authoring.js';
import { type Hub, startHub } from './support/hub.js';
import { giveKeys, type Joint, type Member, seedJoint } from './support/joint.js';

const ADVISORIES = '/api/v1/advisories';
const TO_B = { tlp: 'amber', audience: { organisations: ['cert-a', 'cert-b'] } };
const TO_C = { tlp: 'amber', audience: { organisations: ['cert-a', 'cert-b', 'cert-c'] } };

describe('what an advisory refers to', () => {
  let hub: Hub;
  let joint: Joint;
  beforeAll(async () => {
    hub = await startHub();
    joint = await seedJoint(hub);
    await giveKeys(joint, ['cert-a', 'cert-b']);
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  const { begin, step, save, agree, publish } = authoring(() => joint);

  it('does not tell that it is there, by a link whose object was widened since', async () => {
    const { body: said } = await joint.analyst['cert-a']<{ id: string }>('POST', '/api/v1/indicators', {
      value: 'link.example',
      ...TO_B,
    });
    const { id } = await begin({ ...TO_C, indicators: [said.id], signers: ['cert-b'], quorum: 1 });
    await agree(id);
    const wider = { tlp: 'green', audience: 'all' };
    const widened = await joint.analyst['cert-a']('PATCH', `/api/v1/indicators/${said.id}`, wider, { 'if-match': '*' });
    expect(widened.status).toBe(200);
    await publish(id);
    const links = async (of: Member) =>
      (await joint.key[of]<{ objects: StixObject[] }>('GET', '/api/v1/search?q=type:relationship')).body.objects.filter(
        (object) => object['source_ref'] === id && object['target_ref'] === said.id,
      ).length;
    expect([await links('cert-b'), await links('cert-d')]).toEqual([1, 0]);
  });

  it('D18: is in none of its forms where its reader may not see it', async () => {
    const { body: said } = await joint.analyst['cert-a']<{ id: string }>('POST', '/api/v1/indicators', {
      value: 'referred.example',
      ...TO_B,
    });
    const { id } = await begin({ ...TO_C, indicators: [said.id], signers: ['cert-b'], quorum: 1 });
    await agree(id);
    await publish(id);
    const everything = async (of: Member) => {
      const forms = FORMATS.map((form) => `${ADVISORIES}/${id}/export?format=${form}`);
      const paths = ['/versions', '/related', '/bundle', ''].map((path) => `/api/v1/objects/${id}${path}`);
      const all = [
        ...forms,
        ...paths,
        `${ADVISORIES}/${id}`,
        '/api/v1/search?q=type:report',
        ...EXPORT_FORMATS.map((form) => `/api/v1/export?format=${form}`),
      ];
      const answers: { path: string; status: number; text: string }[] = [];
      for (const path of all) {
        const { status, body } = await joint.key[of]('GET', path);
        answers.push({ path, status, text: JSON.stringify(body) });
      }
      return answers;
    };
    const naming = (answers: { path: string; text: string }[]) =>
      answers
        .filter(({ text }) => text.includes(said.id) || /referred\W{1,3}example/.test(text))
        .map(({ path }) => path);
    const [b, c] = [await everything('cert-b'), await everything('cert-c')];
    expect([...b, ...c].filter(({ status }) => status !== 200).map(({ path }) => path)).toEqual([]);
    expect(naming(b)).not.toEqual([]);
    expect(naming(c)).toEqual([]);
  });

  it.each([
    ['that nobody signed', {}],
    ['that was signed', { signers: ['cert-b'], quorum: 1 }],
  ])('D18: is not in what the hub answers, where it was narrowed since: of one %s', async (_, more) => {
    const to = { tlp: 'amber', audience: { organisations: ['cert-a', 'cert-b', 'cert-c'] } };
    const { body: said } = await joint.analyst['cert-a']<{ id: string }>('POST', '/api/v1/indicators', {
      value: `narrowed${Object.keys(more).length}.example`,
      ...to,
    });
    const { id } = await begin({ ...to, indicators: [said.id], ...more });
    if ('signers' in more) await agree(id);
    await publish(id);
    await step('cert-a', id, 'revise');
    await save(joint.analyst['cert-a'], id, { indicators: [] });
    if ('signers' in more) await agree(id);
    await publish(id);
    await step('cert-a', id, 'revise');
    await save(joint.analyst['cert-a'], id, { indicators: [said.id] });
    if ('signers' in more) await agree(id);
    await publish(id);
    const naming = async (of: Member, paths: readonly string[]): Promise<string[]> => {
      const answers = await Promise.all(paths.map((path) => joint.key[of]('GET', path)));
      expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
      return paths.filter((__, i) => JSON.stringify(answers[i]!.body).includes(said.id));
    };
    const form = (name: string) => `${ADVISORIES}/${id}/export?format=${name}`;
    const made = [
      `${ADVISORIES}/${id}`,
      ...FORMATS.filter((name) => name !== 'signed').map(form),
      `${ADVISORIES}/${id}/diff`,
      `${ADVISORIES}/${id}/diff?from=1&to=2`,
    ];
    // one text for all, in the ledger and under the signatures
    const stored = [form('signed'), `/api/v1/objects/${id}`, '/api/v1/search?q=type:report'];
    expect(await naming('cert-c', made)).toEqual(
      expect.arrayContaining([`${ADVISORIES}/${id}`, form('html'), form('stix'), `${ADVISORIES}/${id}/diff`]),
    );
    const narrow = { audience: { organisations: ['cert-a', 'cert-b'] } };
    const narrowed = await joint.analyst['cert-a']('PATCH', `/api/v1/indicators/${said.id}`, narrow, {
      'if-match': '*',
    });
    expect(narrowed.status).toBe(200);
    expect(await naming('cert-c', made)).toEqual([]);
    expect(await naming('cert-b', made)).toContain(`${ADVISORIES}/${id}`);
    expect(await naming('cert-c', stored)).toEqual(stored);
    const { body: signed } = await joint.key['cert-c']<StixObject>('GET', form('signed'));
    const { body: keys } = await joint.key['cert-c']<{ keys: SigningKey[] }>('GET', '/api/v1/signing-keys');
    expect((await verifyAdvisory(signed, keys.keys)).ok).toBe('signers' in more);
  });

  it('has its sightings counted for those of its authors who see it, and for no others', async () => {
    const make = async (value: string, audience: string[]) =>
      (
        await joint.analyst['cert-a']<{ id: string }>('POST', '/api/v1/indicators', {
          value,
          tlp: 'amber',
          audience: { organisations: audience },
        })
      ).body.id;
    const common = await make('all-of-them.example', ['cert-a', 'cert-b', 'cert-c']);
    const narrower = await make('two-of-them.example', ['cert-a', 'cert-b']);
    const { id } = await begin({ ...TO_C, authors: ['cert-b', 'cert-c'], indicators: [common, narrower] });
    await publish(id);
    for (const [of, of_id] of [
      ['cert-c', common],
      ['cert-b', narrower],
    ] as const)
      expect((await joint.analyst[of]('POST', `/api/v1/indicators/${of_id}/sightings`, { count: 3 })).status).toBe(201);
    const counted = async (of: Member) => {
      const { body } = await joint.key[of]<{ sightings: { object: string; sightings: number }[] }>(
        'GET',
        `${ADVISORIES}/${id}/matrix`,
      );
      return Object.fromEntries(body.sightings.map(({ object, sightings }) => [object, sightings]));
    };
    expect(await counted('cert-b')).toEqual({ [common]: 3, [narrower]: 3 });
    expect(await counted('cert-c')).toEqual({ [common]: 3 });
    const narrow = { audience: { organisations: ['cert-a', 'cert-b'] } };
    await joint.analyst['cert-a']('PATCH', `/api/v1/indicators/${common}`, narrow, { 'if-match': '*' });
    expect(await counted('cert-c')).toEqual({});
  });

  it('goes to those whom a next version is for, too, where it comes along', async () => {
    const { id } = await begin(TO_B);
    await publish(id);
    await step('cert-a', id, 'revise');
    await save(joint.analyst['cert-a'], id, TO_C);
    await publish(id);
    const { body } = await joint.key['cert-c']<{ object_refs: string[] }>('GET', `${ADVISORIES}/${id}`);
    expect(body.object_refs).toHaveLength(3);
    for (const ref of body.object_refs)
      expect((await joint.key['cert-c']('GET', `/api/v1/objects/${ref}`)).status).toBe(200);
  });
});
