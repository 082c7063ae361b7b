import { TLP_MARKING } from '../src/kernel/index.js';
import { Control, expectProblem } from './support/control.js';
import { Follower } from './support/follower.js';
import { type Hub, startHub } from './support/hub.js';
import { type Alliance, type Answer, type Key, seedAlliance } from './support/people.js';
import { stixIndicator } from './support/stix.js';
import { until } from './support/until.js';

const ITEMS = '/api/v1/indicators';
/** Indicators of which each is related to the next, the last to the first. */
const RING = 30;
let number = 0;
const value = () => `n${number++}.objects.example`;

interface Outcome {
  outcome: string;
  id?: string;
  code?: string;
  pointer?: string;
}

/** A whole STIX 2.1 indicator. */
const stix = <T extends object>(more?: T) => stixIndicator(value(), more ?? ({} as T));

describe('hostile STIX objects', () => {
  let hub: Hub;
  let alliance: Alliance;
  let control: Control;
  beforeAll(async () => {
    hub = await startHub();
    alliance = await seedAlliance(hub);
    control = await Control.over(hub, alliance);
  });
  afterAll(async () => {
    await control[Symbol.asyncDispose]();
    await hub[Symbol.asyncDispose]();
  });

  const post = (body: unknown, who: Key = alliance.keys.a): Promise<Answer> => alliance.api(who)('POST', ITEMS, body);
  const read = (id: string, who: Key = alliance.keys.b) => alliance.api(who)('GET', `/api/v1/objects/${id}`);
  const outcomes = ({ body }: Answer) => body['outcomes'] as Outcome[];

  it('G01: 10,000 objects at once are taken, one more is not', async () => {
    const many = (count: number) => Array.from({ length: count }, () => ({ value: value(), tlp: 'green' }));
    const taken = await control.around(() => post(many(10_000)), 10_000);
    expect([taken.status, taken.body['counts']]).toEqual([201, expect.objectContaining({ created: 10_000 })]);
    expectProblem(await control.around(() => post(many(10_001))), 422, 'too_many_objects');
    expectProblem(await control.around(() => post({ items: many(10_001) })), 422, 'too_many_objects');
  });

  it('G02: of 1,000 objects the bad one is refused by its place and reason, the others are delivered', async () => {
    using bo = await Follower.open(hub.url, alliance.keys.b.text);
    await until('the head', () => bo.live);
    const objects = Array.from({ length: 1_000 }, (_, i) => stix(i === 500 ? { confidence: 101 } : {}));
    const answer = await control.around(() => post(objects), 999);
    expect(answer.body['counts']).toEqual({ created: 999, updated: 0, unchanged: 0, rejected: 1 });
    expect(outcomes(answer)[500]).toMatchObject({
      outcome: 'rejected',
      code: 'object_invalid',
      pointer: '/confidence',
    });
    await until('all have come', () => objects.filter(({ id }) => bo.held.has(id)).length === 999);
    expect(bo.held.has(objects[500]!.id)).toBe(false);
  });

  it.each<[title: string, more: object, code: string, pointer: string]>([
    ['G03: an id of another type', { id: `malware--${crypto.randomUUID()}` }, 'object_invalid', '/id'],
    ['G03: a UUID in capitals', { id: 'indicator--8E2E2D2B-17D4-4CBF-938F-98EE46B3CD3F' }, 'object_invalid', '/id'],
    ['G03: a UUID that is none', { id: 'indicator--1' }, 'object_invalid', '/id'],
    ['G03: an id that is a number', { id: 7 }, 'object_invalid', '/id'],
    ['G03: no pattern', { pattern: undefined }, 'object_invalid', '/pattern'],
    ['G03: no pattern_type', { pattern_type: undefined }, 'object_invalid', '/pattern_type'],
    ['G03: no valid_from', { valid_from: undefined }, 'object_invalid', '/valid_from'],
    ['G03: a type of nobody’s', { type: 'indicatr' }, 'object_invalid', '/type'],
    ['G03: labels that are no list', { labels: 'x' }, 'object_invalid', '/labels'],
    ['G03: a time that is none', { modified: 'yesterday' }, 'invalid_time', '/modified'],
    ['G03: modified before created', { modified: '2025-01-01T00:00:00Z' }, 'object_invalid', '/modified'],
    ['G03: an empty list', { labels: [] }, 'object_invalid', '/labels'],
    ['G03: null', { external_references: null }, 'object_invalid', '/external_references'],
    [
      'G03: a source that says nothing',
      { external_references: [{ source_name: 'x' }] },
      'object_invalid',
      '/external_references/0',
    ],
    ['G04: spec_version 2.0', { spec_version: '2.0' }, 'object_invalid', '/spec_version'],
    ['G04: spec_version 3.0', { spec_version: '3.0' }, 'object_invalid', '/spec_version'],
    ['G04: spec_version null', { spec_version: null }, 'object_invalid', '/spec_version'],
    ['G08: an end before the beginning', { valid_until: '2025-01-01T00:00:00Z' }, 'object_invalid', '/valid_until'],
    ['G08: an end at the beginning', { valid_until: '2026-01-01T00:00:00Z' }, 'object_invalid', '/valid_until'],
    ['G08: confidence 101', { confidence: 101 }, 'object_invalid', '/confidence'],
    ['G08: confidence -1', { confidence: -1 }, 'object_invalid', '/confidence'],
    ['G08: confidence 50.5', { confidence: 50.5 }, 'object_invalid', '/confidence'],
    [
      'G10: another’s created_by_ref',
      { created_by_ref: `identity--${crypto.randomUUID()}` },
      'not_originator',
      '/created_by_ref',
    ],
  ])('%s: refused, with a pointer', async (_title, more, code, pointer) => {
    const alone = await control.around(() => post(stix(more)));
    expectProblem(alone, code === 'not_originator' ? 403 : 422, code);
    expect(alone.body['pointer']).toBe(pointer);
    const among = await control.around(() => post([stix(more)]));
    expect(outcomes(among)).toEqual([expect.objectContaining({ outcome: 'rejected', code, pointer })]);
  });

  it('G03: an item by its value whose lists are empty is an object without them, and so is one that loses its labels', async () => {
    const item = {
      value: 'lists.example',
      tlp: 'green',
      labels: ['x'],
      external_references: [],
      kill_chain_phases: [],
    };
    const { status, body } = await post(item);
    expect(status).toBe(201);
    const path = `${ITEMS}/${String(body['id'])}`;
    const api = alliance.api(alliance.keys.a);
    expect((await api('PATCH', path, { labels: [] }, { 'if-match': '*' })).status).toBe(200);
    const { body: object } = await read(String(body['id']));
    for (const name of ['labels', 'external_references', 'kill_chain_phases']) expect(object).not.toHaveProperty(name);
    const alone = await post({ value: 'alone.example', tlp: 'green', external_references: [{ source_name: 'x' }] });
    expectProblem(alone, 422, 'invalid');
  });

  it('G04: an indicator without spec_version is one of STIX 2.1', async () => {
    const object = stix();
    expect((await post({ ...object, spec_version: undefined })).status).toBe(201);
    expect((await read(object.id)).body).toMatchObject({ id: object.id, pattern: object.pattern });
  });

  it('G05: an opinion of an opinion of an opinion, a sighting of itself, relationships in a circle', async () => {
    const object = stix();
    await post(object);
    let about = object.id;
    for (let i = 0; i < 60; i += 1) {
      const said = await alliance.api(alliance.keys.b)('POST', `${ITEMS}/${about}/opinions`, { opinion: 'agree' });
      expect(said.status).toBe(201);
      about = String(said.body['id']);
    }
    const related = await alliance.api(alliance.keys.c)('GET', `/api/v1/objects/${about}/related`);
    expect([related.status, related.body]).toEqual([200, { objects: [] }]);
    const self = `sighting--${crypto.randomUUID()}`;
    const loop = { type: 'sighting', spec_version: '2.1', id: self, sighting_of_ref: self };
    expectProblem(await control.around(() => post(loop)), 422, 'object_invalid');
    const time = '2021-03-02T10:00:00.000Z';
    const link = (id: string, source_ref: string, target_ref: string) => ({
      type: 'relationship',
      spec_version: '2.1',
      id,
      created: time,
      modified: time,
      relationship_type: 'related-to',
      source_ref,
      target_ref,
      object_marking_refs: [TLP_MARKING.green],
    });
    const named = () => `relationship--${crypto.randomUUID()}`;
    const ring = Array.from({ length: RING }, () => stix({ object_marking_refs: [TLP_MARKING.green] }));
    const links = ring.map(({ id }, i) => link(named(), ring[(i + 1) % RING]!.id, id));
    const [first] = ring;
    const put = async (...objects: object[]): Promise<string[]> => {
      const body = JSON.stringify({ type: 'bundle', objects });
      const headers = { 'content-type': 'application/stix+json' };
      const lines = await alliance.api(alliance.keys.a)<string>('POST', '/api/v1/objects', body, headers);
      return [...lines.body.matchAll(/"outcome":"(\w+)"/g)].map(([, outcome]) => outcome!);
    };
    const all = [...ring, ...links, link(named(), first!.id, first!.id)];
    expect(new Set(await control.around(() => put(...all), all.length))).toEqual(new Set(['created']));
    const own = named();
    expect(await control.around(() => put(link(own, own, own)))).toEqual(['rejected']);
    for (const path of ['', '/related', '/bundle', '/versions']) {
      const answer = await alliance.api(alliance.keys.c)('GET', `/api/v1/objects/${first!.id}${path}`);
      expect([path, answer.status]).toEqual([path, 200]);
    }
    const knot = stix({ external_references: [{ source_name: 'me', external_id: object.id }] });
    expect((await post({ ...knot, x_related: [knot.id] })).status).toBe(201);
  });

  it.each<[title: string, pattern: string, code: string]>([
    ['10,001 characters', `[a:b = '${'x'.repeat(9_991)}']`, 'pattern_invalid'],
    ['1,000 parentheses', `${'('.repeat(1_000)}[a:b = 'c']${')'.repeat(1_000)}`, 'pattern_invalid'],
    ['20,000 alternatives', `[${Array(20_000).fill("a:b = 'c'").join(' OR ')}]`, 'pattern_invalid'],
    ['a bad escape', String.raw`[a:b = '\x']`, 'pattern_invalid'],
    ['a string without an end', "[a:b = 'c]", 'pattern_invalid'],
    ['a comment without an end', "[a:b = 'c'] /* x", 'pattern_invalid'],
  ])('G06: a pattern of %s is refused, and holds up nobody', async (_title, pattern, code) => {
    expectProblem(await control.around(() => post(stix({ pattern }))), 422, code);
    expect([422]).toContain((await control.around(() => post({ pattern, tlp: 'green' }))).status);
  });

  it.each(['(a+)+$', '(.*)*x', '(?<=(a{1,99}){1,99})b', '['])(
    'G06: MATCHES %j is kept as text and run by nobody',
    async (regex) => {
      const object = stix({ pattern: `[domain-name:value MATCHES '${regex}']` });
      expect((await control.around(() => post(object), 1)).status).toBe(201);
      const api = alliance.api(alliance.keys.b);
      await control.around(() => api('GET', `/api/v1/search?q=${'a'.repeat(200)}`));
      await control.around(() => api('POST', '/api/v1/lookup', { values: [`${'a'.repeat(60)}.example`] }));
      expect((await read(object.id)).body['pattern']).toBe(object.pattern);
    },
  );

  it.each(['yara', 'sigma', 'snort', 'suricata', 'pcre'])(
    'G07: %s with scripts in it is text',
    async (pattern_type) => {
      const pattern = `rule x { meta: a = "<script>alert(1)</script>" }\n'; drop table object; --\n\${7*7}{{7*7}}`;
      const object = stix({ pattern_type, pattern });
      expect((await control.around(() => post(object), 1)).status).toBe(201);
      const answer = await read(object.id);
      expect(answer.body['pattern']).toBe(pattern);
      expect([answer.headers.get('content-type'), answer.headers.get('x-content-type-options')]).toEqual([
        expect.stringMatching(/^application\/stix\+json;/),
        'nosniff',
      ]);
    },
  );

  it('G21: links that would run are kept as they came and served as data', async () => {
    const external_references = ['javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,<script>'].map((url) => ({
      source_name: '<img src=x onerror=alert(1)>',
      url,
    }));
    const object = stix({ external_references });
    expect((await control.around(() => post(object), 1)).status).toBe(201);
    const answer = await read(object.id);
    expect(answer.body['external_references']).toEqual(external_references);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('G25: a payload is a text like any other: never unpacked, and too much is refused', async () => {
    const eicar = 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*';
    const object = stix({ x_payload_bin: Buffer.from(eicar).toString('base64'), description: eicar });
    expect((await control.around(() => post(object), 1)).status).toBe(201);
    expect((await read(object.id)).body).toMatchObject({ x_payload_bin: object.x_payload_bin, description: eicar });
    const artifact = { type: 'artifact', id: `artifact--${crypto.randomUUID()}`, payload_bin: object.x_payload_bin };
    const marked = { ...artifact, object_marking_refs: object.object_marking_refs };
    expect((await control.around(() => post(marked), 1)).status).toBe(201);
    expect((await read(artifact.id)).body).toEqual(marked);
    const huge = stix({ x_payload_bin: 'A'.repeat(11 << 20) });
    expectProblem(await control.around(() => post(huge)), 413, 'body_too_large');
  });
});
