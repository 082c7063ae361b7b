import { Database } from '../src/platform/index.js';
import { startHub } from './support/hub.js';
import { rowsOf, seedAlliance, told } from './support/people.js';

const ORGANISATIONS = '/api/v1/organisations';
const PEOPLE = '/api/v1/people';
const GROUPS = '/api/v1/groups';
const ME = '/api/v1/me';
const NOBODY = '00000000-0000-4000-8000-000000000000';
const NEW = { name: 'CERT Estonia', short_name: 'cert-ee', country: 'EST', blocs: ['EU', 'NATO'] };

interface Group {
  id: string;
  name: string;
  status: string;
  members: { organisation_id: string }[];
}

describe('sharing groups', () => {
  it('C07, D32: are known to their members alone; to others they are as a random id', async () => {
    await using hub = await startHub();
    const { people, keys, api, org } = await seedAlliance(hub);
    const root = api(people.root);
    const members = [org['cert-a'], org['cert-b']];
    const { body: group, status } = await root<Group>('POST', GROUPS, { name: 'falcon', members });
    expect([status, group.members.map((member) => member.organisation_id).toSorted()]).toEqual([
      201,
      members.toSorted(),
    ]);
    expect((await root('POST', GROUPS, { name: 'falcon', members: [org['cert-c']] })).status).toBe(201);
    for (const who of [people.ana, people.ray, keys.b]) {
      expect((await api(who)<Group>('GET', `${GROUPS}/${group.id}`)).body.name).toBe('falcon');
      expect((await api(who)<{ items: Group[] }>('GET', GROUPS)).body.items.map(({ id }) => id)).toEqual([group.id]);
    }
    for (const who of [people.cy, keys.c]) {
      const missing = told(await api(who)('GET', `${GROUPS}/${NOBODY}`));
      expect(missing[0]).toBe(404);
      expect(told(await api(who)('GET', `${GROUPS}/${group.id}`))).toEqual(missing);
    }
    for (const [method, path] of [
      ['PATCH', ''],
      ['POST', '/close'],
      ['PUT', `/members/${org['cert-c']}`],
      ['DELETE', `/members/${org['cert-b']}`],
    ] as const) {
      expect((await api(people.adminA)(method, `${GROUPS}/${group.id}${path}`, { name: 'x' })).status).toBe(403);
    }
    expect((await root('PATCH', `${GROUPS}/${group.id}`, { name: 'kestrel' })).body).toMatchObject({ name: 'kestrel' });
  });

  it('are left by an organisation’s administrator for his own alone, and are as a random id from then on', async () => {
    await using hub = await startHub();
    const { people, keys, api, org } = await seedAlliance(hub);
    const root = api(people.root);
    const members = [org['cert-a'], org['cert-b']];
    const [group, other] = await Promise.all(
      [members, [org['cert-b']]].map(
        async (of, i) => (await root<Group>('POST', GROUPS, { name: `g${i}`, members: of })).body.id,
      ),
    );
    const leave = (who: Parameters<typeof api>[0], id = group, name: keyof typeof org = 'cert-a') =>
      api(who)<Group>('DELETE', `${GROUPS}/${id}/members/${org[name]}`);
    const { body: shared } = await api(keys.b)<{ id: string }>('POST', '/api/v1/indicators', {
      value: 'falcon.example',
      tlp: 'amber',
      audience: { group },
    });
    const seen = async () => (await api(people.ana)('GET', `/api/v1/objects/${shared.id}`)).status;
    expect(await seen()).toBe(200);
    for (const who of [people.ana, people.ray, keys.a]) expect((await leave(who)).status).toBe(403);
    expect((await leave(people.adminA, group, 'cert-b')).status).toBe(403);
    const left = await leave(people.adminA);
    expect([left.status, left.body.members.map(({ organisation_id: id }) => id)]).toEqual([200, [org['cert-b']]]);
    const missing = await leave(people.adminA, NOBODY);
    for (const id of [group, other])
      expect(told((await leave(people.adminA, id)) as never)).toEqual(told(missing as never));
    expect((await api(people.ana)('GET', `${GROUPS}/${group}`)).status).toBe(404);
    expect(await seen()).toBe(404);
    const { body } = await api(people.adminA)<{ items: object[] }>('GET', '/api/v1/audit?action=group.');
    expect(body.items.at(-1)).toMatchObject({ action: 'group.member.remove', detail: { organisation: org['cert-a'] } });
  });

  it('D15: show a member what came after it joined, anew after it left; all of it where the group says full', async () => {
    await using hub = await startHub();
    const { people, api, org } = await seedAlliance(hub);
    const root = api(people.root);
    const groups = await Promise.all(
      ['joining', 'full'].map((history) => root<Group>('POST', GROUPS, { name: history, history })),
    );
    const from = async (id: string) =>
      (
        await rowsOf<{ from_seq: number }>(hub, 'select from_seq from sharing_group_member where group_id = $1', [id])
      )[0]?.from_seq;
    const [joining, full] = groups.map(({ body }) => body.id) as [string, string];
    const member = (id: string) => `${GROUPS}/${id}/members/${org['cert-a']}`;
    await rowsOf(hub, 'update head set seq = 41');
    for (const id of [joining, full]) expect((await root('PUT', member(id))).status).toBe(200);
    expect([await from(joining), await from(full)]).toEqual([41, 0]);
    await rowsOf(hub, 'update head set seq = 52');
    expect((await root('PUT', member(joining))).status).toBe(200);
    expect(await from(joining)).toBe(41);
    expect((await root('DELETE', member(joining))).status).toBe(200);
    expect((await root('DELETE', member(joining))).status).toBe(404);
    await root('PUT', member(joining));
    expect(await from(joining)).toBe(52);
    expect((await root('PUT', `${GROUPS}/${joining}/members/${NOBODY}`)).status).toBe(404);
    expect((await root('POST', `${GROUPS}/${joining}/close`)).body).toMatchObject({ status: 'closed' });
    expect((await root('PUT', `${GROUPS}/${joining}/members/${org['cert-b']}`)).body).toMatchObject({
      code: 'conflict',
    });
  });
});

