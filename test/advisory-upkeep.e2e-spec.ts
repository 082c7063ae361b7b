import { organisationId } from './support/cast.js';
import { authoring } from './support/authoring.js';
import { type Hub, startHub } from './support/hub.js';
import { type Joint, seedJoint } from './support/joint.js';
import { rowsOf } from './support/people.js';

const ADVISORIES = '/api/v1/advisories';
import { until } from './support/until.js';

/** What a reading of the code found, each seen failing. */
describe('advisories over time', () => {
  let hub: Hub;
  let joint: Joint;
  beforeAll(async () => {
    hub = await startHub();
    joint = await seedJoint(hub);
  });
  afterAll(() => hub[Symbol.asyncDispose]());
  const { begin, items, publish, save, step, text, work } = authoring(() => joint);

  it('as many as are looked at together and can’t be published do not keep the others waiting', async () => {
    const { id } = await begin({ publish_at: new Date(Date.now() + 1_500).toISOString() });
    await rowsOf(
      hub,
      `insert into advisory (id, organisation_id, state, nonce, tlp, publish_at, release_by, text_hash, issued)
       select 'report--' || gen_random_uuid(), $1::uuid, 'signing', '', 1, now() - interval '1 hour', 'key:' || k.id, decode('00', 'hex'), 'no JSON'
       from generate_series(1, 20), (select id from api_key where organisation_id = $1::uuid limit 1) k`,
      [organisationId('cert-a')],
    );
    await rowsOf(
      hub,
      `insert into advisory_participant (advisory_id, organisation_id, part)
       select id, organisation_id, 'lead' from advisory where issued = 'no JSON'`,
    );
    await rowsOf(
      hub,
      `insert into advisory_revision (advisory_id, revision, version, text, organisation_id, author)
       select id, 1, 1, '{}', organisation_id, '' from advisory where issued = 'no JSON'`,
    );
    expect((await step('cert-a', id, 'publish')).body).toMatchObject({ state: 'signing' });
    const state = async () => (await work(joint.analyst['cert-a'], id)).body.state;
    await until('it to be published', async () => (await state()) === 'published');
    const [row] = await rowsOf<{ stuck: number }>(
      hub,
      `select count(*)::int as stuck from advisory where issued = 'no JSON' and state = 'signing' and held is null`,
    );
    expect(row).toEqual({ stuck: 20 }); // they were in its way all the time
    await rowsOf(hub, `update advisory set release_by = null where issued = 'no JSON'`);
  });

  it('leave to quote is asked in one statement, however much is quoted', async () => {
    await rowsOf(hub, 'create table asked (at timestamptz default clock_timestamp())');
    await rowsOf(
      hub,
      `create function count_asks() returns trigger language plpgsql as $$ begin insert into asked default values; return null; end $$`,
    );
    await rowsOf(
      hub,
      'create trigger counts after insert on advisory_quote for each statement execute function count_asks()',
    );
    const values = ['one.example', 'two.example', 'three.example'];
    for (const value of values)
      await joint.analyst['cert-b']('POST', '/api/v1/indicators', {
        value,
        tlp: 'amber',
        audience: { organisations: ['cert-a'] },
      });
    const pattern = `[domain-name:value = 'four.example' OR domain-name:value = 'five.example']`;
    await joint.analyst['cert-b']('POST', '/api/v1/indicators', {
      pattern,
      tlp: 'amber',
      audience: { organisations: ['cert-a'] },
    });
    const { id } = await begin({ body: `Block ${[...values, 'four.example', 'five.example'].join(' ')}` });
    expect((await step('cert-a', id, 'quotes')).status).toBe(200);
    expect(await rowsOf(hub, 'select object_id from advisory_quote where advisory_id = $1', [id])).toHaveLength(4);
    expect(await rowsOf(hub, 'select from asked')).toHaveLength(1);
  });

  it('an acknowledgement is of the version that was read', async () => {
    const { id } = await begin();
    await publish(id);
    const acknowledge = (version?: number) =>
      joint.key['cert-b']('POST', `${ADVISORIES}/${id}/acknowledgements`, {
        answer: 'fixed',
        ...(version && { version }),
      });
    expect((await acknowledge(1)).status).toBe(201);
    await step('cert-a', id, 'revise');
    await save(joint.analyst['cert-a'], id, { body: 'Worse than we thought.' });
    await publish(id);
    for (const version of [1, 3])
      expect((await acknowledge(version)).body).toMatchObject({ code: 'precondition_failed' });
    expect((await acknowledge(2)).status).toBe(201);
    const own = await items<{ version: number }>(joint.key['cert-b'], `${ADVISORIES}/${id}/acknowledgements`);
    expect(own.map(({ version }) => version)).toEqual([2, 1]);
  });

  it('an organisation has only so many that are not published', async () => {
    const begins = async () =>
      (await joint.key['cert-e']<{ code?: string }>('POST', ADVISORIES, text({ title: 'One more' }))).body.code;
    await rowsOf(
      hub,
      `insert into advisory (id, organisation_id, state, nonce, tlp)
       select 'report--' || gen_random_uuid(), $1::uuid, 'draft', '', 1 from generate_series(1, 499)`,
      [organisationId('cert-e')],
    );
    expect(await begins()).toBeUndefined();
    expect(await begins()).toBe('limit_reached');
    await rowsOf(
      hub,
      `update advisory set state = 'discarded' where id = (select id from advisory where organisation_id = $1::uuid limit 1)`,
      [organisationId('cert-e')],
    );
    const both = await Promise.all([begins(), begins()]);
    expect(both.filter((code) => code === 'limit_reached')).toHaveLength(1);
  });

  it('an advisory keeps so many revisions: autosaved ones go first, what was spoken of or published stays', async () => {
    const { id } = await begin({ body: 'As published.' });
    await publish(id);
    await step('cert-a', id, 'revise');
    await save(joint.analyst['cert-a'], id, { body: 'Spoken of.' }, true);
    await step('cert-a', id, 'comments', { body: 'x', passage: 'Spoken of.' });
    await rowsOf(
      hub,
      `insert into advisory_revision (advisory_id, revision, version, text, organisation_id, author, autosaved)
       select $1, n, 2, text, organisation_id, 'somebody', n = 150
       from advisory_revision, generate_series(3, 200) n where advisory_id = $1 and revision = 2`,
      [id],
    );
    await rowsOf(hub, 'update advisory set revision = 200 where id = $1', [id]);
    const kept = async () =>
      (await items<{ revision: number }>(joint.analyst['cert-a'], `${ADVISORIES}/${id}/revisions`)).map(
        ({ revision }) => revision,
      );
    for (const body of ['a', 'b', 'c']) expect((await save(joint.analyst['cert-a'], id, { body })).status).toBe(200);
    const revisions = await kept();
    expect(revisions).toHaveLength(200);
    expect([1, 2, 3, 4, 5, 150, 203].map((n) => revisions.includes(n))).toEqual([
      true,
      true,
      false,
      false,
      true,
      false,
      true,
    ]);
  });
});
