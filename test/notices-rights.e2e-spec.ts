import { CAST, Twin } from './support/twin.js';
import { changedRights, emailOf, insertPerson, organisationId, personId } from './support/cast.js';
import { startHub } from './support/hub.js';
import { giveKeys, type Member, seedJoint } from './support/joint.js';
import { allTold, mailable, Mailbox } from './support/mailbox.js';
import { type Answer, rowsOf } from './support/people.js';
import { hiddenHistory, tell } from './support/twin-story.js';
import { until } from './support/until.js';
import fc from 'fast-check';

const ADVISORIES = '/api/v1/advisories';
const ALERT = { kind: 'alert', title: 'Zebra', body: 'Of it.', tlp: 'green' };
const analyst = (of: Member) => emailOf(`analyst.of.${of}`, of);
const admin = (of: Member) => emailOf(`admin.of.${of}`, of);

/** A hub whose mail server is away until `arrives`: what was noted before is looked at again then. */
async function scene() {
  const box = await Mailbox.open({ up: false });
  const hub = await startHub(box.env);
  const joint = await seedJoint(hub);
  await mailable(hub);
  await giveKeys(joint);
  const ask = async (of: Member, path: string, body: object = {}) => {
    const answer: Answer<{ id: string; signing?: { sha256: string } }> = await joint.analyst[of](
      'POST',
      `${ADVISORIES}${path}`,
      body,
    );
    expect([path, answer.status < 300]).toEqual([path, true]);
    return answer.body;
  };
  const mails = () => box.mails.map(({ to, subject }) => (subject.includes('Zebra') ? `${to}: ${subject}` : to));
  return {
    hub,
    joint,
    ask,
    async publish(more: object): Promise<string> {
      const { id } = await ask('cert-a', '', { ...ALERT, ...more });
      await ask('cert-a', `/${id}/publish`);
      return id;
    },
    /** All has been noted, and nothing of it sent. */
    noted: () =>
      until('all to be noted', async () => {
        const [row] = await rowsOf<{ left: number; mails: number }>(
          hub,
          `select (select count(*)::int from advisory_step where not noticed) as left, (select count(*)::int from mail) as mails`,
        );
        return row!.left === 0 && row!.mails > 0;
      }),
    /** The addresses that got mail once the server is there. */
    async arrives(): Promise<string[]> {
      const taken = () => rowsOf(hub, `select 1 from mail where state = 'taken'`);
      // one that was put together before the change may still be on its way to where nobody listens
      await until('none to be on its way', async () => (await taken()).length === 0);
      expect(box.mails).toEqual([]);
      await box.up();
      await until('all to be over', async () => {
        const left = await rowsOf(
          hub,
          `update mail set due_at = clock_timestamp() where state = 'waiting' returning id`,
        );
        return left.length + (await taken()).length === 0;
      });
      await allTold(hub);
      return mails().toSorted();
    },
    mails,
    async [Symbol.asyncDispose]() {
      await box[Symbol.asyncDispose]();
      await hub[Symbol.asyncDispose]();
    },
  };
}

const GREEN = '[TLP:GREEN] New advisory: Zebra';

