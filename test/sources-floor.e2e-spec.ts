import { certificate } from './support/certificate.js';
import { startHub } from './support/hub.js';
import { mispAttribute, mispEvent, uuid } from './support/misp.js';
import { rowsOf, seedAlliance } from './support/people.js';
import { Remote } from './support/remote.js';
import { Admin, envFor, SOURCES } from './support/sources.js';
import { indicator, MARKING } from './support/taxii.js';
import { TaxiiRemote } from './support/taxii-remote.js';

const good = certificate();
const AT = '2026-01-01T00:00:00.000001Z';
const STATEMENT = 'marking-definition--fa42a846-8d90-4e51-bc29-71d5b4802168';
const LATE = 'marking-definition--11111111-8d90-4e51-bc29-71d5b4802168';
const SECRET_CLUB = 'marking-definition--22222222-8d90-4e51-bc29-71d5b4802168';
const NOBODY = 'marking-definition--33333333-8d90-4e51-bc29-71d5b4802168';
const definition = (id: string, more: object) => ({
  type: 'marking-definition',
  spec_version: '2.1',
  id,
  created: '2017-06-01T00:00:00.000Z',
  ...more,
});
/** OpenCTI's TLP:AMBER+STRICT, PAP:RED, and a marking of somebody's own, as OpenCTI and its connectors write them. */
const OPENCTI = {
  strict: 'marking-definition--826578e1-40ad-459f-bc73-ede076f81f37',
  pap: 'marking-definition--4e4e3b84-de45-53df-9d9b-b21207699fd8',
  pap2: 'marking-definition--89484dde-e3d2-547f-a6c6-d14824429eb1',
  own: 'marking-definition--44444444-8d90-5e51-bc29-71d5b4802168',
} as const;
const asConnector = (id: string, type: string, name: string) =>
  definition(id, {
    definition_type: 'statement',
    definition: { statement: 'custom' },
    x_opencti_definition_type: type,
    x_opencti_definition: name,
  });
const asOpenCti = (id: string, type: string, name: string) =>
  definition(id, {
    name,
    definition_type: type,
    extensions: { 'extension-definition--ea279b3e-5c71-4632-ac08-831c66a786ba': { order: 4, color: '#d84315' } },
  });
const statement = (id: string) =>
  definition(id, { definition_type: 'statement', definition: { statement: 'Copyright' } });

interface Seen {
  name: string;
  label: string;
  kind: string;
}

const SEEN = `select v.body::json ->> 'name' as name, a.kind, array['clear', 'green', 'amber', 'amber+strict', 'red'] as labels, a.tlp
  from object o join version v on v.seq = o.seq join audience a on a.id = o.audience_id where o.type = 'indicator' order by o.no`;

