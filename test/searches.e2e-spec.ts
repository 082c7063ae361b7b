import { changedRights } from './support/cast.js';
import { type Hub, startHub } from './support/hub.js';
import { type Alliance, type Api, rowsOf, seedAlliance } from './support/people.js';
import { bellOf, type Rung, save, type Saved, searched, SEARCHES, share, valuesIn } from './support/searching.js';

describe('saved searches', () => {
  let hub: Hub;
  let alliance: Alliance;
  let ana: Api;
  let al: Api;
  let bo: Api;

  beforeAll(async () => {
    hub = await startHub();
    alliance = await seedAlliance(hub);
    [ana, al, bo] = [alliance.people.ana, alliance.people.al, alliance.people.bo].map((who) => alliance.api(who)) as [
      Api,
      Api,
      Api,
    ];
  });
  afterAll(() => hub[Symbol.asyncDispose]());
  afterEach(() => rowsOf(hub, 'delete from saved_search'));

  const list = async (api: Api) => (await api<{ items: Saved[] }>('GET', SEARCHES)).body.items;
  const watch = (api: Api, id: string, to: object) =>
    api<Saved>('PUT', `${SEARCHES}/${id}/watch`, { bell: true, mail: 'none', paused: false, ...to });
  const preview = async (api: Api, q: string) =>
    (await api<{ matched: number; more: boolean }>('GET', `${SEARCHES}/preview?q=${encodeURIComponent(q)}`)).body;

  it('are one’s own until they are shared, and then colleagues read them and turn on a bell of their own', async () => {
    const { status, body } = await ana<Saved>('POST', SEARCHES, { name: 'Web shells', q: 'label:shell since:7d' });
    expect([status, body]).toEqual([
      201,
      expect.objectContaining({
        name: 'Web shells',
        q: 'label:shell since:7d',
        shared: false,
        own: true,
        watch: { bell: false, mail: 'none', paused: false },
        problem: null,
      }),
    ]);
    const { id } = body;
    expect([(await list(al)).length, (await al('GET', `${SEARCHES}/${id}`)).status]).toEqual([0, 404]);
    expect((await watch(al, id, {})).status).toBe(404);
    expect((await ana('PATCH', `${SEARCHES}/${id}`, { shared: true })).status).toBe(200);
    const [seen] = await list(al);
    expect(seen).toMatchObject({ id, own: false, by: 'ana', watch: { bell: false } });
    expect((await watch(al, id, {})).body.watch.bell).toBe(true);
    expect((await list(ana))[0]!.watch.bell).toBe(false);
    for (const [method, more] of [
      ['PATCH', { name: 'mine' }],
      ['DELETE', undefined],
    ] as const)
      expect((await al(method, `${SEARCHES}/${id}`, more)).status).toBe(403);
    for (const [method, end, more] of [
      ['GET', '', undefined],
      ['PATCH', '', { name: 'x' }],
      ['DELETE', '', undefined],
      ['PUT', '/watch', { bell: true, mail: 'none', paused: false }],
    ] as const)
      expect((await bo(method, `${SEARCHES}/${id}${end}`, more)).status).toBe(404);
    expect((await ana('PATCH', `${SEARCHES}/${id}`, { shared: false })).status).toBe(200);
    expect([(await list(al)).length, (await rowsOf(hub, 'select from search_watch')).length]).toEqual([0, 1]);
    expect((await ana('DELETE', `${SEARCHES}/${id}`)).status).toBe(204);
    expect((await ana('GET', `${SEARCHES}/${id}`)).status).toBe(404);
  });

  it('are refused where they can’t be read, are too many or badly named, and to keys', async () => {
    const invalid = await ana('POST', SEARCHES, { name: 'x', q: 'tlp:purple' });
    expect([invalid.status, invalid.body['code']]).toEqual([400, 'query_invalid']);
    for (const wrong of [{}, { name: '' }, { name: 'a\nb' }, { name: 'x'.repeat(101) }, { mail: 'weekly' }, { to: 1 }])
      expect((await ana('POST', SEARCHES, { q: 'a', ...wrong })).status).toBe(422);
    const { id } = await save(ana, 'label:x');
    expect((await ana('PATCH', `${SEARCHES}/${id}`, { q: '(' })).status).toBe(400);
    expect((await ana('PATCH', `${SEARCHES}/nonsense`, {})).status).toBe(404);
    for (const path of [SEARCHES, `${SEARCHES}/${id}`, `${SEARCHES}/preview?q=`, '/api/v1/bell'])
      expect((await alliance.api(alliance.keys.a)('GET', path)).status).toBe(403);
    for (let i = 1; i < 50; i++) await save(ana, 'label:x');
    const full = await ana('POST', SEARCHES, { name: 'x', q: 'a' });
    expect([full.status, full.body['code']]).toEqual([409, 'limit_reached']);
    expect((await ana('DELETE', `${SEARCHES}/${id}`)).status).toBe(204);
    await save(ana, 'label:x');
  });

  it('ring once for each object that matches and is visible, however often it changes, and for nothing from before', async () => {
    await share(bo, { labels: ['lion'], value: 'before.example' });
    const lions = await save(ana, 'label:lion');
    const all = await save(ana, '');
    const { id, etag } = await share(bo, { labels: ['lion'], value: 'a.example' });
    await share(bo, { labels: ['ant'], value: 'b.example' });
    await share(bo, { labels: ['lion'], value: 'c.example', tlp: 'amber', audience: { organisations: ['cert-c'] } });
    await searched(hub);
    const { body } = await bo<{ etag: string }>(
      'PATCH',
      `/api/v1/indicators/${id}`,
      { confidence: 7 },
      { 'if-match': etag },
    );
    await bo('POST', `/api/v1/indicators/${id}/revoke`, {}, { 'if-match': body.etag });
    await searched(hub);
    const bell = await bellOf(ana);
    expect(valuesIn(bell)).toEqual(['b.example', 'a.example']);
    expect(bell.items.map(({ searches }) => searches)).toEqual([[all.id], [lions.id, all.id]]);
    expect(bell.items[1]!.object).toMatchObject({ id, confidence: 7, revoked: true }); // as it stands
    expect([bell.unread, bell.searches]).toEqual([
      2,
      [
        { search: lions.id, unread: 1 },
        { search: all.id, unread: 2 },
      ],
    ]);
    expect(valuesIn(await bellOf(ana, `?search=${lions.id}`))).toEqual(['a.example']);
    expect([valuesIn(await bellOf(ana, '?limit=1')), (await bellOf(ana, '?limit=1')).more]).toEqual([
      ['b.example'],
      true,
    ]);
    expect((await bellOf(al)).items).toEqual([]);
  });

  it('are read up to where the bell was looked at, of one search or all, and what comes after is not', async () => {
    const lions = await save(ana, 'label:lion');
    await save(ana, '');
    await share(bo, { labels: ['lion'], value: 'l1.example' });
    await searched(hub);
    const { cursor } = await bellOf(ana);
    await share(bo, { labels: ['lion'], value: 'l2.example' });
    await searched(hub);
    const read = async (body: object, api = ana) => api<Rung>('POST', '/api/v1/bell/read', body);
    expect((await read({ through: cursor, search: lions.id })).body.searches.map(({ unread }) => unread)).toEqual([
      1, 2,
    ]);
    expect((await read({ through: cursor })).body.unread).toBe(1);
    expect((await bellOf(ana)).items.map((item) => item.read)).toEqual([false, true]);
    expect((await read({ through: cursor }, al)).status).toBe(400); // it is sealed for ana
    expect((await read({ through: 'nonsense' })).body).toMatchObject({ code: 'cursor_invalid' });
  });

  it('tell of nothing while they are paused, and of what comes when they are not any more', async () => {
    const { id } = await save(ana, 'label:lion');
    await save(al, ''); // somebody watches all the time
    await watch(ana, id, { paused: true });
    await share(bo, { labels: ['lion'], value: 'p1.example' });
    await searched(hub);
    await watch(ana, id, { paused: false });
    await share(bo, { labels: ['lion'], value: 'p2.example' });
    await searched(hub);
    expect(valuesIn(await bellOf(ana))).toEqual(['p2.example']);
    await watch(ana, id, { bell: false });
    expect((await bellOf(ana)).items).toEqual([]);
  });

  it('find as much as the preview says that they would have, and the preview counts what is visible', async () => {
    const q = 'label:cub confidence>=50';
    await save(ana, q);
    await save(bo, q);
    for (const [confidence, more] of [
      [60, {}],
      [70, {}],
      [40, {}], // too low
      [80, { audience: { organisations: ['cert-b'] }, tlp: 'amber' }], // not for cert-a
      [90, { audience: 'organisation', tlp: 'amber' }],
    ] as const)
      await share(bo, { labels: ['cub'], confidence, ...more });
    const { id, etag } = await share(bo, { labels: ['cub'], confidence: 10 });
    await bo('PATCH', `/api/v1/indicators/${id}`, { confidence: 99 }, { 'if-match': etag }); // comes to match
    await searched(hub);
    const [seenByAna, seenByBo] = [await preview(ana, q), await preview(bo, q)];
    expect([seenByAna.matched, seenByBo.matched]).toEqual([3, 5]);
    expect((await bellOf(ana)).items).toHaveLength(seenByAna.matched);
    expect((await bellOf(bo)).items).toHaveLength(seenByBo.matched);
    await rowsOf(hub, `update entry set at = at - interval '8 days' where id = $1`, [id]);
    expect((await preview(ana, q)).matched).toBe(2);
    expect((await ana('GET', `${SEARCHES}/preview?q=(`)).status).toBe(400);
  });

  it('show nothing any more that has moved out of sight, by no list and no count', async () => {
    await save(ana, 'label:hart');
    const { id, etag } = await share(bo, { labels: ['hart'], value: 'moved.example', tlp: 'amber', audience: 'all' });
    await share(bo, { labels: ['hart'], value: 'stays.example' });
    await searched(hub);
    expect((await bellOf(ana)).unread).toBe(2);
    const moved = await bo('PATCH', `/api/v1/indicators/${id}`, { audience: 'organisation' }, { 'if-match': etag });
    expect(moved.status).toBe(200);
    const bell = await bellOf(ana);
    expect([valuesIn(bell), bell.unread, bell.searches[0]!.unread]).toEqual([['stays.example'], 1, 1]);
    expect((await preview(ana, 'label:hart')).matched).toBe(1);
  });

  it('show to who leaves a group nothing that was the group’s, and to who has gone nothing at all', async () => {
    const root = alliance.api(alliance.people.root);
    const { body: group } = await root<{ id: string }>('POST', '/api/v1/groups', { name: `herd ${Date.now()}` });
    for (const member of ['cert-a', 'cert-b'] as const)
      await root('PUT', `/api/v1/groups/${group.id}/members/${alliance.org[member]}`);
    await save(ana, 'label:elk');
    await share(bo, { labels: ['elk'], value: 'elk.example', tlp: 'amber', audience: { group: group.id } });
    await searched(hub);
    expect((await bellOf(ana)).unread).toBe(1);
    await root('DELETE', `/api/v1/groups/${group.id}/members/${alliance.org['cert-a']}`);
    expect(await bellOf(ana)).toMatchObject({ unread: 0, searches: [], items: [] });

    await changedRights([hub], (sql) =>
      sql.query(`update person set status = 'suspended' where id = $1`, [alliance.people.ana.id]),
    );
    await save(al, 'label:elk');
    await share(bo, { labels: ['elk'], value: 'elk2.example' });
    await searched(hub);
    expect(await rowsOf(hub, 'select from search_match')).toHaveLength(2); // ana’s of before, and al’s
    await changedRights([hub], (sql) =>
      sql.query(`update person set status = 'active' where id = $1`, [alliance.people.ana.id]),
    );
  });

  it('say when their query can’t be read any more, and go on when it can', async () => {
    await save(ana, 'from:cert-b label:gnu');
    const rename = (to: string) =>
      changedRights([hub], (sql) =>
        sql.query('update organisation set short_name = $2 where id = $1', [alliance.org['cert-b'], to]),
      );
    await rename('cert-bb');
    expect((await list(ana))[0]!.problem).toContain('there is no organisation “cert-b”');
    await save(al, '');
    await share(bo, { labels: ['gnu'], value: 'gnu1.example' });
    await searched(hub);
    expect((await bellOf(ana)).unread).toBe(0);
    await rename('cert-b');
    await share(bo, { labels: ['gnu'], value: 'gnu2.example' });
    await searched(hub);
    expect([valuesIn(await bellOf(ana)), (await list(ana))[0]!.problem]).toEqual([['gnu2.example'], null]);
  });

  it('put no more than 500 objects an hour on one bell, and count no further than 100', async () => {
    await save(ana, '');
    const items = Array.from({ length: 700 }, (_, i) => ({ value: `storm${i}.example`, tlp: 'green' }));
    expect((await bo('POST', '/api/v1/indicators', items)).status).toBe(201);
    await searched(hub);
    const bell = await bellOf(ana, '?limit=200');
    expect([bell.unread, bell.searches[0]!.unread, bell.items.length, bell.more]).toEqual([100, 100, 200, true]);
    expect(await rowsOf(hub, 'select from search_match')).toHaveLength(500);
  });
});
