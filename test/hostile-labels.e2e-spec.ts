import { expectProblem } from './support/control.js';
import { auditWhole } from './support/control.js';
import { type Hub, startHub } from './support/hub.js';
import { type Alliance, type Answer, type Key, type Person, seedAlliance, told } from './support/people.js';
import { everythingRead, showing, type Sought } from './support/reading.js';
import { until } from './support/until.js';

const ITEMS = '/api/v1/indicators';
const NOBODY = `indicator--${crypto.randomUUID()}`;
let number = 0;

/** An object with words of its own, by which it is found wherever it shows. */
const item = (more: object) => {
  const words = `hidden words ${number}`;
  return { value: `n${number++}.labels.example`, description: words, ...more };
};

describe('labels and whom they keep out, on every path there is', () => {
  let hub: Hub;
  let alliance: Alliance;
  let constituent: Key;
  beforeAll(async () => {
    hub = await startHub();
    alliance = await seedAlliance(hub);
    constituent = await alliance.key(alliance.org['cert-b'], { kind: 'constituent', scopes: ['read', 'feed'] });
  });
  afterAll(async () => {
    await auditWhole(alliance);
    await hub[Symbol.asyncDispose]();
  });

  const make = async (who: Key | Person, more: object): Promise<Sought & { etag: string }> => {
    const { value, description, ...rest } = item(more);
    const { status, body } = await alliance.api(who)('POST', ITEMS, { value, description, ...rest });
    expect([status, body['code']]).toEqual([201, undefined]);
    return { id: String(body['id']), etag: String(body['etag']), value, words: description };
  };
  const where = async (who: Key | Person, sought: Sought) =>
    showing(await everythingRead(hub, alliance, who, sought), sought);
  /** Paths that show an object to who may see it. */
  const EVERYWHERE = ['all', 'byId', 'byValue', 'byWords', 'events', 'ledgers', 'lines', 'lookup', 'object', 'socket'];

  it('D08, C21: TLP:RED to one person shows to him and its maker, and to nobody else on any path', async () => {
    const { people, keys } = alliance;
    const red = await make(people.ana, { tlp: 'red', audience: { people: [people.bo.id] } });
    for (const who of [people.bo, people.ana])
      expect((await where(who, red)).toSorted()).toEqual(expect.arrayContaining(EVERYWHERE));
    for (const who of [people.al, people.adminA, people.adminB, people.root, people.cy, keys.a, keys.b, constituent])
      expect(await where(who, red)).toEqual([]);
    // who administers the alliance is told what everybody is told of what does not exist
    const root = alliance.api(people.root);
    for (const path of ['', '/versions', '/related'])
      expect(told(await root('GET', `/api/v1/objects/${red.id}${path}`))).toEqual(
        told(await root('GET', `/api/v1/objects/${NOBODY}${path}`)),
      );
  });

  it('D09: AMBER+STRICT never reaches a member’s own clients; AMBER does', async () => {
    const { keys, people } = alliance;
    const audience = { organisations: ['cert-b'] };
    const strict = await make(keys.a, { tlp: 'amber+strict', audience });
    const amber = await make(keys.a, { tlp: 'amber', audience });
    for (const who of [keys.b, people.bo]) expect(await where(who, strict)).toEqual(expect.arrayContaining(EVERYWHERE));
    expect(await where(constituent, strict)).toEqual([]);
    expect(await where(constituent, amber)).toEqual(expect.arrayContaining(EVERYWHERE));
  });

  it('B10: a key with a ceiling shows nothing above it on any path, and submits nothing above it', async () => {
    const key = await alliance.key(alliance.org['cert-b'], { ceiling: 'green' });
    const [green, amber] = [
      await make(alliance.keys.a, { tlp: 'green' }),
      await make(alliance.keys.a, { tlp: 'amber' }),
    ];
    expect(await where(key, green)).toEqual(expect.arrayContaining(EVERYWHERE));
    expect(await where(key, amber)).toEqual([]);
    expect(await where(alliance.keys.b, amber)).toEqual(expect.arrayContaining(EVERYWHERE));
    expectProblem(await alliance.api(key)('POST', ITEMS, item({ tlp: 'amber' })), 422, 'above_ceiling');
  });

  it('C19: what was taken back from a reader reads like what never was, its history included', async () => {
    const { keys } = alliance;
    const made = await make(keys.a, { tlp: 'green' });
    expect(await where(keys.b, made)).toEqual(expect.arrayContaining(EVERYWHERE));
    const narrow = { tlp: 'amber', audience: 'organisation' };
    const { status } = await alliance.api(keys.a)('PATCH', `${ITEMS}/${made.id}`, narrow, { 'if-match': made.etag });
    expect(status).toBe(200);
    // its place in the ledgers of the past, and the recall, are known to who was there: no content is
    expect((await where(keys.b, made)).filter((path) => !/ledgers|socket|lines|events/.test(path))).toEqual([]);
    const read = await everythingRead(hub, alliance, keys.b, made);
    for (const text of Object.values(read)) expect(text).not.toContain(made.words);
    const api = alliance.api(keys.b);
    for (const path of ['', '/versions', '/related'])
      expect(told(await api('GET', `/api/v1/objects/${made.id}${path}`))).toEqual(
        told(await api('GET', `/api/v1/objects/${NOBODY}${path}`)),
      );
  });

  it('D16: what is said for few of an object for many shows to the few', async () => {
    const { keys, people } = alliance;
    const parent = await make(keys.a, { tlp: 'green' });
    const before = await everythingRead(hub, alliance, keys.c, parent);
    const say = (what: string, body: object) =>
      alliance.api(people.bo)('POST', `${ITEMS}/${parent.id}/${what}`, { tlp: 'amber', ...body });
    const audience = { organisations: ['cert-a'] };
    const children: Answer[] = [
      await say('sightings', { count: 7, description: 'seen by few', audience }),
      await say('opinions', { opinion: 'strongly-disagree', explanation: 'seen by few', audience }),
    ];
    expect(children.map(({ status }) => status)).toEqual([201, 201]);
    for (const { body } of children) {
      const child = { id: String(body['id']), value: 'x.example', words: 'seen by few' };
      expect(await where(keys.c, child)).toEqual([]);
      expect(await where(keys.a, child)).toEqual(expect.arrayContaining(['all', 'object', 'socket']));
    }
    expect(await everythingRead(hub, alliance, keys.c, parent)).toEqual(before);
  });

  it('D19: what is said of an object goes no further than it, whoever says it and however', async () => {
    const { keys, people } = alliance;
    const source = await make(keys.a, { tlp: 'amber+strict', audience: { organisations: ['cert-b'] } });
    for (const wider of [
      { tlp: 'green' },
      { tlp: 'clear', audience: 'all' },
      { tlp: 'amber' },
      { tlp: 'amber+strict', audience: 'all' },
      { tlp: 'amber+strict', audience: { organisations: ['cert-b', 'cert-c'] } },
    ])
      for (const [what, body] of [
        ['sightings', {}],
        ['opinions', { opinion: 'agree' }],
      ] as const)
        for (const who of [keys.b, people.bo, keys.a])
          expectProblem(
            await alliance.api(who)('POST', `${ITEMS}/${source.id}/${what}`, { ...body, ...wider }),
            422,
            wider.tlp === 'clear' && wider.audience !== 'all' ? 'clear_requires_all' : 'derivation_exceeds_source',
          );
    expect((await alliance.api(keys.b)('POST', `${ITEMS}/${source.id}/sightings`, {})).status).toBe(201);
  });

  it('D39: nobody who is addressed learns from the hub who else is', async () => {
    const { people, org } = alliance;
    const red = await make(people.ana, { tlp: 'red', audience: { people: [people.bo.id, people.cy.id] } });
    const listed = await make(people.ana, { tlp: 'amber', audience: { organisations: ['cert-b', 'cert-c'] } });
    for (const sought of [red, listed]) {
      const text = Object.values(await everythingRead(hub, alliance, people.bo, sought)).join('\n');
      expect(text).toContain(sought.words);
      for (const other of [people.cy.id, people.cy.email, org['cert-c']]) expect(text).not.toContain(other);
    }
  });

  it('H13: without sign-in there is TLP:CLEAR and nothing else, and that only where the alliance wants it', async () => {
    await using open = await hub.another({ ANONYMOUS_CLEAR: 'true' });
    const clear = await make(alliance.keys.a, { tlp: 'clear' });
    const green = await make(alliance.keys.a, { tlp: 'green' });
    const nobody = alliance.api(undefined, open);
    const lookup = async ({ value }: Sought) =>
      (await nobody<{ results: { known: boolean }[] }>('POST', '/api/v1/lookup', { values: [value] })).body.results[0];
    // a process learns within its lease of the audience that another has just made
    const text = await until('the first of TLP:CLEAR to be found', async () => {
      const found = JSON.stringify((await nobody('GET', '/api/v1/search?limit=500')).body);
      return found.includes(clear.id) && found;
    });
    expect(text).not.toContain(green.id);
    expect([await lookup(clear), await lookup(green)]).toMatchObject([{ known: true }, { known: false }]);
    expect((await nobody('GET', `/api/v1/objects/${clear.id}`)).status).toBe(200);
    expect(told(await nobody('GET', `/api/v1/objects/${green.id}`))).toEqual(
      told(await nobody('GET', `/api/v1/objects/${NOBODY}`)),
    );
    expect(text).not.toMatch(/"object_marking_refs":\["(?!marking-definition--94868c89)/);
    expectProblem(await alliance.api(undefined, hub)('GET', `/api/v1/objects/${clear.id}`), 401, 'unauthorized');
  });
});
