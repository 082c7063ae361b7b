import { type SigningKey, verifyAdvisory } from '../client/src/advisory/verify-advisory.js';
import { FORMATS } from '../src/advisories/printing/formats.js';
import { EXPORT_FORMATS } from '../src/exports/exports.js';
import { sha256 as hashOf, type StixObject } from '../src/kernel/index.js';
import { newKey } from '../src/members/index.js';
import { changedRights, emailOf, organisationId } from './support/cast.js';
import { type Hub, startHub } from './support/hub.js';
import { attribution, giveKeys, type Joint, type Member, seedJoint } from './support/joint.js';
import { type Api, client, rowsOf } from './support/people.js';

const ADVISORIES = '/api/v1/advisories';
const TO_B = { tlp: 'amber', audience: { organisations: ['cert-a', 'cert-b'] } };
const TO_C = { tlp: 'amber', audience: { organisations: ['cert-a', 'cert-b', 'cert-c'] } };

interface Work {
  id: string;
  etag: string;
  state: string;
  body: Record<string, unknown>;
  signing?: { sha256: string };
}

/** What an independent review found by trying: each was seen failing. */
describe('what advisories must not tell', () => {
  let hub: Hub;
  let joint: Joint;
  /** A constituent's key of cert-a, and of cert-b. */
  const constituent: Record<string, Api> = {};
  beforeAll(async () => {
    hub = await startHub();
    joint = await seedJoint(hub);
    await giveKeys(joint, ['cert-a', 'cert-b']);
    for (const name of ['cert-a', 'cert-b']) {
      const { id, text } = newKey();
      await changedRights([hub], (sql) =>
        sql.query(
          `insert into api_key (id, organisation_id, name, kind, secret_hash, scopes, ceiling)
           values ($1, $2, 'c', 'constituent', $3, $4, 2)`,
          [id, organisationId(name), hashOf(text), ['read', 'feed']],
        ),
      );
      constituent[name] = client(hub.url, { id, text, organisationId: organisationId(name) });
    }
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  const begin = async (more: Record<string, unknown> = {}): Promise<string> => {
    const body = attribution({ kind: 'advisory', signers: [], quorum: undefined, ...more });
    return (await joint.analyst['cert-a']<Work>('POST', ADVISORIES, body)).body.id;
  };
  const step = (of: Member, id: string, name: string, body: unknown = {}) =>
    joint.analyst[of]<Work>('POST', `${ADVISORIES}/${id}/${name}`, body);
  const save = async (api: Api, id: string, edit: object) => {
    const { body } = await api<Work>('GET', `${ADVISORIES}/${id}/work`);
    return api<Work>('PUT', `${ADVISORIES}/${id}/work`, { ...body.body, ...edit }, { 'if-match': body.etag });
  };
  const sign = async (id: string): Promise<void> => {
    await step('cert-a', id, 'review');
    const { sha256 } = (await step('cert-a', id, 'call')).body.signing!;
    expect((await step('cert-b', id, 'signatures', { sha256 })).status).toBe(201);
  };
  const publish = async (id: string): Promise<void> =>
    expect((await step('cert-a', id, 'publish')).body).toMatchObject({ state: 'published' });

  it('that a next version is being written: the list of what is open stays as it is', async () => {
    const id = await begin();
    await publish(id);
    const open = async () =>
      (await joint.key['cert-c']<{ items: { id: string }[] }>('GET', `${ADVISORIES}?open=true`)).body.items.some(
        (one) => one.id === id,
      );
    expect(await open()).toBe(true);
    await step('cert-a', id, 'revise');
    expect(await open()).toBe(true);
  });

  it.each(['discard', 'withdraw'])(
    'a next version that came to nothing, to those who signed the last: %s',
    async (end) => {
      const id = await begin({ signers: ['cert-b'], quorum: 1 });
      await sign(id);
      await publish(id);
      await step('cert-a', id, 'revise');
      await save(joint.analyst['cert-a'], id, { body: 'Not for cert-b yet.' });
      await step('cert-a', id, end, end === 'withdraw' ? { reason: 'x' } : {});
      expect((await joint.analyst['cert-b']('GET', `${ADVISORIES}/${id}/work`)).status).toBe(404);
    },
  );

  it('why it was withdrawn, to who reads the audit trail', async () => {
    const id = await begin({ ...TO_B, tlp: 'amber+strict' });
    await publish(id);
    expect((await step('cert-a', id, 'withdraw', { reason: 'words for two' })).status).toBe(200);
    const records = await rowsOf<{ record: string }>(hub, 'select record from audit_record where record like $1', [
      `%${id}%`,
    ]);
    expect(records.some(({ record }) => record.includes('advisory.withdraw'))).toBe(true);
    expect(JSON.stringify(records)).not.toContain('words for two');
  });

  it('titles of drafts to constituents, and of what is TLP:RED by now to anybody, where leave to quote is asked', async () => {
    await joint.analyst['cert-b']('POST', '/api/v1/indicators', { value: 'asked.example', tlp: 'green' });
    const id = await begin({ title: 'A draft', body: 'Block asked.example', tlp: 'clear' });
    expect((await step('cert-a', id, 'quotes')).body).toEqual({ asked: 1 });
    const asked = async (api: Api) => JSON.stringify((await api('GET', `${ADVISORIES}/quotes`)).body);
    expect(await asked(joint.key['cert-b'])).toContain('A draft');
    expect(await asked(constituent['cert-b']!)).not.toContain(id);
    const red = { tlp: 'red', audience: { people: [emailOf('analyst of cert-a', 'cert-a')] } };
    expect((await save(joint.analyst['cert-a'], id, red)).status).toBe(200);
    expect(await asked(joint.key['cert-b'])).not.toContain(id);
  });

  it('that it is there, by a link whose object was widened since', async () => {
    const { body: said } = await joint.analyst['cert-a']<{ id: string }>('POST', '/api/v1/indicators', {
      value: 'link.example',
      ...TO_B,
    });
    const id = await begin({ ...TO_C, indicators: [said.id], signers: ['cert-b'], quorum: 1 });
    await sign(id);
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

  it('D18: ids that it refers to and that its reader may not see, in none of its forms', async () => {
    const { body: said } = await joint.analyst['cert-a']<{ id: string }>('POST', '/api/v1/indicators', {
      value: 'referred.example',
      ...TO_B,
    });
    const id = await begin({ ...TO_C, indicators: [said.id], signers: ['cert-b'], quorum: 1 });
    await sign(id);
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
  ])('D18: the id of what was narrowed since it was published, where the hub answers: one %s', async (_, more) => {
    const to = { tlp: 'amber', audience: { organisations: ['cert-a', 'cert-b', 'cert-c'] } };
    const { body: said } = await joint.analyst['cert-a']<{ id: string }>('POST', '/api/v1/indicators', {
      value: `narrowed${Object.keys(more).length}.example`,
      ...to,
    });
    const id = await begin({ ...to, indicators: [said.id], ...more });
    if ('signers' in more) await sign(id);
    await publish(id);
    await step('cert-a', id, 'revise');
    await save(joint.analyst['cert-a'], id, { indicators: [] });
    if ('signers' in more) await sign(id);
    await publish(id);
    await step('cert-a', id, 'revise');
    await save(joint.analyst['cert-a'], id, { indicators: [said.id] });
    if ('signers' in more) await sign(id);
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

  it('sightings of what it links to those of its authors who do not see it; they are counted for the others', async () => {
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
    const id = await begin({ ...TO_C, authors: ['cert-b', 'cert-c'], indicators: [common, narrower] });
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

  it('an organisation’s answers to its constituents', async () => {
    const id = await begin();
    await publish(id);
    await joint.key['cert-b']('POST', `${ADVISORIES}/${id}/acknowledgements`, { answer: 'acting', note: 'among us' });
    expect((await constituent['cert-a']!('GET', `${ADVISORIES}/${id}`)).status).toBe(200);
    expect((await constituent['cert-a']!('GET', `${ADVISORIES}/${id}/matrix`)).status).toBe(404);
    expect((await constituent['cert-b']!('GET', `${ADVISORIES}/${id}/acknowledgements`)).status).toBe(404);
    expect((await constituent['cert-b']!('GET', `${ADVISORIES}/open`)).status).toBe(404);
    const { body } = await constituent['cert-b']!<{ items: { id: string; acknowledged: string | null }[] }>(
      'GET',
      ADVISORIES,
    );
    expect(body.items.find((one) => one.id === id)).toMatchObject({ acknowledged: null });
  });

  it('TLP:RED to one person more than was signed for; and a co-author does not shut the lead out', async () => {
    const [one, other] = [emailOf('analyst of cert-a', 'cert-a'), emailOf('admin of cert-a', 'cert-a')];
    const b = emailOf('analyst of cert-b', 'cert-b');
    const id = await begin({ tlp: 'red', audience: { people: [one, other, b] }, signers: ['cert-b'], quorum: 1 });
    await save(joint.admin['cert-a'], id, { audience: { people: [one, b] } });
    await sign(id);
    expect((await joint.admin['cert-a']('POST', `${ADVISORIES}/${id}/publish`, {})).body).toMatchObject({
      code: 'forbidden',
    });
    await publish(id);
    expect((await joint.admin['cert-a']('GET', `${ADVISORIES}/${id}`)).status).toBe(404);
    const shared = await begin({ tlp: 'red', audience: { people: [b] }, authors: ['cert-b'] });
    expect((await save(joint.analyst['cert-b'], shared, { body: 'By cert-b.' })).status).toBe(200);
    expect((await joint.analyst['cert-a']('GET', `${ADVISORIES}/${shared}/work`)).status).toBe(200);
  });

  it('but what comes along goes to those whom a next version is for, too', async () => {
    const id = await begin(TO_B);
    await publish(id);
    await step('cert-a', id, 'revise');
    await save(joint.analyst['cert-a'], id, TO_C);
    await publish(id);
    const { body } = await joint.key['cert-c']<{ object_refs: string[] }>('GET', `${ADVISORIES}/${id}`);
    expect(body.object_refs).toHaveLength(3);
    for (const ref of body.object_refs)
      expect((await joint.key['cert-c']('GET', `/api/v1/objects/${ref}`)).status).toBe(200);
  });

  it.each<[string, Record<string, unknown>]>([
    ['between commas', { body: 'Block q0.example,other.example' }],
    ['before a path', { body: 'see q1.example/path' }],
    ['before a port', { body: 'at q2.example:443' }],
    ['in an alias', { actor: { type: 'threat-actor', name: 'x', aliases: ['q3.example'] } }],
    ['in a product', { products: [{ vendor: 'v', name: 'q4.example', version: '1', status: 'affected' }] }],
    ['in a URL', { body: 'x (https://q5.example/a)' }],
  ])('a value that it may not quote, wherever it stands: %s', async (_, text) => {
    const [value] = /q\d\.example/.exec(JSON.stringify(text))!;
    await joint.analyst['cert-b']('POST', '/api/v1/indicators', { value, ...TO_B });
    const id = await begin(text);
    expect((await step('cert-a', id, 'publish')).body).toMatchObject({ code: 'derivation_exceeds_source' });
  });
});
