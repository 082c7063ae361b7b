import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { TLP_MARKING, TLP1_MARKING } from '../../kernel/index.js';
import { checkObject } from './check-object.js';
import { at, uuid, versioned } from './stix-samples.js';

const indicator = (more: object = {}): object =>
  versioned('indicator', { pattern: "[mutex:name = 'x']", pattern_type: 'stix', valid_from: at, ...more });
const refs = [`indicator--${uuid}`];

const taken: readonly (readonly [string, object])[] = [
  ['an indicator', indicator()],
  ['no spec_version', indicator({ spec_version: undefined })],
  [
    'custom properties, also those named like columns',
    indicator({ x_org: 1, audience: 'all', tlp: 'red', org_id: {} }),
  ],
  ['six fraction digits', indicator({ modified: '2026-01-31T12:00:00.000001Z' })],
  [
    'confidence and labels',
    indicator({ confidence: 100, labels: ['a', ''], revoked: true, valid_until: '2026-01-31T12:00:00.000001Z' }),
  ],
  ['a sighting', versioned('sighting', { sighting_of_ref: refs[0], count: 5, first_seen: at, last_seen: at })],
  ['a sighting of a custom object', versioned('sighting', { sighting_of_ref: `x-thing--${uuid}` })],
  ['an opinion', versioned('opinion', { opinion: 'strongly-disagree', object_refs: refs })],
  ['a note', versioned('note', { content: 'c', object_refs: refs })],
  ['a report', versioned('report', { name: 'r', published: at, object_refs: refs })],
  ['malware', versioned('malware', { is_family: false })],
  [
    'a relationship',
    versioned('relationship', { relationship_type: 'indicates', source_ref: refs[0], target_ref: `malware--${uuid}` }),
  ],
  ['an observable', { type: 'ipv4-addr', id: `ipv4-addr--${uuid}`, value: '203.0.113.7' }],
  ['a custom object', { type: 'x-foo-2', id: `x-foo-2--${uuid}`, name: 5, valid_until: 'soon' }],
  [
    'an object that an extension declares',
    {
      type: 'wallet',
      id: `wallet--${uuid}`,
      extensions: { [`extension-definition--${uuid}`]: { extension_type: 'new-sco' } },
    },
  ],
  [
    'a granular marking',
    indicator({
      granular_markings: [
        { marking_ref: TLP_MARKING.red, selectors: ['name'] },
        { lang: 'de', selectors: ['name'] },
      ],
    }),
  ],
  [
    'TLP:GREEN of TLP 1',
    {
      type: 'marking-definition',
      id: Object.keys(TLP1_MARKING)[1],
      created: at,
      definition_type: 'tlp',
      definition: { tlp: 'green' },
    },
  ],
  [
    'a statement',
    {
      type: 'marking-definition',
      id: `marking-definition--${uuid}`,
      created: at,
      definition_type: 'statement',
      definition: { statement: '©' },
    },
  ],
];

