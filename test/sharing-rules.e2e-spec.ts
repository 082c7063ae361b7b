import { Control, expectProblem } from './support/control.js';
import { Follower } from './support/follower.js';
import { type Hub, startHub } from './support/hub.js';
import { type Alliance, type Answer, type Key, type Person, seedAlliance } from './support/people.js';
import { until } from './support/until.js';

const ITEMS = '/api/v1/indicators';
let number = 0;
const value = () => `n${number++}.rules.example`;

describe('sharing rules', () => {
  let hub: Hub;
  let alliance: Alliance;
  let control: Control;
  let group: string;
  beforeAll(async () => {
    hub = await startHub();
    alliance = await seedAlliance(hub);
    control = await Control.over(hub, alliance);
    const members = [alliance.org['cert-a'], alliance.org['cert-b']];
    group = String(
      (await alliance.api(alliance.people.root)('POST', '/api/v1/groups', { name: 'two', members })).body['id'],
    );
  });
  afterAll(async () => {
    await control[Symbol.asyncDispose]();
    await hub[Symbol.asyncDispose]();
  });

  const submit = (who: Key | Person, more: object): Promise<Answer> =>
    alliance.api(who)('POST', ITEMS, { value: value(), ...more });
  const stix = (more: object) => ({
    type: 'indicator',
    spec_version: '2.1',
    id: `indicator--${crypto.randomUUID()}`,
    created: '2026-01-01T00:00:00.000Z',
    modified: '2026-01-01T00:00:00.000Z',
    pattern: `[domain-name:value = '${value()}']`,
    pattern_type: 'stix',
    valid_from: '2026-01-01T00:00:00Z',
    ...more,
  });
  const RED = 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1';
  const GREEN = 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb';
  const WHITE1 = 'marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9';
  const AMBER1 = 'marking-definition--f88d31f6-486f-44da-b317-01333bde0b82';
  const CLEAR = 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487';
  const sees = async (who: Key | Person, id: string) =>
    (await alliance.api(who)('GET', `/api/v1/objects/${id}`)).status === 200;

  it.each<[title: string, body: () => object, code: string]>([
    ['D01: no TLP', () => ({ value: value() }), 'tlp_required'],
    ['D01: a STIX object without a marking', () => stix({}), 'tlp_required'],
    ['D02: TLP: RED', () => ({ value: value(), tlp: 'TLP: RED' }), 'tlp_unknown'],
    ['D02: tlp:amber strict', () => ({ value: value(), tlp: 'tlp:amber strict' }), 'tlp_unknown'],
    ['D02: a space at the end', () => ({ value: value(), tlp: 'TLP:AMBER+STRICT ' }), 'tlp_unknown'],
    ['D02: orange', () => ({ value: value(), tlp: 'TLP:ORANGE' }), 'tlp_unknown'],
    ['D02: a Cyrillic letter', () => ({ value: value(), tlp: '\u0422LP:GREEN' }), 'tlp_unknown'],
    ['D02: two labels', () => ({ value: value(), tlp: ['green', 'red'] }), 'invalid'],
    ['D02: a number', () => ({ value: value(), tlp: 2 }), 'invalid'],
    ['D02: null', () => ({ value: value(), tlp: null }), 'invalid'],
    [
      'D02: an unknown marking',
      () => stix({ object_marking_refs: ['marking-definition--00000000-0000-4000-8000-000000000000'] }),
      'tlp_required',
    ],
    ['D02: a near miss of GREEN', () => stix({ object_marking_refs: [GREEN.replace('bab4', 'bab5')] }), 'tlp_unknown'],
    ['D04: RED and GREEN', () => stix({ object_marking_refs: [RED, GREEN] }), 'conflicting_tlp'],
    ['D04: TLP 1 amber and TLP 2 clear', () => stix({ object_marking_refs: [AMBER1, CLEAR] }), 'conflicting_tlp'],
    ['D07: RED to all', () => ({ value: value(), tlp: 'red' }), 'red_requires_individuals'],
    [
      'D07: RED to one’s organisation',
      () => ({ value: value(), tlp: 'red', audience: 'organisation' }),
      'red_requires_individuals',
    ],
    ['D07: RED to a group', () => ({ value: value(), tlp: 'red', audience: { group } }), 'red_requires_individuals'],
    ['D07: RED to nobody', () => ({ value: value(), tlp: 'red', audience: { people: [] } }), 'invalid'],
    [
      'D07: AMBER to people',
      () => ({ value: value(), tlp: 'amber', audience: { people: [alliance.people.bo.id] } }),
      'audience_not_allowed',
    ],
    [
      'D10: REL TO disjoint from the group',
      () => ({ value: value(), tlp: 'amber', audience: { group, rel_to: ['CZE'] } }),
      'empty_audience',
    ],
    ['D11: REL TO XXX', () => ({ value: value(), tlp: 'amber', audience: { rel_to: ['XXX'] } }), 'audience_unknown'],
    ['D11: REL TO de', () => ({ value: value(), tlp: 'amber', audience: { rel_to: ['bel'] } }), 'audience_unknown'],
    ['D11: REL TO UK', () => ({ value: value(), tlp: 'amber', audience: { rel_to: ['UK'] } }), 'audience_unknown'],
    [
      'D11: REL TO 500 codes',
      () => ({ value: value(), tlp: 'amber', audience: { rel_to: Array(500).fill('BEL') } }),
      'invalid',
    ],
    [
      'D11: REL TO the same twice',
      () => ({ value: value(), tlp: 'amber', audience: { rel_to: ['BEL', 'BEL'] } }),
      'audience_unknown',
    ],
    [
      'D12: all but oneself',
      () => ({ value: value(), tlp: 'amber', audience: { group, except: ['cert-b'] } }),
      'empty_audience',
    ],
    [
      'D12: an exclusion of nobody',
      () => ({ value: value(), tlp: 'amber', audience: { except: ['nobody'] } }),
      'audience_unknown',
    ],
    [
      'CLEAR to a few',
      () => ({ value: value(), tlp: 'clear', audience: { organisations: ['cert-b'] } }),
      'clear_requires_all',
    ],
  ])('%s is refused', async (_title, body, code) => {
    const answer = await control.around(() => alliance.api(alliance.people.ana)('POST', ITEMS, body()));
    expectProblem(answer, 422, code);
  });

  it('D02: TLP 1 WHITE in a STIX object is CLEAR', async () => {
    const { body } = await control.around(
      () => alliance.api(alliance.people.ana)('POST', ITEMS, stix({ object_marking_refs: [WHITE1] })),
      1,
    );
    expect(await sees(alliance.keys.c, String(body['id']))).toBe(true);
  });

  it.each<[title: string, audience: () => object, b: boolean, c: boolean]>([
    ['D10: REL TO BEL', () => ({ rel_to: ['BEL'] }), true, false],
    ['D10: REL TO a bloc', () => ({ rel_to: ['EU'] }), true, true],
    ['D10: REL TO a bloc, in the group', () => ({ group, rel_to: ['EU'] }), true, false],
    ['D12: all but one (exclusion wins)', () => ({ rel_to: ['EU', 'BEL'], except: ['cert-b'] }), false, true],
    ['D12: named and excluded', () => ({ organisations: ['cert-b', 'cert-c'], except: ['cert-b'] }), false, true],
    ['D12: all but one, in a group of two', () => ({ organisations: ['cert-b'], except: ['cert-c'] }), true, false],
  ])('%s', async (_title, audience, b, c) => {
    using bo = await Follower.open(hub.url, alliance.keys.b.text);
    using cy = await Follower.open(hub.url, alliance.keys.c.text);
    const { status, body } = await submit(alliance.keys.a, { tlp: 'amber', audience: audience() });
    expect(status).toBe(201);
    const id = String(body['id']);
    const marker = String((await submit(alliance.keys.a, { tlp: 'green' })).body['id']);
    await until('what came after', () => bo.held.has(marker) && cy.held.has(marker));
    expect([bo.held.has(id), cy.held.has(id)]).toEqual([b, c]);
    expect([
      await sees(alliance.keys.b, id),
      await sees(alliance.keys.c, id),
      await sees(alliance.people.root, id),
    ]).toEqual([b, c, false]);
  });

  it('D20: only its originator relaxes an object; those who gain it get it as new', async () => {
    using cy = await Follower.open(hub.url, alliance.keys.c.text);
    const made = await submit(alliance.keys.a, { tlp: 'amber', audience: { organisations: ['cert-b'] } });
    const [id, etag] = [String(made.body['id']), String(made.body['etag'])];
    const relax = (who: Key) =>
      alliance.api(who)('PATCH', `${ITEMS}/${id}`, { tlp: 'green', audience: 'all' }, { 'if-match': etag });
    expectProblem(await relax(alliance.keys.b), 403, 'not_originator');
    expectProblem(await relax(alliance.keys.c), 404, 'not_found');
    expect((await relax(alliance.keys.a)).status).toBe(200);
    await until('cy has it', () => cy.held.has(id));
    expect(cy.entries.filter((e) => e.object.id === id).map((e) => e.op)).toEqual(['create']);
  });

  it('D21: GREEN to RED takes it from everybody else, on every path', async () => {
    using bo = await Follower.open(hub.url, alliance.keys.b.text);
    const made = await submit(alliance.people.ana, { tlp: 'green' });
    const [id, etag] = [String(made.body['id']), String(made.body['etag'])];
    await until('bo has it', () => bo.held.has(id));
    const people = [alliance.people.ana.id];
    const change = { tlp: 'red', audience: { people } };
    expect(
      (await alliance.api(alliance.people.ana)('PATCH', `${ITEMS}/${id}`, change, { 'if-match': etag })).status,
    ).toBe(200);
    await until('bo was told', () => bo.entries.at(-1)?.op === 'recall');
    expect(bo.entries.at(-1)?.object).toEqual({ id, type: 'indicator' });
    for (const who of [
      alliance.keys.b,
      alliance.people.bo,
      alliance.keys.a,
      alliance.people.adminA,
      alliance.people.root,
    ])
      expect(await sees(who, id)).toBe(false);
    using fresh = await Follower.open(hub.url, alliance.keys.b.text, { after: 'beginning' });
    await until('the head', () => fresh.live);
    expect(fresh.entries.filter((e) => e.object.id === id && e.op !== 'recall')).toEqual([]);
  });

  it('D22: a revocation reaches those who were away, and is no news to who never had it', async () => {
    using bo = await Follower.open(hub.url, alliance.keys.b.text);
    const made = await submit(alliance.keys.a, { tlp: 'amber', audience: { group } });
    const id = String(made.body['id']);
    await until('bo has it', () => bo.held.has(id));
    bo.close();
    const { status } = await alliance.api(alliance.keys.a)('POST', `${ITEMS}/${id}/revoke`, undefined, {
      'if-match': String(made.body['etag']),
    });
    expect(status).toBe(200);
    using again = await Follower.open(hub.url, alliance.keys.b.text, { after: bo.cursor });
    await until('the revocation', () => again.entries.length > 0);
    expect(again.entries.map((e) => [e.op, e.object.id, e.object['revoked']])).toEqual([['revoke', id, true]]);
    using cy = await Follower.open(hub.url, alliance.keys.c.text, { after: 'beginning' });
    await until('at the head', () => cy.live);
    expect(cy.entries.some((e) => e.object.id === id)).toBe(false);
  });

  it('D27: positions are dense and ids random whatever is hidden between', async () => {
    using cy = await Follower.open(hub.url, alliance.keys.c.text);
    await until('the head', () => cy.live);
    const ids = [];
    for (let i = 0; i < 5; i += 1) {
      await submit(alliance.keys.a, { tlp: 'amber', audience: { group } });
      ids.push(String((await submit(alliance.keys.a, { tlp: 'green' })).body['id']));
    }
    await until('all five', () => cy.entries.length === 5);
    const positions = cy.entries.map((e) => e.position);
    expect(positions).toEqual(positions.map((_, i) => positions[0]! + i));
    for (const id of ids)
      expect(id).toMatch(/^indicator--[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(cy.batches.map((b) => b.cursor.length)).size).toBe(1);
  });

  it('D31: an id that a hidden object has reads like one that is free, when taken and when spoken of', async () => {
    const hidden = stix({ object_marking_refs: [AMBER1] });
    expect(
      (await alliance.api(alliance.keys.a)('POST', ITEMS, { items: [hidden], audience: 'organisation' })).body,
    ).toMatchObject({ counts: { created: 1 } });
    const shape = ({ status, body }: Answer) => [status, { ...body, id: 0, etag: 0, submission: 0, requestId: 0 }];
    const take = (id: string) =>
      alliance.api(alliance.keys.c)('POST', ITEMS, stix({ id, object_marking_refs: [GREEN] }));
    const speak = (id: string) => alliance.api(alliance.keys.c)('POST', `${ITEMS}/${id}/sightings`, { count: 1 });
    const free = `indicator--${crypto.randomUUID()}`;
    expect(shape(await speak(hidden.id))).toEqual(shape(await speak(free)));
    expect(shape(await take(hidden.id))).toEqual(shape(await take(free)));
  });

  it('D32: a group may have the name of a group that its maker doesn’t see', async () => {
    const answer = await alliance.api(alliance.people.root)('POST', '/api/v1/groups', {
      name: 'two',
      members: [alliance.org['cert-c']],
    });
    expect(answer.status).toBe(201);
  });
});
