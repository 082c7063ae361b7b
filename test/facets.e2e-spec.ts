import { type Hub, startHub } from './support/hub.js';
import { type Alliance, seedAlliance } from './support/people.js';

interface Facet {
  readonly value: string;
  readonly count: number;
  readonly term: string;
}
interface Counts {
  readonly counted: number;
  readonly more: boolean;
  readonly facets: Record<'type' | 'tlp' | 'from' | 'label', Facet[]>;
}

describe('facets of a search', () => {
  let hub: Hub;
  let alliance: Alliance;
  beforeAll(async () => {
    hub = await startHub();
    alliance = await seedAlliance(hub);
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  const facets = async (who: Parameters<Alliance['api']>[0], q: string) =>
    (await alliance.api(who)<Counts>('GET', `/api/v1/search/facets?q=${encodeURIComponent(q)}`)).body;
  const found = async (who: Parameters<Alliance['api']>[0], q: string) =>
    (await alliance.api(who)<{ objects: object[] }>('GET', `/api/v1/search?limit=500&q=${encodeURIComponent(q)}`)).body
      .objects.length;

  it('count what the viewer sees, and each count is what its term finds', async () => {
    const a = alliance.api(alliance.keys.a);
    const items = [
      { value: '203.0.113.1', tlp: 'green', labels: ['facet', 'C2'] },
      { value: '203.0.113.2', tlp: 'amber', labels: ['facet', 'web shell'] },
      { value: 'a.facet.example', tlp: 'green', labels: ['facet', 'web shell'] },
      { value: 'secret.facet.example', tlp: 'amber', audience: 'organisation', labels: ['facet', 'own "word"'] },
    ];
    await a('POST', '/api/v1/indicators', items);
    await alliance.api(alliance.keys.b)('POST', '/api/v1/indicators', { ...items[0], tlp: 'clear' });

    const own = await facets(alliance.keys.a, 'label:facet');
    expect([own.counted, own.more]).toEqual([5, false]);
    expect(own.facets.type.map(({ value, count }) => [value, count])).toEqual([
      ['ipv4-addr', 3],
      ['domain-name', 2],
    ]);
    expect(own.facets.label.map(({ term }) => term)).toEqual([
      'label:facet',
      'label:c2',
      'label:"web shell"',
      String.raw`label:"own \"word\""`,
    ]);
    for (const { term, count } of Object.values(own.facets).flat())
      expect([term, await found(alliance.keys.a, `label:facet ${term}`)]).toEqual([term, count]);

    const other = await facets(alliance.keys.b, 'label:facet');
    expect(other.counted).toBe(4);
    expect(JSON.stringify(other)).not.toMatch(/own/);
    expect(other.facets.from).toEqual([
      { value: 'cert-a', count: 3, term: 'from:cert-a' },
      { value: 'cert-b', count: 1, term: 'from:cert-b' },
    ]);
  });

  it('count the newest thousand, and say that there is more', async () => {
    const items = Array.from({ length: 1_100 }, (_, i) => ({ value: `m${i}.many.example`, labels: ['many'] }));
    await alliance.api(alliance.keys.a)('POST', '/api/v1/indicators', { tlp: 'green', items });
    const counts = await facets(alliance.keys.b, 'label:many');
    expect([counts.counted, counts.more]).toEqual([1_000, true]);
    expect(counts.facets.tlp).toEqual([{ value: 'green', count: 1_000, term: 'tlp:green' }]);
  });

  it('of nothing are nothing; what can’t be read is refused', async () => {
    expect((await facets(alliance.keys.a, 'label:nothing')).facets).toEqual({ type: [], tlp: [], from: [], label: [] });
    const answer = await alliance.api(alliance.keys.a)('GET', '/api/v1/search/facets?q=nope%20(');
    expect([answer.status, answer.body['code']]).toEqual([400, 'query_invalid']);
  });

  it('the keys of the language are told as the hub reads them', async () => {
    const { body } = await alliance.api(alliance.keys.a)<{
      items: { key: string; example: string; values?: string[] }[];
    }>('GET', '/api/v1/search/keys');
    const a = alliance.api(alliance.keys.a);
    for (const { key, example, values = [] } of body.items) {
      const asked = [example, ...values.map((value) => `${key}:${value}`)].filter((q) => !q.startsWith('from:'));
      for (const q of asked)
        expect([q, (await a('GET', `/api/v1/search?limit=1&q=${encodeURIComponent(q)}`)).status]).toEqual([q, 200]);
    }
    expect(body.items.find(({ key }) => key === 'tlp')?.values).toContain('amber+strict');
  });

  it('look-up tells of warninglists', async () => {
    const { body } = await alliance.api(alliance.keys.a)<{ results: { warnings?: { list: string }[] }[] }>(
      'POST',
      '/api/v1/lookup',
      { values: ['8.8.8.8', 'quiet.facet.example'] },
    );
    expect(body.results[0]?.warnings?.length).toBeGreaterThan(0);
    expect(body.results[1]).not.toHaveProperty('warnings');
  });
});
