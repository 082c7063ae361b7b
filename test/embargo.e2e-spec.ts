import { Follower } from './support/follower.js';
import { startHub } from './support/hub.js';
import { attribution, giveKeys, jointAt, type Member, seedJoint } from './support/joint.js';
import { rowsOf } from './support/people.js';
import { spawnHub } from './support/process.js';
import { until } from './support/until.js';

const SECRET = 'only-for-tests-0123456789-abcdefgh';
const ADVISORIES = '/api/v1/advisories';

describe('an embargo', () => {
  it('ends while hub processes are killed: once, for everybody, not before its time', async () => {
    await using hub = await startHub({ TOCSIN_SECRET: SECRET });
    const joint = await seedJoint(hub);
    await giveKeys(joint, ['cert-a', 'cert-b']);
    const due = Date.now() + 15_000;
    const publish_at = new Date(due).toISOString();
    const body = attribution({ signers: ['cert-a', 'cert-b'], quorum: 2, publish_at });
    const { id } = (await joint.analyst['cert-a']<{ id: string }>('POST', ADVISORIES, body)).body;
    const step = (name: string) =>
      joint.analyst['cert-a']<{ state: string; signing?: { sha256: string } }>(
        'POST',
        `${ADVISORIES}/${id}/${name}`,
        {},
      );
    await step('review');
    const { sha256 } = (await step('call')).body.signing!;
    for (const member of ['cert-a', 'cert-b'] as const)
      await joint.analyst[member]('POST', `${ADVISORIES}/${id}/signatures`, { sha256 });
    const asked = await step('publish');
    if (Date.now() < due) expect(asked.body).toMatchObject({ state: 'signing' });
    // those who asked for it have gone home
    await rowsOf(hub, `delete from session`);

    const env = { TOCSIN_SECRET: SECRET, DATABASE_URL: hub.databaseUrl };
    await using one = await spawnHub(env);
    await using two = await spawnHub(env);
    const members: readonly Member[] = ['cert-b', 'cert-c', 'cert-d', 'cert-z'];
    const followers = await Promise.all(
      members.map((of, i) => Follower.open([two.url, hub.url][i % 2]!, joint.token[of], { after: 'beginning' })),
    );
    const early = await jointAt(two).key['cert-z']('GET', `${ADVISORIES}/${id}`);
    if (Date.now() < due) expect(early.status).toBe(404);
    await until('the last moment', () => Date.now() > due - 150);
    await one.kill('SIGKILL');
    const reports = () => followers.map((follower) => follower.entries.filter((entry) => entry.object.id === id));
    await until('everybody to have it', () => reports().every((given) => given.length > 0));
    expect(reports().map((given) => given.map(({ op }) => op))).toEqual(members.map(() => ['create']));
    expect(new Set(reports().map(([entry]) => entry!.at)).size).toBe(1);
    const [row] = await rowsOf<{ early: boolean; entries: number }>(
      hub,
      `select a.published_at < a.publish_at as early, (select count(*)::int from entry e where e.id = a.id) as entries
       from advisory a where a.id = $1`,
      [id],
    );
    expect(row).toEqual({ early: false, entries: 1 });
    for (const follower of followers) follower.close();
  });

  it('is not ended for a lead that has left: it is held, and says why', async () => {
    await using hub = await startHub();
    const joint = await seedJoint(hub);
    const publish_at = new Date(Date.now() + 2_500).toISOString();
    const body = attribution({ kind: 'alert', signers: ['cert-b'], quorum: 1, publish_at });
    await giveKeys(joint, ['cert-b']);
    const { id } = (await joint.key['cert-a']<{ id: string }>('POST', ADVISORIES, body)).body;
    const step = (name: string) =>
      joint.key['cert-a']<{ signing?: { sha256: string } }>('POST', `${ADVISORIES}/${id}/${name}`, {});
    await step('review');
    const { sha256 } = (await step('call')).body.signing!;
    await joint.analyst['cert-b']('POST', `${ADVISORIES}/${id}/signatures`, { sha256 });
    await step('publish');
    const [{ organisation_id: lead }] = (await rowsOf<{ organisation_id: string }>(
      hub,
      'select organisation_id from advisory',
    )) as [{ organisation_id: string }];
    await joint.root('POST', `/api/v1/organisations/${lead}/suspend`, { reason: 'x' });
    const held = async () =>
      (await joint.analyst['cert-b']<{ release?: { held?: string } }>('GET', `${ADVISORIES}/${id}/work`)).body.release
        ?.held;
    await until('it to be held', async () => (await held()) === 'organisation_suspended');
    expect((await joint.key['cert-b']('GET', `${ADVISORIES}/${id}`)).status).toBe(404);
  });
});