describe('the floor of a source', () => {
  it('is the least that each object has; its own marking only makes it narrower, and one that says more than is known is refused', async () => {
    await using remote = await Remote.start(good);
    await using hub = await startHub(envFor([remote], good));
    const { api, people, keys } = await seedAlliance(hub);
    const taxii = new TaxiiRemote(remote);
    const marked = (name: string, ...refs: string[]) => indicator(name, { object_marking_refs: refs });
    taxii.definitions.set(LATE, statement(LATE));
    taxii.definitions.set(
      SECRET_CLUB,
      definition(SECRET_CLUB, { definition_type: 'club', definition: { club: 'ours' } }),
    );
    const { object_marking_refs: _, ...unmarked } = indicator('none');
    taxii.add(
      AT,
      statement(STATEMENT),
      unmarked,
      marked('clear', MARKING.clear),
      marked('green', MARKING.green),
      marked('strict', MARKING['amber+strict']),
      marked('stated', MARKING.green, STATEMENT),
      marked('stated elsewhere', LATE),
      marked('red', MARKING.red),
      marked('two', MARKING.green, MARKING.amber),
      marked('near', MARKING.green.replace(/^(.*)b$/, '$1c')),
      marked('club', MARKING.green, SECRET_CLUB),
      marked('nobody', MARKING.green, NOBODY),
      indicator('in part', { granular_markings: [{ marking_ref: SECRET_CLUB, selectors: ['name'] }] }),
    );
    const admin = new Admin(api(people.adminA));
    const { id } = await admin.add({ url: taxii.url, tlp: 'amber', audience: { organisations: ['cert-b'] } });
    expect((await admin.settled(id)).objects).toMatchObject({ created: 7, refused: 6 });
    const seen = (await rowsOf<Seen & { tlp: number; labels: string[] }>(hub, SEEN)).map(
      ({ name, kind, tlp, labels }) => [name, kind, labels[tlp]],
    );
    expect(seen).toEqual([
      ['none', 'list', 'amber'],
      ['clear', 'list', 'amber'],
      ['green', 'list', 'amber'],
      ['strict', 'list', 'amber+strict'],
      ['stated', 'list', 'amber'],
      ['stated elsewhere', 'list', 'amber'],
    ]);
    expect((await admin.refusals(id)).map(({ code, object }) => [code, object]).toReversed()).toEqual([
      ['red_requires_individuals', indicator('red')['id']],
      ['conflicting_tlp', indicator('two')['id']],
      ['tlp_unknown', indicator('near')['id']],
      ['tlp_unknown', indicator('club')['id']],
      ['tlp_unknown', indicator('nobody')['id']],
      ['tlp_unknown', indicator('in part')['id']],
    ]);
    const found = async (key: typeof keys.a) =>
      (await api(key)('GET', `/api/v1/objects/${String(indicator('clear')['id'])}`)).status;
    expect([await found(keys.a), await found(keys.b), await found(keys.c)]).toEqual([200, 200, 404]);
  });

  it('knows the markings of OpenCTI for what they are', async () => {
    await using remote = await Remote.start(good);
    await using hub = await startHub(envFor([remote], good));
    const { api, people, keys } = await seedAlliance(hub);
    const taxii = new TaxiiRemote(remote);
    const marked = (name: string, ...refs: string[]) => indicator(name, { object_marking_refs: refs });
    taxii.add(
      AT,
      asConnector(OPENCTI.strict, 'TLP', 'TLP:AMBER+STRICT'),
      asOpenCti(OPENCTI.strict, 'TLP', 'TLP:AMBER+STRICT'),
      asConnector(OPENCTI.pap, 'PAP', 'PAP:RED'),
      asOpenCti(OPENCTI.pap2, 'PAP', 'PAP:GREEN'),
      asConnector(OPENCTI.own, 'Internal', 'Ours alone'),
      marked('strict', OPENCTI.strict),
      marked('both', OPENCTI.strict, MARKING['amber+strict']),
      marked('passive', MARKING.green, OPENCTI.pap),
      marked('active', MARKING.green, OPENCTI.pap2),
      marked('own', MARKING.green, OPENCTI.own),
      marked('contradicting', MARKING.green, OPENCTI.strict),
    );
    const admin = new Admin(api(people.adminA));
    const { id } = await admin.add({ url: taxii.url, tlp: 'green' });
    await admin.settled(id);
    const seen = (await rowsOf<Seen & { tlp: number; labels: string[] }>(hub, SEEN)).map(({ name, tlp, labels }) => [
      name,
      labels[tlp],
    ]);
    expect(seen).toEqual([
      ['strict', 'amber+strict'],
      ['both', 'amber+strict'],
      ['passive', 'green'],
      ['active', 'green'],
    ]);
    const refused = (await admin.refusals(id)).map(({ code, object }) => [code, object]);
    expect(refused.toReversed().filter(([, object]) => String(object).startsWith('indicator'))).toEqual([
      ['tlp_unknown', indicator('own')['id']],
      ['conflicting_tlp', indicator('contradicting')['id']],
    ]);
    // whoever does not know OpenCTI's id finds the one of OASIS beside it
    const { body } = await api(keys.a)('GET', `/api/v1/objects/${String(indicator('strict')['id'])}`);
    expect(JSON.stringify(body)).toContain(`${OPENCTI.strict}","${MARKING['amber+strict']}`);
    const list = await api(keys.b)<string>('GET', '/api/v1/export?format=txt&q=type:indicator');
    expect(list.body).toContain('active');
    expect(list.body).not.toContain('passive');
  });

  it('holds for MISP events with what they say of their distribution', async () => {
    await using remote = await Remote.start(good);
    await using hub = await startHub(envFor([remote], good));
    const { api, people } = await seedAlliance(hub);
    const event = (n: number, name: string, more: object) => {
      const { Event } = mispEvent([mispAttribute(100 + n, `${name}.example`)], { uuid: uuid(n), info: name, ...more });
      return [uuid(n), { Event }] as const;
    };
    const tag = (name: string) => ({ Tag: [{ name }] });
    const events = [
      event(1, 'clear', tag('tlp:clear')),
      event(2, 'own', { ...tag('tlp:green'), distribution: '0' }),
      event(3, 'untagged', { Tag: [] }),
      event(4, 'group', { ...tag('tlp:green'), distribution: '4', SharingGroup: { uuid: uuid(99) } }),
      event(5, 'red', tag('tlp:red')),
      event(6, 'odd', tag('tlp:ex:chr')),
    ];
    const json = { 'content-type': 'application/json' };
    const files = new Map<string, unknown>(events.map(([id, one]) => [`/feed/${id}.json`, one]));
    files.set('/feed/manifest.json', Object.fromEntries(events.map(([id]) => [id, { timestamp: '1767400000' }])));
    for (const [path, body] of files)
      remote.files.set(path, (_request, response) => response.writeHead(200, json).end(JSON.stringify(body)));
    const admin = new Admin(api(people.adminA));
    const { id } = await admin.add({ kind: 'misp-feed', url: `${remote.url}/feed/`, tlp: 'green' });
    expect((await admin.settled(id)).objects).toMatchObject({ refused: 2 });
    const rows = await rowsOf<{ pattern: string; kind: string; tlp: number }>(
      hub,
      `select v.body::json ->> 'pattern' as pattern, a.kind, a.tlp from object o join version v on v.seq = o.seq
       join audience a on a.id = o.audience_id where o.type = 'indicator' order by o.no`,
    );
    expect(rows.map(({ pattern, kind, tlp }) => [/'(\w+)\./.exec(pattern)![1], kind, tlp])).toEqual([
      ['clear', 'all', 1],
      ['own', 'organisation', 3],
      ['untagged', 'all', 3],
      ['group', 'organisation', 3],
    ]);
  });

  it('must be one that its label and the administrator’s organisation allow', async () => {
    await using remote = await Remote.start(good);
    await using hub = await startHub(envFor([remote], good));
    const { api, people } = await seedAlliance(hub);
    const add = async (more: object) =>
      (
        await api(people.adminA)<{ code: string }>('POST', SOURCES, {
          kind: 'taxii',
          url: `${remote.url}/c/`,
          tlp: 'green',
          ...more,
        })
      ).body.code;
    expect([
      await add({ tlp: 'red' }),
      await add({ tlp: undefined }),
      await add({ tlp: 'clear', audience: 'organisation' }),
      await add({ audience: 'organisation' }),
      await add({ audience: { organisations: ['nobody'] } }),
      await add({ audience: { group: crypto.randomUUID() } }),
      await add({ audience: { people: ['ana@cert-a.example'] } }),
    ]).toEqual([
      'invalid',
      'invalid',
      'clear_requires_all',
      'audience_not_allowed',
      'audience_unknown',
      'audience_unknown',
      'audience_not_allowed',
    ]);
  });
});
