import { startHub } from './support/hub.js';
import { imported } from './support/importing.js';
import { indicator, MARKING } from './support/taxii.js';
import { type Key, type Person, rowsOf, seedAlliance } from './support/people.js';

interface Origin {
  readonly at: string;
  readonly door: string;
  readonly [kind: string]: unknown;
}

describe('by what an object was handed in', () => {
  it('is told of each version to its organisation, and to nobody else', async () => {
    await using hub = await startHub();
    const alliance = await seedAlliance(hub);
    const { people, keys } = alliance;
    const ask = async (who: Person | Key, id: string) => {
      const { status, body } = await alliance.api(who)<{ origins: Origin[] }>('GET', `/api/v1/objects/${id}/origins`);
      return status === 200 ? body.origins.map((origin) => ({ ...origin, at: undefined })) : status;
    };
    const submit = async (who: Person | Key, item: object) =>
      (await alliance.api(who)<{ id: string }>('POST', '/api/v1/indicators', item)).body.id;
    const item = { value: 'handed.example', tlp: 'amber' };
    // other submissions of the same commit stand beside
    const [id] = await Promise.all([
      submit(keys.a, item),
      submit(people.bo, { value: 'beside.example', tlp: 'green' }),
      submit(keys.b, { value: 'refused', tlp: 'green' }),
    ]);
    await submit(people.ana, { ...item, confidence: 70 });
    await submit(people.ana, { ...item, confidence: 70 });
    const job = await imported(hub, people.al, 'value\nhanded.example\nfirst.example\n', {
      tlp: 'amber',
      name: 'list.csv',
      confidence: '80',
    });
    const [key] = await rowsOf<{ name: string }>(hub, `select name from api_key where id = '${keys.a.id}'`);
    const all = [
      { door: 'rest', key: { id: keys.a.id, name: key!.name } },
      { door: 'rest', person: { id: people.ana.id, name: 'ana' } },
      { door: 'import', person: { id: people.al.id, name: 'al' }, import: { id: job.id, name: 'list.csv' } },
    ];
    for (const who of [people.ana, people.al, people.ray]) expect(await ask(who, id)).toEqual(all);
    for (const who of [people.bo, keys.a, keys.b, people.root]) expect(await ask(who, id)).toEqual([]);
    const red = await submit(people.ana, { value: 'red.example', tlp: 'red', audience: { people: [people.ana.id] } });
    expect(await ask(people.ana, red)).toEqual([{ door: 'rest', person: { id: people.ana.id, name: 'ana' } }]);
    expect([await ask(people.al, red), await ask(people.bo, `indicator--${crypto.randomUUID()}`)]).toEqual([404, 404]);
    // an import that met TLP:RED is shown to whoever handed it in alone, its name included
    const secret = await imported(
      hub,
      people.ana,
      [
        { value: 'mixed.example', tlp: 'amber' },
        { value: 'red2.example', tlp: 'red', audience: { people: [people.ana.id] } },
      ]
        .map((one) => JSON.stringify(one))
        .join('\n'),
      { name: 'secret.ndjson' },
    );
    const [mixed] = await rowsOf<{ id: string }>(hub, `select id from object where text like '%mixed.example%'`);
    const by = { door: 'import', person: { id: people.ana.id, name: 'ana' } };
    expect(await ask(people.ana, mixed!.id)).toEqual([{ ...by, import: { id: secret.id, name: 'secret.ndjson' } }]);
    expect(await ask(people.al, mixed!.id)).toEqual([by]);
    // one's own, where another used the id first and shows it now
    const shared = `indicator--${crypto.randomUUID()}`;
    const body = { items: [indicator('shared', { id: shared, object_marking_refs: [MARKING.amber] })] };
    for (const who of [people.bo, people.ana])
      await alliance.api(who)('POST', '/api/v1/indicators', { ...body, audience: 'organisation' });
    const path = `/api/v1/indicators/${shared}`;
    await alliance.api(people.bo)('PATCH', path, { audience: 'all' }, { 'if-match': '*' });
    expect(await ask(people.ana, shared)).toEqual([{ door: 'rest', person: { id: people.ana.id, name: 'ana' } }]);
    // what was stored before the hub kept it
    await rowsOf(hub, 'delete from submission');
    expect(await ask(people.ana, id)).toEqual([]);
  });

  it('names whoever handed each in, of many that share a commit', async () => {
    await using hub = await startHub();
    const { people, keys, api } = await seedAlliance(hub);
    const who = [people.ana, people.al, keys.a, people.bo, keys.b] as const;
    const submit = async (i: number) => {
      // some store several, some nothing
      const items = Array.from({ length: i % 4 }, (_, j) => ({ value: `n${i}-${j}.shared.example` }));
      const body = { items: [...items, { value: 'no value' }], tlp: 'green' };
      const { body: answer } = await api(who[i % who.length])<{ outcomes: { id?: string }[] }>(
        'POST',
        '/api/v1/indicators',
        body,
      );
      return answer.outcomes.flatMap(({ id }) => (id === undefined ? [] : [{ id, i: i % who.length }]));
    };
    const stored = (await Promise.all(Array.from({ length: 60 }, (_, i) => submit(i)))).flat();
    const [{ commits } = { commits: 0 }] = await rowsOf<{ commits: number }>(
      hub,
      `select count(distinct xmin::text)::int as commits from submission`,
    );
    expect(stored.length).toBe(90);
    expect(commits).toBeLessThan(45); // so that some do share one
    for (const { id, i } of stored) {
      const by = who[i]!;
      const { body } = await api(i < 3 ? people.ana : people.bo)<{ origins: Origin[] }>(
        'GET',
        `/api/v1/objects/${id}/origins`,
      );
      const expected = 'text' in by ? { key: { id: by.id } } : { person: { id: by.id } };
      expect(body.origins).toMatchObject([expected]);
    }
  });
});
