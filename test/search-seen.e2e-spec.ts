import { type Hub, startHub } from './support/hub.js';
import { type Alliance, type Api, rowsOf, seedAlliance } from './support/people.js';

const NAMES = ['often', 'once', 'never', 'red'] as const;

describe('how often something was seen', () => {
  let hub: Hub;
  let alliance: Alliance;
  let [a, b, c]: Api[] = [];
  const ids = new Map<string, string>();

  const sight = async (api: Api, name: string, report: object = {}) => {
    const { status, body } = await api<{ id: string }>('POST', `/api/v1/indicators/${ids.get(name)}/sightings`, report);
    expect(status).toBe(201);
    return body.id;
  };
  const found = async (api: Api, q: string): Promise<string[]> => {
    const { body } = await api<{ objects: { name: string }[] }>('GET', `/api/v1/search?q=${encodeURIComponent(q)}`);
    return body.objects.map(({ name }) => name).toSorted();
  };

  beforeAll(async () => {
    hub = await startHub();
    alliance = await seedAlliance(hub);
    [a, b, c] = [alliance.keys.a, alliance.keys.b, alliance.keys.c].map((key) => alliance.api(key));
    for (const name of NAMES) {
      const item = { value: `${name}.seen.example`, name, tlp: 'green', labels: ['counted'] };
      ids.set(name, (await a!<{ id: string }>('POST', '/api/v1/indicators', item)).body.id);
    }
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  it('is asked for in numbers, of the sightings in sight that stand', async () => {
    await sight(a!, 'often', { count: 3 });
    await sight(b!, 'often', { count: 2 });
    await sight(b!, 'once', { description: `not of ${ids.get('never')}` });
    const revoked = await sight(b!, 'never', { count: 7 });
    expect((await b!('POST', `/api/v1/indicators/${revoked}/revoke`, undefined, { 'if-match': '*' })).status).toBe(200);

    for (const [q, names] of [
      ['seen:>3', ['often']],
      ['seen>4', ['often']],
      ['seen>5', []],
      ['seen:5', ['often']],
      ['seen>0', ['often', 'once']],
      ['seen:1', ['once']],
      ['seen:0', ['never', 'red']],
      ['seen<5', ['never', 'once', 'red']],
      ['seen!=1', ['never', 'often', 'red']],
      ['-seen>0', ['never', 'red']],
      ['(seen>4 OR seen:0)', ['never', 'often', 'red']],
      ['seen>=0', ['never', 'often', 'once', 'red']],
      ['seen<0', []],
    ] as const)
      expect([q, await found(c!, `label:counted ${q}`)]).toEqual([q, names]);
    const { body } = await c!<{ counted: number }>('GET', '/api/v1/search/facets?q=label:counted+seen%3E0');
    expect(body.counted).toBe(2);
  });

  it('is another number for each who asks: what is hidden is not counted', async () => {
    const only = { audience: { organisations: ['cert-b'] }, tlp: 'amber' };
    await sight(b!, 'once', { count: 100, ...only });
    await sight(a!, 'never', { count: 100, audience: 'organisation', tlp: 'amber' });
    // what is put on record when it is read is not read by counting it
    await sight(a!, 'once', { count: 70, audience: 'organisation', tlp: 'amber+strict' });
    const people = { audience: { people: [alliance.people.ana.email] }, tlp: 'red', count: 50 };
    await sight(alliance.api(alliance.people.ana), 'red', people);

    expect(await found(c!, 'seen>5')).toEqual([]);
    expect(await found(c!, 'label:counted seen:0')).toEqual(['never', 'red']);
    expect(await found(b!, 'seen>5')).toEqual(['once']);
    expect(await found(b!, 'label:counted seen:1')).toEqual([]);
    expect(await found(a!, 'seen>5')).toEqual(['never']);
    expect(await found(alliance.api(alliance.people.ana), 'seen>5')).toEqual(['never']);
    expect(await found(alliance.api(alliance.people.al), 'seen>5')).toEqual(['never']);
  });

  it('is counted as it is found', async () => {
    const count = async (api: Api, q: string) =>
      (await api<{ count: number }>('GET', `/api/v1/statistics/count?q=${encodeURIComponent(q)}`)).body.count;
    for (const api of [a!, b!, c!])
      for (const q of ['seen>5', 'label:counted seen:0', 'label:counted seen:1', 'seen>50'])
        expect([q, await count(api, q)]).toEqual([q, (await found(api, q)).length]);
  });

  it('is exported as it is found', async () => {
    const lists = async (api: Api, q: string) => {
      const { body } = await api<string>('GET', `/api/v1/export?format=txt&q=${encodeURIComponent(q)}`);
      return [...body.matchAll(/\w+\.seen\.example/g)].map(String);
    };
    expect(await lists(c!, 'seen:>3')).toEqual(['often.seen.example']);
    expect(await lists(b!, 'seen>50')).toEqual(['once.seen.example']);
    expect(await lists(c!, 'seen>50')).toEqual([]);
  });

  it('is kept as the migration finds it in what was there before', async () => {
    const rows = await rowsOf<{ same: boolean }>(
      hub,
      `select o.sighted is not distinct from v.body::jsonb->>'sighting_of_ref'
           and o.times is not distinct from least(coalesce((v.body::jsonb->>'count')::numeric, 1), 999999999)::integer as same
         from object o join version v on v.seq = o.seq where o.type = 'sighting'`,
    );
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.every(({ same }) => same)).toBe(true);
  });

  it('is refused by what judges objects as they come', async () => {
    const q = 'label:counted seen>3';
    const refused = { code: 'query_invalid', detail: expect.stringMatching(/^column 15: .*searches and exports/) };
    const ana = alliance.api(alliance.people.ana);
    expect((await a!('GET', `/api/v1/feed?filter=${encodeURIComponent(q)}`)).body).toMatchObject(refused);
    expect((await ana('POST', '/api/v1/searches', { name: 'x', q })).body).toMatchObject(refused);
    expect((await ana('GET', `/api/v1/searches/preview?q=${encodeURIComponent(q)}`)).body).toMatchObject(refused);
  });
});