const refused: readonly (readonly [string, unknown, string, string?])[] = [
  ['null', null, ''],
  ['a list', [], ''],
  ['no type', {}, '/type'],
  ['a bundle', { type: 'bundle', id: `bundle--${uuid}` }, '/type'],
  ['an unknown type', { type: 'foo', id: `foo--${uuid}` }, '/type'],
  ['an upper-case type', { type: 'X-foo', id: `X-foo--${uuid}` }, '/type'],
  ['a type with a double hyphen', { type: 'x--foo', id: `x--foo--${uuid}` }, '/type'],
  ['28 letters and worse', { type: `x${'-a'.repeat(5000)}!` }, '/type'],
  ['an id of another type', indicator({ id: `malware--${uuid}` }), '/id'],
  ['an upper-case UUID', indicator({ id: `indicator--${uuid.toUpperCase()}` }), '/id'],
  ['no UUID', indicator({ id: 'indicator--1' }), '/id'],
  ['spec_version 2.0', indicator({ spec_version: '2.0' }), '/spec_version'],
  ['spec_version as a number', indicator({ spec_version: 2.1 }), '/spec_version'],
  ['no created', indicator({ created: undefined }), '/created'],
  ['modified before created', indicator({ modified: '2026-01-31T11:59:59.999999Z' }), '/modified'],
  ['an impossible date', indicator({ modified: '2026-02-30T00:00:00Z' }), '/modified', 'invalid_time'],
  ['a time that is a number', indicator({ created: 5 }), '/created', 'invalid_time'],
  ['valid_until = valid_from', indicator({ valid_until: at }), '/valid_until'],
  ['no pattern', indicator({ pattern: undefined }), '/pattern'],
  ['an empty pattern', indicator({ pattern: ' ' }), '/pattern'],
  ['no pattern_type', indicator({ pattern_type: undefined }), '/pattern_type'],
  ['no valid_from', indicator({ valid_from: undefined }), '/valid_from'],
  ...[101, -1, 50.5, '50', null].map(
    (confidence) => [`confidence ${confidence}`, indicator({ confidence }), '/confidence'] as const,
  ),
  ['labels that are a text', indicator({ labels: 'a' }), '/labels'],
  ['a label that is a number', indicator({ labels: ['a', 5] }), '/labels/1'],
  ['revoked that is a text', indicator({ revoked: 'true' }), '/revoked'],
  ['a name that is an object', indicator({ name: {} }), '/name'],
  ['an author that is no identity', indicator({ created_by_ref: refs[0] }), '/created_by_ref'],
  ['a marking that is a label', indicator({ object_marking_refs: ['TLP:RED'] }), '/object_marking_refs/0'],
  [
    'a granular marking without selectors',
    indicator({ granular_markings: [{ marking_ref: TLP_MARKING.red }] }),
    '/granular_markings/0/selectors',
  ],
  [
    'a reference without a source',
    indicator({ external_references: [{ url: 'javascript:' }] }),
    '/external_references/0/source_name',
  ],
  [
    'a reference that says a source alone',
    indicator({ external_references: [{ source_name: 'somebody' }] }),
    '/external_references/0',
  ],
  ...['labels', 'external_references', 'object_marking_refs', 'indicator_types', 'kill_chain_phases'].flatMap(
    (name) => [
      [`${name} without any`, indicator({ [name]: [] }), `/${name}`] as const,
      [`${name} null`, indicator({ [name]: null }), `/${name}`] as const,
    ],
  ),
  ['no aliases, as a list', versioned('campaign', { name: 'c', aliases: [] }), '/aliases'],
  [
    'a phase without a chain',
    indicator({ kill_chain_phases: [{ phase_name: 'x' }] }),
    '/kill_chain_phases/0/kill_chain_name',
  ],
  ['a sighting of nothing', versioned('sighting', {}), '/sighting_of_ref'],
  ['a sighting of an observable', versioned('sighting', { sighting_of_ref: `ipv4-addr--${uuid}` }), '/sighting_of_ref'],
  ['a sighting too often', versioned('sighting', { sighting_of_ref: refs[0], count: 1e9 }), '/count'],
  [
    'last_seen before first_seen',
    versioned('sighting', { sighting_of_ref: refs[0], first_seen: at, last_seen: '2025-01-01T00:00:00Z' }),
    '/last_seen',
  ],
  ['an opinion out of the list', versioned('opinion', { opinion: 'maybe', object_refs: refs }), '/opinion'],
  ['an opinion of nothing', versioned('opinion', { opinion: 'agree', object_refs: [] }), '/object_refs'],
  ['a report without a date', versioned('report', { name: 'r', object_refs: refs }), '/published'],
  [
    'a relationship to a relationship',
    versioned('relationship', { relationship_type: 'x', source_ref: refs[0], target_ref: `relationship--${uuid}` }),
    '/target_ref',
  ],
  [
    'TLP under another id',
    {
      type: 'marking-definition',
      id: `marking-definition--${uuid}`,
      created: at,
      definition_type: 'tlp',
      definition: { tlp: 'green' },
    },
    '/definition',
    'tlp_unknown',
  ],
  [
    'RED redefined',
    {
      type: 'marking-definition',
      id: TLP_MARKING.red,
      created: at,
      definition_type: 'tlp',
      definition: { tlp: 'green' },
    },
    '/definition',
    'tlp_unknown',
  ],
  [
    'RED without its content',
    { type: 'marking-definition', id: TLP_MARKING.red, created: at, definition_type: 'statement', definition: {} },
    '/id',
    'tlp_unknown',
  ],
];

describe('checkObject', () => {
  it.each(taken)('takes %s', (_, object) => {
    const json: unknown = JSON.parse(JSON.stringify(object));
    expect(checkObject(json)).toBe(json);
  });

  it.each(refused)('refuses %s', (_, object, pointer, code = 'object_invalid') => {
    const detail = expect.stringMatching(/^.{10,140}$/) as string;
    expect(() => checkObject(object)).toThrow(expect.objectContaining({ code, detail, more: { pointer } }));
  });
});

const shared = resolve(import.meta.dirname, '../../../../shared/data/open-stix');
const examples = [
  'oasis-open__cti-documentation/examples/example_json',
  'oasis-open__cti-taxii-server/medallion/test/data',
].map((one) => resolve(shared, one));
const withShared = existsSync(shared) ? describe : describe.skip;

withShared('the examples of OASIS (../shared)', () => {
  const files = existsSync(shared)
    ? examples.flatMap((folder) => readdirSync(folder).map((name) => resolve(folder, name)))
    : ['-'];

  it.each(files.filter((name) => !name.endsWith('initialize_mongodb.py')))('%s', (file) => {
    const text = readFileSync(file, 'utf8');
    const objects = (JSON.parse(text) as { objects?: unknown[] }).objects ?? [];
    for (const object of objects) expect(checkObject(object)).toBe(object);
  });
});
