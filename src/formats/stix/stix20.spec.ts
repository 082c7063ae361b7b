import { TLP1_MARKING, TLP_MARKING } from '../../kernel/index.js';
import { textOf } from '../json/json-text.js';
import { checkObject } from './check-object.js';
import { readStix } from './read-stix.js';

type Json = Record<string, unknown>;
const TIMES = { created: '2017-01-01T00:00:00.000Z', modified: '2017-01-01T00:00:00.000Z' };
const id = (type: string, n = 1) => `${type}--00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const AMBER = Object.entries(TLP1_MARKING).find(([, tlp]) => tlp === 'amber')![0];

async function read(...objects: (Json | string)[]): Promise<{ items: Json[]; notes: string[]; faults: string[] }> {
  const texts = objects.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
  async function* file() {
    yield Buffer.from(`{"type":"bundle","spec_version":"2.0","objects":[${texts.join()}]}`);
  }
  const got = { items: [] as Json[], notes: [] as string[], faults: [] as string[] };
  for await (const one of readStix(file())) {
    if ('item' in one) got.items.push(one.item as Json);
    else if ('note' in one) got.notes.push(one.note);
    else if ('fault' in one) got.faults.push(`${one.fault.code} ${one.fault.more.pointer}`);
  }
  for (const item of got.items) expect(JSON.parse(textOf(item)!)).toEqual(checkObject(item));
  return got;
}

test.each<[type: string, more: Json, now: string]>([
  ['indicator', { pattern: "[url:value = 'http://x.example']", valid_from: TIMES.created }, 'indicator_types'],
  ['malware', { name: 'x' }, 'malware_types'],
  ['report', { name: 'x', published: TIMES.created, object_refs: [id('tool')] }, 'report_types'],
  ['threat-actor', { name: 'x' }, 'threat_actor_types'],
  ['tool', { name: 'x' }, 'tool_types'],
  ['identity', { name: 'x', identity_class: 'group' }, 'roles'],
])('labels of a 2.0 %s are its %s', async (type, more, now) => {
  const { items, notes } = await read({ type, id: id(type), ...TIMES, ...more, labels: ['a', 'b'] });
  const added = { indicator: { pattern_type: 'stix' }, malware: { is_family: false } }[type];
  expect(items).toEqual([{ type, id: id(type), ...TIMES, ...more, ...added, spec_version: '2.1', [now]: ['a', 'b'] }]);
  expect(notes[0]).toContain(`labels are ${now}`);
});

test('what is not changed stays to the byte; labels of other types are labels', async () => {
  const given = `{"type":"campaign","id":"${id('campaign')}","created":"${TIMES.created}","modified":"${TIMES.modified}","name":"\\u00e9","labels":["a"],"x_n":1.0}`;
  const { items, notes } = await read(given);
  expect(textOf(items[0]!)).toBe(given.replace(/\}$/, ',"spec_version":"2.1"}'));
  expect(notes).toEqual([]);
});

test('START and STOP of a 2.0 pattern take timestamps', async () => {
  const pattern = "[file:name = 'START \\'x'] START '2017-01-01T00:00:00Z' STOP '2017-01-02T00:00:00Z'";
  const { items } = await read({
    type: 'indicator',
    id: id('indicator'),
    ...TIMES,
    pattern,
    valid_from: TIMES.created,
  });
  expect(items[0]!['pattern']).toBe(
    "[file:name = 'START \\'x'] START t'2017-01-01T00:00:00Z' STOP t'2017-01-02T00:00:00Z'",
  );
});

test('an observed-data becomes observables with the ids of STIX 2.1, and refers to them', async () => {
  const observed = {
    type: 'observed-data',
    id: id('observed-data'),
    ...TIMES,
    first_observed: TIMES.created,
    last_observed: TIMES.created,
    number_observed: 1,
    object_marking_refs: [AMBER],
    objects: {
      '0': { type: 'network-traffic', src_ref: '1', dst_ref: '2', protocols: ['tcp'] },
      '1': { type: 'ipv4-addr', value: '198.51.100.7' },
      '2': { type: 'domain-name', value: 'evil.example', resolves_to_refs: ['1'] },
      '3': { type: 'file', name: 'x', parent_directory_ref: '4', created: TIMES.created, is_encrypted: true },
      '4': { type: 'directory', path: 'C:\\x', contains_refs: ['3'], modified: TIMES.created },
      '5': { type: 'process', pid: 7, name: 'x.exe', arguments: ['-a'], binary_ref: '3' },
      '6': { type: 'user-account', user_id: 'u', password_last_changed: TIMES.created },
      '7': { type: 'ipv4-addr', value: '198.51.100.7' },
      '8': {
        type: 'network-traffic',
        src_ref: '1',
        protocols: ['http'],
        extensions: { 'http-request-ext': { request_method: 'get', request_header: { Host: 'evil.example' } } },
      },
      '9': {
        type: 'file',
        name: 'y',
        extensions: { 'raster-image-ext': { image_width: 1, image_compression_algorithm: 'jpeg' } },
      },
    },
  };
  const first = await read(observed);
  const byType = (type: string) => first.items.find((item) => item['type'] === type)!;
  const ip = 'ipv4-addr--12592121-be4c-5a93-a813-5a5af16e50db';
  expect(byType('ipv4-addr')).toEqual({
    type: 'ipv4-addr',
    spec_version: '2.1',
    id: ip,
    value: '198.51.100.7',
    object_marking_refs: [AMBER],
  });
  expect(byType('network-traffic')).toMatchObject({ src_ref: ip, dst_ref: byType('domain-name')['id'] });
  expect(byType('domain-name')).toMatchObject({
    id: 'domain-name--69228563-c8d2-54ae-aeca-5f4134cb59aa',
    resolves_to_refs: [ip],
  });
  expect(byType('file')).toMatchObject({ ctime: TIMES.created, parent_directory_ref: byType('directory')['id'] });
  expect(byType('file')).not.toHaveProperty('is_encrypted');
  expect(byType('directory')).toMatchObject({ mtime: TIMES.created, contains_refs: [byType('file')['id']] });
  expect(byType('process')).toMatchObject({ command_line: 'x.exe -a', image_ref: byType('file')['id'] });
  expect(byType('user-account')).toHaveProperty('credential_last_changed');
  const { objects: _, ...rest } = observed;
  expect(byType('observed-data')).toEqual({
    ...rest,
    spec_version: '2.1',
    object_refs: first.items.slice(0, -1).map((item) => item['id']),
  });
  expect(JSON.stringify(first.items)).toContain('"request_header":{"Host":["evil.example"]}');
  expect(JSON.stringify(first.items)).toContain('"raster-image-ext":{"image_width":1}');
  expect([first.items.length, first.notes[0]]).toEqual([
    10,
    expect.stringContaining('file: is_encrypted is not in STIX 2.1'),
  ]);
  expect((await read(observed)).items).toEqual(first.items);
});

test('observables are marked as strictly as any part of what they were in', async () => {
  const { items } = await read({
    type: 'observed-data',
    id: id('observed-data'),
    ...TIMES,
    first_observed: TIMES.created,
    last_observed: TIMES.created,
    number_observed: 1,
    object_marking_refs: [TLP_MARKING.green, id('marking-definition')],
    granular_markings: [{ selectors: ['objects'], marking_ref: TLP_MARKING.amber }],
    objects: { '0': { type: 'mutex', name: 'x' } },
  });
  expect(items[0]!['object_marking_refs']).toEqual([id('marking-definition'), TLP_MARKING.amber]);
});

test.each<[objects: unknown, fault: string]>([
  [{}, 'object_invalid /objects'],
  [{ '0': 7 }, 'object_invalid /objects/0'],
  [{ 'a/b': { type: 'X' } }, 'object_invalid /objects/a~1b'],
])('objects of an observed-data that are %j are refused', async (objects, fault) => {
  const one = { type: 'observed-data', id: id('observed-data'), ...TIMES, objects };
  expect((await read(one)).faults).toEqual([fault]);
});

test('TLP definitions are passed over, and refused when they say something else', async () => {
  const made = (tlp: string) => ({
    type: 'marking-definition',
    id: AMBER,
    created: TIMES.created,
    definition_type: 'tlp',
    definition: { tlp },
  });
  const same = [{ name: 'TLP:AMBER' }, { x_stars: 5 }].map((more) => ({ ...made('amber'), ...more }));
  const other = [
    { name: 'TLP:CLEAR' },
    { name: 'for everybody' },
    { definition: { tlp: 'amber', statement: 'for everybody' } },
    { extensions: { 'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d': { tlp_2_0: 'clear' } } },
    { extensions: { [`extension-definition--${crypto.randomUUID()}`]: { statement: 'for everybody' } } },
  ].map((more) => ({ ...made('amber'), ...more }));
  const { items, notes, faults } = await read(made('amber'), ...same, made('green'), ...other);
  expect([items, notes]).toEqual([[], Array<string>(3).fill('the hub has the TLP markings')]);
  expect(faults).toEqual([
    'tlp_unknown /definition',
    'tlp_unknown /name',
    'tlp_unknown /name',
    'tlp_unknown /definition',
    'tlp_unknown /extensions/extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d',
    'tlp_unknown /extensions',
  ]);
});
