import { Pulse } from '../src/platform/index.js';
import { emailOf, organisationId } from './support/cast.js';
import { authoring } from './support/authoring.js';
import { type Hub, startHub } from './support/hub.js';
import { type Joint, seedJoint } from './support/joint.js';
import { rowsOf } from './support/people.js';

const ADVISORIES = '/api/v1/advisories';

describe('a next version', () => {
  let hub: Hub;
  let joint: Joint;
  beforeAll(async () => {
    hub = await startHub();
    joint = await seedJoint(hub);
  });
  afterAll(() => hub[Symbol.asyncDispose]());
  const { begin, items, publish, save, step, work } = authoring(() => joint);

  it.each(['discard', 'withdraw'])(
    'a next version that came to nothing leaves the published text at work, and those who wrote it: %s',
    async (end) => {
      const { id } = await begin({ body: 'As published.', authors: ['cert-b'] });
      await publish(id);
      await step('cert-a', id, 'revise');
      await save(joint.analyst['cert-a'], id, {
        body: 'Given up.',
        authors: ['cert-c'],
        acknowledge_by: '2031-01-01T00:00:00Z',
      });
      await step('cert-a', id, 'comments', { body: 'of what was given up' });
      const stale = (await work(joint.analyst['cert-a'], id)).body;
      await step('cert-a', id, end, end === 'withdraw' ? { reason: 'x' } : {});
      const { body: found } = await work(joint.analyst['cert-b'], id);
      expect(found).toMatchObject({ version: 1, body: { body: 'As published.', authors: ['cert-b'] } });
      expect((await work(joint.analyst['cert-c'], id)).status).toBe(404);
      const all = await Promise.all([
        items<object>(joint.analyst['cert-b'], `${ADVISORIES}/${id}/comments`),
        ...[1, 2, 3].map((n) => joint.analyst['cert-b']('GET', `${ADVISORIES}/${id}/revisions/${n}`)),
      ]);
      expect(JSON.stringify(all)).not.toMatch(/given up/i);
      if (end === 'withdraw') return;
      await step('cert-a', id, 'revise');
      const over = { ...found.body, body: 'Of the next.' };
      const stalely = await joint.analyst['cert-a']('PUT', `${ADVISORIES}/${id}/work`, over, {
        'if-match': stale.etag,
      });
      expect(stalely.status).toBe(412);
      expect((await save(joint.analyst['cert-b'], id, { body: 'Of the next.' })).status).toBe(200);
      await publish(id);
    },
  );

  it('is later than the one before, though the clock was set back between them', async () => {
    const { id } = await begin({ body: 'The first.' });
    const pulse = hub.app.get(Pulse);
    const ahead = Date.now() + 60_000;
    Object.defineProperty(pulse, 'now', { configurable: true, get: () => ahead });
    await publish(id);
    Reflect.deleteProperty(pulse, 'now');
    await step('cert-a', id, 'revise');
    await save(joint.analyst['cert-a'], id, { body: 'The second.' });
    await publish(id);
    const { body } = await joint.key['cert-b']<{ modified: string }>('GET', `${ADVISORIES}/${id}`);
    expect(Date.parse(body.modified)).toBe(ahead + 1);
  });

  it('what was done for a version that came to nothing is not told to those who work on it then', async () => {
    const { id } = await begin({ authors: ['cert-b'] });
    await publish(id);
    const before = await items<object>(joint.analyst['cert-b'], `${ADVISORIES}/${id}/steps`);
    await step('cert-a', id, 'revise');
    await save(joint.analyst['cert-a'], id, { authors: ['cert-c'] });
    expect((await save(joint.analyst['cert-c'], id, { body: 'By others.' })).status).toBe(200);
    await step('cert-a', id, 'discard');
    const after = await items<{ step: string; number: number }>(joint.analyst['cert-b'], `${ADVISORIES}/${id}/steps`);
    expect(after.map((one) => one.step)).toEqual(['discard', ...before.map((one) => (one as { step: string }).step)]);
    expect(after.map(({ number }) => number)).toEqual(after.map((_, i) => after.length - i));
    expect(JSON.stringify(after)).not.toContain(organisationId('cert-c'));
  });

  it('a version may go back to the audience and the actor of an earlier one; what did not change in between stays as it is', async () => {
    const companions = () =>
      rowsOf<{ id: string; revoked: boolean }>(
        hub,
        `select id, revoked from object where type in ('intrusion-set', 'threat-actor', 'campaign') and organisation_id = $1 order by no`,
        [organisationId('cert-a')],
      );
    const before = (await companions()).length;
    const { id } = await begin({ audience: { organisations: ['cert-b'] } });
    await publish(id);
    const next = async (edit: object) => {
      await step('cert-a', id, 'revise');
      expect((await save(joint.analyst['cert-a'], id, edit)).status).toBe(200);
      await publish(id);
      return (await companions()).slice(before).map(({ revoked }) => revoked);
    };
    const same = await next({ body: 'Other words.' });
    expect(same).toEqual(same.map(() => false));
    await next({ audience: { organisations: ['cert-b', 'cert-c'] } });
    const back = await next({ audience: { organisations: ['cert-b'] } });
    expect(back.filter((revoked) => !revoked)).toHaveLength(same.length);
  });

  it('a next version under TLP:RED that came to nothing is the published one again, its words gone', async () => {
    const { id } = await begin({ body: 'As published.' });
    await publish(id);
    await step('cert-a', id, 'revise');
    const red = { tlp: 'red', audience: { people: [emailOf('analyst of cert-b', 'cert-b')] }, body: 'For one alone.' };
    expect((await save(joint.analyst['cert-a'], id, red)).status).toBe(200);
    expect((await work(joint.admin['cert-a'], id)).status).toBe(404);
    expect((await step('cert-a', id, 'discard')).status).toBe(204);
    const found = await work(joint.admin['cert-a'], id);
    expect(found.body).toMatchObject({ state: 'published', body: { tlp: 'green', body: 'As published.' } });
    const kept = await rowsOf(hub, `select from advisory_revision where text like '%For one alone%'`);
    expect(kept).toEqual([]);
  });

  it('the published text stays when it was autosaved, and the next version is, too', async () => {
    const { id } = await begin();
    await save(joint.analyst['cert-a'], id, { body: 'As published.' }, true);
    await publish(id);
    await step('cert-a', id, 'revise');
    await save(joint.analyst['cert-a'], id, { body: 'Given up.' }, true);
    await step('cert-a', id, 'discard');
    expect((await work(joint.analyst['cert-a'], id)).body.body).toMatchObject({ body: 'As published.' });
  });
});