describe('who lost the right to know between happening and mail', () => {
  it('is told nothing: a person or a member suspended, a group left', async () => {
    await using at = await scene();
    const members = (['cert-a', 'cert-b', 'cert-c', 'cert-d', 'cert-e'] as const).map(organisationId);
    const { body: group } = await at.joint.root<{ id: string }>('POST', '/api/v1/groups', { name: 'zoo', members });
    await at.publish({ audience: { group: group.id } });
    await at.noted();
    const path = `/api/v1/people/${personId('analyst of cert-b')}`;
    expect((await at.joint.admin['cert-b']('PATCH', path, { status: 'suspended' })).status).toBe(200);
    const gone = await at.joint.root('DELETE', `/api/v1/groups/${group.id}/members/${organisationId('cert-c')}`);
    expect(gone.status).toBeLessThan(300);
    const suspended = await at.joint.root('POST', `/api/v1/organisations/${organisationId('cert-d')}/suspend`, {
      reason: 'x',
    });
    expect(suspended.status).toBe(200);
    const left = [admin('cert-a'), admin('cert-b'), admin('cert-e'), analyst('cert-e')];
    expect(await at.arrives()).toEqual(left.map((to) => `${to}: ${GREEN}`).toSorted());
  });

  it('is told nothing of what is written: asked to sign and not any more, signed already, given up', async () => {
    await using at = await scene();
    const asked = { ...ALERT, signers: ['cert-b', 'cert-c'], quorum: 1 };
    const { id: edited } = await at.ask('cert-a', '', asked);
    await at.ask('cert-a', `/${edited}/review`);
    const { id: signed } = await at.ask('cert-a', '', asked);
    const { sha256 } = (await at.ask('cert-a', `/${signed}/call`)).signing!;
    const { id: dropped } = await at.ask('cert-a', '', asked);
    await at.ask('cert-a', `/${dropped}/call`);
    await at.noted();
    const fewer = { ...asked, signers: ['cert-c'] };
    await at.joint.analyst['cert-a']('PUT', `${ADVISORIES}/${edited}/work`, fewer, { 'if-match': '*' });
    await at.ask('cert-b', `/${signed}/signatures`, { sha256 });
    await at.joint.analyst['cert-a']('POST', `${ADVISORIES}/${dropped}/discard`);
    // cert-c is still to review the first and to sign the second
    expect(await at.arrives()).toEqual([admin('cert-c'), admin('cert-c'), analyst('cert-c'), analyst('cert-c')]);
  });

  it('is told what stands: no version that another took the place of, no reminder of what was answered', async () => {
    await using at = await scene();
    const to = { audience: { organisations: ['cert-b', 'cert-c'] } };
    const id = await at.publish({ ...to, acknowledge_by: new Date(Date.now() + 1_000).toISOString() });
    await until('the reminders', async () => (await rowsOf(at.hub, `select 1 from notice where kind = 'overdue'`))[0]);
    await at.ask('cert-b', `/${id}/acknowledgements`, { answer: 'fixed' });
    const second = await at.publish(to);
    await at.noted();
    await at.ask('cert-a', `/${second}/withdraw`, { reason: 'no zebra' });
    await at.noted();
    const others = ['cert-b', 'cert-c'].flatMap((of) => [admin(of as Member), analyst(of as Member)]);
    expect(await at.arrives()).toEqual(
      [
        ...[...others, admin('cert-a')].map((one) => `${one}: ${GREEN}`),
        ...[...others, admin('cert-a')].map((one) => `${one}: [TLP:GREEN] Withdrawn: Zebra`),
        ...[admin('cert-c'), analyst('cert-c')].map((one) => `${one}: [TLP:GREEN] Waits for your answer: Zebra`),
        ...[admin('cert-a'), analyst('cert-a')].map((one) => `${one}: [TLP:GREEN] Not answered in time: Zebra`),
      ].toSorted(),
    );
  });

  it('is asked only what is his to do, and mailed only where mail can go', async () => {
    await using at = await scene();
    await changedRights([at.hub], async (sql) => {
      await insertPerson(sql, 'reader', { of: 'cert-b', role: 'reader' });
      await sql.query(`update person set email = 'admin@nowhere.invalid' where id = $1`, [personId('admin of cert-b')]);
    });
    const { id } = await at.ask('cert-a', '', {
      ...ALERT,
      signers: ['cert-b'],
      audience: { organisations: ['cert-b'] },
    });
    await at.ask('cert-a', `/${id}/review`);
    const { sha256 } = (await at.ask('cert-a', `/${id}/call`)).signing!;
    await at.noted();
    expect(await at.arrives()).toEqual([analyst('cert-b')]);
    await at.ask('cert-b', `/${id}/signatures`, { sha256 });
    await at.ask('cert-a', `/${id}/publish`);
    await allTold(at.hub);
    const told = [admin('cert-a'), analyst('cert-b'), emailOf('reader', 'cert-b')];
    expect(at.mails().slice(1).toSorted()).toEqual(told.map((to) => `${to}: ${GREEN}`).toSorted());
  });

  it('is told nothing once it is not wanted any more', async () => {
    await using at = await scene();
    await at.publish({ audience: { organisations: ['cert-b'] } });
    await at.noted();
    const off = { publication: 'off', review: 'off', signature: 'off', reminder: 'off' };
    expect((await at.joint.analyst['cert-b']('PUT', '/api/v1/me/notices', off)).status).toBe(200);
    expect(await at.arrives()).toEqual([`${admin('cert-a')}: ${GREEN}`, `${admin('cert-b')}: ${GREEN}`]);
  });
});

describe('two worlds that differ only in what is hidden', () => {
  it('mail the same to all from whom it is hidden', async () => {
    const [bareBox, fullBox] = [await Mailbox.open(), await Mailbox.open()];
    await using bare = await Twin.start(bareBox.env);
    await using full = await Twin.start(fullBox.env);
    const [hidden] = fc.sample(hiddenHistory, { seed: 20210302, numRuns: 1 });
    const others = { organisations: ['cert-b', 'cert-c'] };
    const told: string[][] = [];
    for (const [twin, box] of [
      [bare, bareBox],
      [full, fullBox],
    ] as const) {
      const publish = async (body: object, by = 'b') => {
        const { id } = (await twin.as(by)<{ id: string }>('POST', ADVISORIES, body)).body;
        expect((await twin.as(by)('POST', `${ADVISORIES}/${id}/publish`, {})).status).toBe(200);
      };
      await publish({ ...ALERT, tlp: 'amber' });
      if (twin === full) {
        await tell(full, hidden);
        await publish({ ...ALERT, title: 'Hidden', tlp: 'amber', audience: others });
        await publish({ ...ALERT, tlp: 'red', audience: { people: [personId('cy')] } }, 'bo');
        const { id } = (await full.as('b')<{ id: string }>('POST', ADVISORIES, { ...ALERT, signers: ['cert-c'] })).body;
        await full.as('b')('POST', `${ADVISORIES}/${id}/review`, {});
      } else await tell(bare);
      await publish({ ...ALERT, title: 'Quagga' });
      await allTold(twin.hub);
      const own = box.mails.filter(({ to }) => to.endsWith('@cert-a.example'));
      told.push(own.map(({ to, subject, text }) => `${to} ${subject} ${text.replaceAll(/report--[0-9a-f-]+/g, '')}`));
      expect((await twin.as('ana')('GET', '/api/v1/me/notices')).status).toBe(200);
    }
    const people = Object.values(CAST.people).filter(({ of }) => of === 'cert-a').length;
    expect(told[0]!.filter((mail) => mail.includes('Quagga'))).toHaveLength(people);
    expect(told[1]!.toSorted()).toEqual(told[0]!.toSorted());
    expect(fullBox.mails.length).toBeGreaterThan(bareBox.mails.length);
    await bareBox[Symbol.asyncDispose]();
    await fullBox[Symbol.asyncDispose]();
  });
});