describe('changes of rights', () => {
  it('bump the count of changes, each under the head row’s lock, with its record', async () => {
    await using hub = await startHub();
    const { people, keys, api, org } = await seedAlliance(hub);
    const [before] = await rowsOf<{ authority: number }>(hub, 'select authority from head');
    const root = api(people.root);
    await root('POST', ORGANISATIONS, NEW);
    await root('POST', `${ORGANISATIONS}/${org['cert-c']}/suspend`, { reason: 'x' });
    await root('POST', GROUPS, { name: 'g' });
    await api(people.adminA)('PATCH', `${PEOPLE}/${people.ray.id}`, { role: 'analyst' });
    await api(people.adminA)('DELETE', `/api/v1/keys/${keys.a.id}`);
    await api(people.ray)('DELETE', '/api/v1/session');
    const [after] = await rowsOf<{ authority: number }>(hub, 'select authority from head');
    const records = await rowsOf<{ action: string }>(
      hub,
      `select record::json->>'action' as action from audit_record order by number`,
    );
    expect((after?.authority ?? 0) - (before?.authority ?? 0)).toBe(6);
    expect(records.map(({ action }) => action)).toEqual([
      'organisation.propose',
      'organisation.suspend',
      'group.create',
      'person.amend',
      'key.revoke',
      'session.close',
    ]);
  });

  it('wait for who holds the log, and leave connections for resolving viewers meanwhile', async () => {
    await using hub = await startHub();
    const { people, keys, api, org } = await seedAlliance(hub);
    const { auth, writer } = hub.app.get(Database);
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    let holding = Promise.resolve();
    await new Promise<void>((taken) => {
      holding = writer.transaction(async (sql) => {
        await sql.query('select * from head for update');
        taken();
        await released;
      });
    });
    const changes = ['cert-b', 'cert-c'].flatMap((name) =>
      Array.from({ length: 3 }, (_, i) =>
        api(people.root)('PATCH', `${ORGANISATIONS}/${org[name as 'cert-b']}`, { name: `N${i}` }),
      ),
    );
    expect((await api(keys.a)('GET', ME)).status).toBe(200);
    expect(await Promise.all(Array.from({ length: 3 }, () => auth.query('select 1')))).toHaveLength(3);
    release();
    await holding;
    expect((await Promise.all(changes)).map(({ status }) => status)).toEqual(Array(6).fill(200));
  });
});
