import { randomUUID } from 'node:crypto';
import { TLP1_MARKING, TLP_MARKING } from '../src/kernel/index.js';
import { Follower } from './support/follower.js';
import { type Hub, startHub } from './support/hub.js';
import { type Alliance, type Key, seedAlliance } from './support/people.js';
import { submitStix } from './support/stix.js';
import { until } from './support/until.js';

const MAKER = `identity--${randomUUID()}`;
const TIMES = '"created":"2024-02-29T23:59:59.100Z","modified":"2024-02-29T23:59:59.100000Z"';
const MARKS = `"object_marking_refs":["${TLP_MARKING.green}"]`;
const id = (type: string) => `${type}--${randomUUID()}`;
const bundle = (...objects: string[]) => `{"type":"bundle","id":"${id('bundle')}","objects":[${objects.join(',')}]}`;

describe('STIX by the bundle', () => {
  let hub: Hub;
  let alliance: Alliance;
  beforeAll(async () => {
    hub = await startHub();
    alliance = await seedAlliance(hub);
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  const submit = (body: string, query = '', key: Key = alliance.keys.a, headers = {}) =>
    submitStix(hub, key, body, query, headers);
  const text = async (of: string, key: Key = alliance.keys.b) => {
    const answer = await fetch(`${hub.url}/api/v1/objects/${of}`, { headers: { authorization: `Bearer ${key.text}` } });
    return [answer.status, await answer.text()] as const;
  };

  it('objects of every type come out as they came in, to the byte, on every door', async () => {
    const [indicator, malware, ip, custom, statement] = [
      'indicator',
      'malware',
      'ipv4-addr',
      'x-acme-thing',
      'marking-definition',
    ].map(id);
    const declared = id('acme-new');
    const objects = [
      `{"id":"${indicator}","type":"indicator","spec_version":"2.1",${TIMES},"created_by_ref":"${MAKER}","pattern":"[ipv4-addr:value = '198.51.100.\\u0037']","pattern_type":"stix","valid_from":"2024-01-01T00:00:00Z","confidence":7.0e1,"x_acme":{"b":1.50,"a":[1E2,{}]},${MARKS}}`,
      `{"type":"malware","spec_version":"2.1","id":"${malware}",${TIMES},"created_by_ref":"${MAKER}","is_family":true,"name":"caf\\u00e9 \\/ é\\ud83d\\ude00","granular_markings":[{"selectors":["name"],"lang":"fr"}],${MARKS}}`,
      `{"type":"ipv4-addr","value":"198.51.100.7","id":"${ip}",${MARKS}}`,
      `{"type":"x-acme-thing","id":"${custom}","n":0.10,${MARKS}}`,
      `{"type":"acme-new","spec_version":"2.1","id":"${declared}",${TIMES},"created_by_ref":"${MAKER}","extensions":{"${id('extension-definition')}":{"extension_type":"new-sdo"}},${MARKS}}`,
      `{"type":"marking-definition","spec_version":"2.1","id":"${statement}","created":"2024-01-01T00:00:00.000Z","definition_type":"statement","definition":{"statement":"© Acme"},${MARKS}}`,
      `{"type":"relationship","spec_version":"2.1","id":"${id('relationship')}",${TIMES},"created_by_ref":"${MAKER}","relationship_type":"indicates","source_ref":"${indicator}","target_ref":"${malware}","object_marking_refs":["${statement}","${Object.entries(TLP1_MARKING).find(([, tlp]) => tlp === 'green')![0]}"]}`,
      `{"type":"language-content","spec_version":"2.1","id":"${id('language-content')}",${TIMES},"created_by_ref":"${MAKER}","object_ref":"${malware}","contents":{"de":{"name":"Café"}},${MARKS}}`,
    ];
    using bo = await Follower.open(hub.url, alliance.keys.b.text);
    await until('the head', () => bo.live);
    const pretty = bundle(...objects.map((one) => `\n  ${one.replaceAll(',"', ',\n    "')}`));
    const { outcomes, counts } = await submit(pretty);
    expect(outcomes.filter(({ outcome }) => outcome !== 'created')).toEqual([]);
    expect([counts, outcomes[7]!.at]).toEqual([{ created: 8, updated: 0, unchanged: 0, rejected: 0 }, 'objects[7]']);
    for (const [i, { id: of }] of outcomes.entries()) expect(await text(of!)).toEqual([200, objects[i]]);
    await until('all have come live', () => outcomes.every(({ id: of }) => bo.held.has(of!)));
    const found = await fetch(`${hub.url}/api/v1/search?q=id:${indicator}`, {
      headers: { authorization: `Bearer ${alliance.keys.b.text}` },
    });
    expect(await found.text()).toBe(`{"objects":[${objects[0]}]}`);
    const lines = await fetch(`${hub.url}/api/v1/feed?after=beginning`, {
      headers: { authorization: `Bearer ${alliance.keys.b.text}`, accept: 'application/x-ndjson' },
      signal: AbortSignal.timeout(2_000),
    });
    let feed = '';
    try {
      for await (const piece of lines.body!) feed += Buffer.from(piece as Uint8Array).toString('utf8');
    } catch {
      // it goes on for ever
    }
    for (const one of objects) expect(feed.split('\n').filter((line) => line.includes(one))).toHaveLength(1);
    expect((await submit(pretty)).counts).toEqual({ created: 0, updated: 0, unchanged: 8, rejected: 0 });
  });

  it('what the hub fills in comes last, and the rest stays as it came', async () => {
    const of = id('tool');
    const given = `"spec_version":"2.1","type":"tool","id":"${of}",${TIMES},"name":"n\\u00e9","x_n":1.0`;
    expect((await submit(bundle(`{${given}}`), '?tlp=amber')).counts).toMatchObject({ created: 1 });
    const own = `"created_by_ref":"identity--${alliance.org['cert-a']}"`;
    expect((await text(of))[1]).toBe(`{${given},${own},"object_marking_refs":["${TLP_MARKING.amber}"]}`);
  });

  it('a change of one member of an object leaves the others to the byte', async () => {
    const of = id('indicator');
    const before = `{"type":"indicator","spec_version":"2.1","id":"${of}",${TIMES},"pattern":"[url:value = 'http:\\/\\/byte.example']","pattern_type":"stix","valid_from":"2024-01-01T00:00:00Z","x_n":1.0e1,"created_by_ref":"identity--${alliance.org['cert-a']}",${MARKS}}`;
    await submit(before);
    expect((await text(of))[1]).toBe(before);
    const api = alliance.api(alliance.keys.a);
    await api('PATCH', `/api/v1/indicators/${of}`, { confidence: 5, tlp: 'amber' }, { 'if-match': '*' });
    const [, after] = await text(of);
    const modified = (JSON.parse(after) as { modified: string }).modified;
    expect(after).toBe(
      before
        .replace('"modified":"2024-02-29T23:59:59.100000Z"', `"modified":"${modified}"`)
        .replace(TLP_MARKING.green, TLP_MARKING.amber)
        .replace(/\}$/, ',"confidence":5}'),
    );
    for (const body of [
      [{ ...JSON.parse(before), id: id('indicator'), x_n: 'N' }],
      { items: [{ ...JSON.parse(before), id: id('indicator'), x_n: 'N' }] },
    ]) {
      const raw = JSON.stringify(body).replace('"N"', '1.0e1');
      const answer = await fetch(`${hub.url}/api/v1/indicators`, {
        method: 'POST',
        headers: { authorization: `Bearer ${alliance.keys.a.text}`, 'content-type': 'application/json' },
        body: raw,
      });
      const { outcomes } = (await answer.json()) as { outcomes: { id: string }[] };
      expect((await text(outcomes[0]!.id))[1]).toContain('"x_n":1.0e1');
    }
  });

  it('each bad object is told by its place and reason, and its neighbours go in', async () => {
    const good = () => `{"type":"tool","spec_version":"2.1","id":"${id('tool')}",${TIMES},"name":"x",${MARKS}}`;
    const { outcomes, counts } = await submit(
      bundle(
        good(),
        good().replace('"name":"x"', '"name":"x","name":"y"'),
        good().replace('"name":"x"', '"name":"\\ud800"'),
        good().replace('"name":"x"', '"name":"x","n":9007199254740993'),
        good().replace('"name":"x",', ''),
        good().replace(TLP_MARKING.green, id('marking-definition')),
        good().replace('"2.1"', '"3.0"'),
        good().replace('"tool"', '"gadget"'),
        good().replace('"name":"x"', `"name":"x","created_by_ref":"identity--${alliance.org['cert-b']}"`),
        `{"type":"identity","spec_version":"2.1","id":"identity--${alliance.org['cert-b']}",${TIMES},"name":"x",${MARKS}}`,
        good(),
      ),
    );
    expect(outcomes.map(({ at, outcome, code, pointer }) => [at, code ?? outcome, pointer])).toEqual([
      ['objects[0]', 'created', undefined],
      ['objects[1]', 'duplicate_key', '/name'],
      ['objects[2]', 'invalid_character', '/name'],
      ['objects[3]', 'invalid_number', '/n'],
      ['objects[4]', 'object_invalid', '/name'],
      ['objects[5]', 'tlp_required', '/object_marking_refs'],
      ['objects[6]', 'object_invalid', '/spec_version'],
      ['objects[7]', 'object_invalid', '/type'],
      ['objects[8]', 'not_originator', '/created_by_ref'],
      ['objects[9]', 'not_originator', '/id'],
      ['objects[10]', 'created', undefined],
    ]);
    expect(counts).toMatchObject({ created: 2, rejected: 9 });
  });

  it('a file that breaks off has a problem as its last line, and what came before is in', async () => {
    const good = `{"type":"tool","spec_version":"2.1","id":"${id('tool')}",${TIMES},"name":"x",${MARKS}}`;
    const { outcomes, problem, counts } = await submit(bundle(good, good).slice(0, -20));
    expect([outcomes.map(({ outcome }) => outcome), counts]).toEqual([['created'], undefined]);
    expect(problem).toMatchObject({ code: 'invalid_json', detail: 'objects[1]: the file ends before this does' });
  });

  it('a sighting goes no further than what it speaks of, and nobody takes another’s word or name', async () => {
    const [seen, tool] = [id('indicator'), id('tool')];
    const about = `{"type":"indicator","spec_version":"2.1","id":"${seen}",${TIMES},"pattern":"[url:value = 'http://about.example/']","pattern_type":"stix","valid_from":"2024-01-01T00:00:00Z","object_marking_refs":["${TLP_MARKING.amber}"]}`;
    await submit(about);
    const sighting = (marking: string) =>
      `{"type":"sighting","spec_version":"2.1","id":"${id('sighting')}",${TIMES},"sighting_of_ref":"${seen}","object_marking_refs":["${marking}"]}`;
    const { outcomes } = await submit(
      bundle(sighting(TLP_MARKING.green), sighting(TLP_MARKING.amber)),
      '',
      alliance.keys.b,
    );
    expect(outcomes.map(({ code, outcome }) => code ?? outcome)).toEqual(['derivation_exceeds_source', 'created']);
    const handedOn = `{"type":"tool","spec_version":"2.1","id":"${tool}",${TIMES},"created_by_ref":"${MAKER}","name":"x",${MARKS}}`;
    for (const key of [alliance.keys.a, alliance.keys.b])
      expect((await submit(handedOn, '', key)).counts).toMatchObject({ created: 1 });
    expect(
      (await submit(about.replace(`"pattern"`, `"created_by_ref":"${MAKER}","pattern"`), '', alliance.keys.b))
        .outcomes[0],
    ).toMatchObject({ code: 'not_originator' });
  });

  it('observables of the same value are each member’s own; again under fewer eyes changes nothing, under more it widens', async () => {
    const value = { type: 'domain-name', value: 'sco.example' };
    const as = (tlp: 'green' | 'amber', more = {}) =>
      JSON.stringify({ ...value, ...more, object_marking_refs: [TLP_MARKING[tlp]] });
    const known = async (key: Key, body: string) =>
      (await submit(body, '', key)).outcomes.map(({ code, outcome, id: of }) => [code ?? outcome, of]);
    const [[, of]] = (await known(alliance.keys.a, as('amber'))) as [[string, string]];
    expect(of).toMatch(/^domain-name--/);
    expect(await known(alliance.keys.a, as('green'))).toEqual([['updated', of]]);
    expect(await known(alliance.keys.a, as('amber'))).toEqual([['unchanged', of]]);
    expect(await known(alliance.keys.a, as('green', { x_more: 1 }))).toEqual([['updated', of]]);
    expect(await known(alliance.keys.a, as('amber', { x_more: 2 }))).toEqual([['version_conflict', undefined]]);
    expect(await known(alliance.keys.b, as('green'))).toEqual([['created', of]]);
    expect((await text(of))[1]).toBe(`${as('green', { x_more: 1 }).slice(0, -1)},"id":"${of}"}`);
  });

  it('an object’s bundle has what its reader sees of what it refers to and what refers to it, and nothing else', async () => {
    const [about, malware, hidden, statement] = [
      id('indicator'),
      id('malware'),
      id('malware'),
      id('marking-definition'),
    ];
    const marks = (tlp: keyof typeof TLP_MARKING) => `"object_marking_refs":["${statement}","${TLP_MARKING[tlp]}"]`;
    const relation = (to: string, tlp: 'green' | 'amber') =>
      `{"type":"relationship","spec_version":"2.1","id":"${id('relationship')}",${TIMES},"relationship_type":"indicates","source_ref":"${about}","target_ref":"${to}",${marks(tlp)}}`;
    const open = [
      `{"type":"indicator","spec_version":"2.1","id":"${about}",${TIMES},"pattern":"[url:value = 'http://bundle.example/']","pattern_type":"stix","valid_from":"2024-01-01T00:00:00Z",${marks('green')}}`,
      `{"type":"malware","spec_version":"2.1","id":"${malware}",${TIMES},"is_family":true,"name":"seen",${marks('green')}}`,
      relation(malware, 'green'),
      relation(hidden, 'green'),
      `{"type":"marking-definition","spec_version":"2.1","id":"${statement}","created":"2024-01-01T00:00:00.000Z","definition_type":"statement","definition":{"statement":"s"},${MARKS}}`,
    ];
    const closed = [
      `{"type":"malware","spec_version":"2.1","id":"${hidden}",${TIMES},"is_family":true,"name":"hidden",${marks('amber')}}`,
      relation(malware, 'amber'),
    ];
    expect((await submit(bundle(...open))).counts).toMatchObject({ created: 5 });
    expect((await submit(bundle(...closed), '?audience=organisation')).counts).toMatchObject({ created: 2 });
    await alliance.api(alliance.keys.c)('POST', `/api/v1/indicators/${about}/sightings`, { count: 3 });
    const of = async (key: Key) => {
      const answer = await fetch(`${hub.url}/api/v1/objects/${about}/bundle`, {
        headers: { authorization: `Bearer ${key.text}` },
      });
      const { type, objects } = (await answer.json()) as {
        type: string;
        objects: { type: string; id: string; name?: string }[];
      };
      expect([answer.status, type, new Set(objects.map((one) => one.id)).size]).toEqual([
        200,
        'bundle',
        objects.length,
      ]);
      return objects.map((one) => (one.name === undefined ? one.type : `${one.type} ${one.name}`)).toSorted();
    };
    const seen = [
      'indicator',
      'malware seen',
      'marking-definition',
      'marking-definition TLP:GREEN',
      'relationship',
      'relationship',
      'sighting',
    ];
    expect(await of(alliance.keys.b)).toEqual(seen);
    expect(await of(alliance.keys.a)).toEqual(
      [...seen, 'malware hidden', 'marking-definition TLP:AMBER', 'relationship'].toSorted(),
    );
    expect((await text(`${about}/bundle`))[1]).toContain(open[0]!.slice(0, -1));
    expect((await text(`${hidden}/bundle`))[0]).toBe(404);
  });
});
