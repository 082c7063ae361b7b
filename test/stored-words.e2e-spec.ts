import { randomUUID } from 'node:crypto';
import { Errands } from '../src/auth/index.js';
import { Objects } from '../src/exchange/index.js';
import { type Hub, startHub } from './support/hub.js';
import { imported, outcomesOf } from './support/importing.js';
import { mispAttribute, mispEvent, uuid } from './support/misp.js';
import { type Alliance, seedAlliance } from './support/people.js';
import { stixIndicator, submitStix } from './support/stix.js';
import { EVERYTHING, MARKING, ROOT, type Taxii, taxii } from './support/taxii.js';

describe('what is stored is what was judged', () => {
  let hub: Hub;
  let alliance: Alliance;
  let b: Taxii;

  beforeAll(async () => {
    hub = await startHub();
    alliance = await seedAlliance(hub);
    b = taxii(hub, alliance.keys.b.text);
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  const own = () => ({ created_by_ref: `identity--${alliance.org['cert-a']}` });
  const textOf = async (id: string) => (await b(`${ROOT}/collections/${EVERYTHING}/objects/${id}/`)).text;
  /** With the list’s name as no cutter of bytes looks for it, and what would make the whole another member’s object. */
  const around = (name: string, object: object) =>
    `{"${name}":[ ${JSON.stringify(object)} ],"type":"indicator","id":"indicator--${randomUUID()}","created_by_ref":"identity--${alliance.org['cert-b']}"}`;

  it('the object alone, and never what is around it, where an envelope’s list has its name in escapes', async () => {
    const a = taxii(hub, alliance.keys.a.text);
    for (const name of [String.raw`\u006fbjects`, String.raw`\u006f\u0062\u006a\u0065\u0063\u0074\u0073`]) {
      const object = stixIndicator('escaped.example', own());
      const { body } = await a(`${ROOT}/collections/${EVERYTHING}/objects/`, { body: around(name, object) });
      expect(body.success_count).toBe(1);
      expect(await textOf(object.id)).toBe(`{"objects":[${JSON.stringify(object)}]}`);
    }
  });

  it('likewise of a list of items, and of a bundle', async () => {
    const [listed, bundled] = [stixIndicator('listed.example', own()), stixIndicator('bundled.example', own())];
    const list = String.raw`{"\u0069tems":[ ${JSON.stringify(listed)} ]}`;
    await alliance.api(alliance.keys.a)('POST', '/api/v1/indicators', list);
    const bundle = String.raw`{"type":"bundle","id":"bundle--${randomUUID()}","\u006fbjects":[ ${JSON.stringify(bundled)} ]}`;
    const { outcomes } = await submitStix(hub, alliance.keys.a, bundle);
    expect(outcomes).toMatchObject([{ at: 'objects[0]', outcome: 'created' }]);
    for (const object of [listed, bundled])
      expect(await textOf(object.id)).toBe(`{"objects":[${JSON.stringify(object)}]}`);
  });

  it.each([
    ['clear', 'amber', true],
    ['amber', 'green', true],
    ['clear', 'red', false],
  ] as const)(
    'a part marked narrower raises the whole where the submission gives the label: %s, %s',
    async (tlp, part, isTaken) => {
      const { object_marking_refs: _, ...bare } = stixIndicator('granular.example', {});
      const object = { ...bare, granular_markings: [{ marking_ref: MARKING[part], selectors: ['pattern'] }] };
      const { outcomes } = await submitStix(hub, alliance.keys.a, JSON.stringify(object), `?tlp=${tlp}`);
      if (!isTaken) return expect(outcomes).toMatchObject([{ code: 'red_requires_individuals' }]);
      const { body } = await b(`${ROOT}/collections/${EVERYTHING}/objects/${object.id}/`);
      expect(body.objects).toMatchObject([{ object_marking_refs: [MARKING.amber] }]);
    },
  );
});

describe('an advisory', () => {
  it('is changed and taken back by its own workflow alone, whatever door an object of its id comes by', async () => {
    await using hub = await startHub();
    const alliance = await seedAlliance(hub);
    const [ana, key, b] = [
      alliance.api(alliance.people.ana),
      alliance.api(alliance.keys.a),
      alliance.api(alliance.keys.b),
    ];
    const draft = { kind: 'alert', title: 'T', body: 'B', tlp: 'green' };
    const id = String((await ana('POST', '/api/v1/advisories', draft)).body['id']);
    for (const step of ['review', 'publish'])
      expect((await ana('POST', `/api/v1/advisories/${id}/${step}`, {})).status).toBe(200);
    const before = await b('GET', `/api/v1/objects/${id}`);
    const forged = {
      type: 'report',
      spec_version: '2.1',
      id,
      created: before.body['created'],
      modified: '2030-01-01T00:00:00.000Z',
      published: before.body['created'],
      name: 'Forged',
      object_refs: [`identity--${randomUUID()}`],
      object_marking_refs: [MARKING.green],
    };
    const { outcomes } = await submitStix(hub, alliance.keys.a, JSON.stringify(forged));
    expect(outcomes).toMatchObject([{ outcome: 'rejected', code: 'forbidden' }]);
    expect((await key('POST', '/api/v1/indicators', [forged])).body['outcomes']).toMatchObject([{ code: 'forbidden' }]);
    const { id: job } = await imported(hub, alliance.keys.a, JSON.stringify(forged), { format: 'stix' });
    expect(await outcomesOf(hub, alliance.keys.a, job)).toEqual([expect.stringContaining(',rejected,forbidden,')]);
    expect((await key('POST', `/api/v1/indicators/${id}/revoke`)).status).toBe(403);
    expect((await b('GET', `/api/v1/objects/${id}`)).body).toEqual(before.body);
  });
});

describe('a text that is shortened', () => {
  it('is cut between characters, and half of one is never stored: no page is spoilt for its readers', async () => {
    await using hub = await startHub();
    const alliance = await seedAlliance(hub);
    const list = `cut.example # ${'x'.repeat(9_999)}\u{1F600}\u{1F600}\n`;
    const { items } = await imported(hub, alliance.keys.a, list, { tlp: 'green', format: 'list' });
    expect(items.created).toBe(1);
    const relation = `${'r'.repeat(199)}\u{1F600}`;
    const part = mispAttribute(11, 'part.example', { object_relation: relation });
    const event = mispEvent([], {
      Object: [{ uuid: uuid(20), name: 'x', timestamp: '1767300000', Attribute: [part] }],
    });
    expect((await alliance.api(alliance.keys.a)('POST', '/api/v1/misp/events', event)).body).toMatchObject({
      counts: { rejected: 0 },
    });
    const b = taxii(hub, alliance.keys.b.text);
    for (const path of ['objects/', 'manifest/', 'objects/?match[version]=2026-01-01T00:00:00Z'])
      expect([path, (await b(`${ROOT}/collections/${EVERYTHING}/${path}`)).status]).toEqual([path, 200]);
  });
});

describe('a sighting', () => {
  it('counts as many as its number says, however that is written', async () => {
    await using hub = await startHub();
    const { keys, org } = await seedAlliance(hub);
    const seen = stixIndicator('seen.example', {});
    const { created, modified } = seen;
    const sighting = JSON.stringify({
      type: 'sighting',
      spec_version: '2.1',
      created,
      modified,
      sighting_of_ref: seen.id,
      object_marking_refs: [MARKING.green],
    });
    const counted = ['2', '2.0', '2e1'].map((count) =>
      sighting.replace('{', `{"id":"sighting--${randomUUID()}","count":${count},`),
    );
    const { counts } = await submitStix(hub, keys.a, [JSON.stringify(seen), ...counted].join('\n'));
    expect(counts).toMatchObject({ created: 4 });
    const viewer = hub.app.get(Errands).ofOrganisation('test', org['cert-b'], 'amber');
    expect(await hub.app.get(Objects).sightingsOf(viewer, [seen.id])).toEqual([
      { object: seen.id, sightings: 24, organisations: 1 },
    ]);
  });
});
