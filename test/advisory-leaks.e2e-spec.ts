import { sha256 as hashOf } from '../src/kernel/index.js';
import { newKey } from '../src/members/index.js';
import { authoring } from './support/authoring.js';
import { changedRights, emailOf, organisationId } from './support/cast.js';
import { type Hub, startHub } from './support/hub.js';
import { giveKeys, type Joint, seedJoint } from './support/joint.js';
import { type Api, client, rowsOf } from './support/people.js';

const ADVISORIES = '/api/v1/advisories';
const TO_B = { tlp: 'amber', audience: { organisations: ['cert-a', 'cert-b'] } };

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

  const { begin, step, save, agree, publish } = authoring(() => joint);

  it('that a next version is being written: the list of what is open stays as it is', async () => {
    const { id } = await begin();
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
      const { id } = await begin({ signers: ['cert-b'], quorum: 1 });
      await agree(id);
      await publish(id);
      await step('cert-a', id, 'revise');
      await save(joint.analyst['cert-a'], id, { body: 'Not for cert-b yet.' });
      await step('cert-a', id, end, end === 'withdraw' ? { reason: 'x' } : {});
      expect((await joint.analyst['cert-b']('GET', `${ADVISORIES}/${id}/work`)).status).toBe(404);
    },
  );

  it('why it was withdrawn, to who reads the audit trail', async () => {
    const { id } = await begin({ ...TO_B, tlp: 'amber+strict' });
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
    const { id } = await begin({ title: 'A draft', body: 'Block asked.example', tlp: 'clear' });
    expect((await step('cert-a', id, 'quotes')).body).toEqual({ asked: 1 });
    const asked = async (api: Api) => JSON.stringify((await api('GET', `${ADVISORIES}/quotes`)).body);
    expect(await asked(joint.key['cert-b'])).toContain('A draft');
    expect(await asked(constituent['cert-b']!)).not.toContain(id);
    const red = { tlp: 'red', audience: { people: [emailOf('analyst of cert-a', 'cert-a')] } };
    expect((await save(joint.analyst['cert-a'], id, red)).status).toBe(200);
    expect(await asked(joint.key['cert-b'])).not.toContain(id);
  });

  it('an organisation’s answers to its constituents', async () => {
    const { id } = await begin();
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
    const { id } = await begin({ tlp: 'red', audience: { people: [one, other, b] }, signers: ['cert-b'], quorum: 1 });
    await save(joint.admin['cert-a'], id, { audience: { people: [one, b] } });
    await agree(id);
    expect((await joint.admin['cert-a']('POST', `${ADVISORIES}/${id}/publish`, {})).body).toMatchObject({
      code: 'forbidden',
    });
    await publish(id);
    expect((await joint.admin['cert-a']('GET', `${ADVISORIES}/${id}`)).status).toBe(404);
    const { id: shared } = await begin({ tlp: 'red', audience: { people: [b] }, authors: ['cert-b'] });
    expect((await save(joint.analyst['cert-b'], shared, { body: 'By cert-b.' })).status).toBe(200);
    expect((await joint.analyst['cert-a']('GET', `${ADVISORIES}/${shared}/work`)).status).toBe(200);
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
    const { id } = await begin(text);
    expect((await step('cert-a', id, 'publish')).body).toMatchObject({ code: 'derivation_exceeds_source' });
  });
});
