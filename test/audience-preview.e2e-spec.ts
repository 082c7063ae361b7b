import { type Hub, startHub } from './support/hub.js';
import { type Alliance, type Key, type Person, seedAlliance } from './support/people.js';

interface Preview {
  readonly tlp: string;
  readonly audience: string;
  readonly organisations: readonly string[];
  readonly of: number;
  readonly people?: readonly string[];
  readonly public: boolean;
  readonly code?: string;
}

const PREVIEW = '/api/v1/audience/preview';

describe('who will see it, before it is submitted, and who does after', () => {
  let hub: Hub;
  let alliance: Alliance;
  let group: string;
  let elsewhere: string;
  beforeAll(async () => {
    hub = await startHub();
    alliance = await seedAlliance(hub);
    const root = alliance.api(alliance.people.root);
    const made = async (name: string, ...members: ('cert-a' | 'cert-b' | 'cert-c')[]) => {
      const { body } = await root<{ id: string }>('POST', '/api/v1/groups', { name });
      for (const member of members) await root('PUT', `/api/v1/groups/${body.id}/members/${alliance.org[member]}`, {});
      return body.id;
    };
    group = await made('north', 'cert-a', 'cert-c');
    elsewhere = await made('south', 'cert-b', 'cert-c');
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  const preview = (who: Person | Key, tlp: string, audience?: unknown) =>
    alliance.api(who)<Preview>('POST', PREVIEW, { tlp, ...(audience !== undefined && { audience }) });

  it('names those, and only those, who then see what is submitted so', async () => {
    const { ana, bo, cy } = alliance.people;
    const asks: [string, unknown][] = [
      ['clear', undefined],
      ['green', 'all'],
      ['amber', 'organisation'],
      ['amber', { group }],
      ['amber+strict', { organisations: ['cert-b'] }],
      ['green', { rel_to: ['BEL', 'CZE'], except: ['cert-c'] }],
      ['green', { except: ['cert-b'] }],
      ['red', { people: [bo.email] }],
    ];
    for (const [i, [tlp, audience]] of asks.entries()) {
      const { status, body } = await preview(ana, tlp, audience);
      expect([i, status, body.tlp, body.of]).toEqual([i, 200, tlp, 4]);
      const item = { value: `preview-${i}.example`, tlp, ...(audience !== undefined && { audience }) };
      const made = await alliance.api(ana)<{ id: string }>('POST', '/api/v1/indicators', item);
      expect([i, made.status]).toEqual([i, 201]);
      for (const [name, person] of Object.entries({ 'cert-a': ana, 'cert-b': bo, 'cert-c': cy })) {
        const seen = (await alliance.api(person)('GET', `/api/v1/objects/${made.body.id}`)).status === 200;
        const said = body.people ? body.people.includes(person.email) : body.organisations.includes(name);
        expect([i, name, said]).toEqual([i, name, seen]);
      }
      const { of, organisations } = body;
      const told = await alliance.api(ana)<Preview>('GET', `/api/v1/objects/${made.body.id}/audience`);
      expect(told.body).toMatchObject({ tlp, audience: body.audience, of, organisations });
    }
  });

  it('tells of no group that one is not in, and of no one else than it was given', async () => {
    const { ana, bo } = alliance.people;
    const hidden = await preview(ana, 'amber', { group: elsewhere });
    const missing = await preview(ana, 'amber', { group: '0b5b7f3e-58d3-4a3c-9d0c-3a3b6a0f5e11' });
    expect([hidden.status, hidden.body.code]).toEqual([422, 'audience_unknown']);
    const plain = ({ body }: typeof hidden) => ({ ...body, requestId: '', instance: '' });
    expect(plain(hidden)).toEqual(plain(missing));
    // somebody named by id stays an id
    expect((await preview(ana, 'red', { people: [bo.id] })).body.people).toEqual([ana.email, bo.id].toSorted());
  });

  it('is told afterwards to the organisation whose object it is, of named people to their author, and to nobody else', async () => {
    const { api, keys, org } = alliance;
    const { ana, al, bo, cy, root } = alliance.people;
    const submit = async (item: object) => (await api(ana)<{ id: string }>('POST', '/api/v1/indicators', item)).body.id;
    const told = async (who: Person | Key | undefined, id: string) => {
      const { status, body } = await api(who)<Preview>('GET', `/api/v1/objects/${id}/audience`);
      return status === 200 ? body : status;
    };
    const named = { id: group, name: 'north' };
    const grouped = await submit({ value: 'grouped.example', tlp: 'amber', audience: { group } });
    const all = { tlp: 'amber', audience: 'group', group: named, organisations: ['cert-a', 'cert-c'], of: 4 };
    for (const who of [ana, al, keys.a]) expect(await told(who, grouped)).toEqual(all);
    expect(await told(cy, grouped)).toEqual({ tlp: 'amber', audience: 'group', group: named });
    for (const who of [bo, keys.b]) expect(await told(who, grouped)).toBe(404);
    expect(await told(undefined, grouped)).toBe(401);
    // who joins later does not see what was before
    await api(root)('PUT', `/api/v1/groups/${group}/members/${org['cert-b']}`, {});
    expect(await told(bo, grouped)).toBe(404);
    expect(await told(ana, grouped)).toEqual(all);
    const later = await submit({ value: 'later.example', tlp: 'amber', audience: { group } });
    expect(await told(ana, later)).toMatchObject({ organisations: ['cert-a', 'cert-b', 'cert-c'] });
    await api(root)('DELETE', `/api/v1/groups/${group}/members/${org['cert-b']}`);

    const red = await submit({ value: 'red.example', tlp: 'red', audience: { people: [al.email, bo.email] } });
    const known = { tlp: 'red', audience: 'people' };
    const people = { yours: [al.email, ana.email], others: 1 };
    expect(await told(ana, red)).toEqual({ ...known, organisations: [], of: 4, people });
    for (const who of [al, bo]) expect(await told(who, red)).toEqual(known);
    // whoever changes it has named nobody
    for (const [method, deed, body] of [
      ['PATCH', '', { confidence: 33 }],
      ['POST', '/revoke', { reason: 'mistaken' }],
    ] as const) {
      const changed = await api(al)(method, `/api/v1/indicators/${red}${deed}`, body, { 'if-match': '*' });
      expect(changed.status).toBe(200);
      expect([await told(al, red), await told(ana, red)]).toEqual([known, expect.objectContaining({ people })]);
    }
    for (const who of [cy, keys.a]) expect(await told(who, red)).toBe(404);
    const list = await submit({ value: 'list.example', tlp: 'green', audience: { organisations: ['cert-b'] } });
    expect(await told(bo, list)).toEqual({ tlp: 'green', audience: 'list' });
  });

  it('refuses what a submission would be refused for', async () => {
    const { ana, ray } = alliance.people;
    const code = async (...asked: Parameters<typeof preview>) => {
      const { status, body } = await preview(...asked);
      return [status, body.code];
    };
    expect(await code(ana, 'purple')).toEqual([422, 'tlp_unknown']);
    expect(await code(ana, 'clear', 'organisation')).toEqual([422, 'clear_requires_all']);
    expect(await code(ana, 'red', 'all')).toEqual([422, 'red_requires_individuals']);
    expect(await code(ana, 'green', { organisations: ['nobody'] })).toEqual([422, 'audience_unknown']);
    const constituent = await alliance.key(alliance.org['cert-a'], { kind: 'constituent', ceiling: 'amber' });
    expect(await code(constituent, 'amber+strict')).toEqual([422, 'above_ceiling']);
    expect((await preview(ray, 'green')).status).toBe(403);
    expect((await alliance.api()('POST', PREVIEW, { tlp: 'green' })).status).toBe(401);
  });

  it('leaves out a member that is suspended', async () => {
    const root = alliance.api(alliance.people.root);
    await root('POST', `/api/v1/organisations/${alliance.org['cert-c']}/suspend`, { reason: 'a test' });
    const { body } = await preview(alliance.people.ana, 'green');
    expect(body.organisations).toEqual(['cert-a', 'cert-b', 'secretariat']);
    expect(body.of).toBe(3);
    const people = await preview(alliance.people.ana, 'red', { people: [alliance.people.bo.email] });
    expect(people.body.people).toEqual([alliance.people.ana.email, alliance.people.bo.email].toSorted());
  });
});
