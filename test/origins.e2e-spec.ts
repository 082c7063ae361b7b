import { startHub } from './support/hub.js';
import { imported } from './support/importing.js';
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
    const { people, keys, org } = alliance;
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
    for (const who of [people.ana, people.al, people.ray, keys.a]) expect(await ask(who, id)).toEqual(all);
    const constituent = await alliance.key(org['cert-a'], { kind: 'constituent', scopes: ['read'] });
    for (const who of [people.bo, keys.b, people.root, constituent]) expect(await ask(who, id)).toEqual([]);
    const red = await submit(people.ana, { value: 'red.example', tlp: 'red', audience: { people: [people.ana.id] } });
    expect(await ask(people.ana, red)).toEqual([{ door: 'rest', person: { id: people.ana.id, name: 'ana' } }]);
    expect([await ask(people.al, red), await ask(people.bo, `indicator--${crypto.randomUUID()}`)]).toEqual([404, 404]);
    // what was stored before the hub kept it
    await rowsOf(hub, 'delete from submission');
    expect(await ask(people.ana, id)).toEqual([]);
  });
});
