import * as fc from 'fast-check';
import { TLP_MARKING } from '../../../src/kernel/index.js';
import type { Shot } from './requests.js';
import { anything, mostly, mutated, quoted, text } from './values.js';

const ITEMS = '/api/v1/indicators';
const word = fc.constantFrom('AND', 'OR', 'FOLLOWEDBY');
const path = fc.constantFrom(
  'ipv4-addr:value',
  'domain-name:value',
  "file:hashes.'SHA-256'",
  'email-message:body_multipart[*].body_raw_ref.name',
  'x-a:b',
);
const constant = fc.oneof(
  text.map((value) => `'${value.replaceAll(/['\\]/g, String.raw`\$&`)}'`),
  fc.integer().map(String),
  fc.constantFrom('1.5', 'true', "h'00ff'", "b'AA=='", "t'2026-01-01T00:00:00Z'", "('a', 'b')", "'(a+)+$'", "'"),
);
const comparison = fc
  .tuple(path, fc.constantFrom('=', '!=', '<', '>=', 'IN', 'LIKE', 'MATCHES', 'ISSUBSET', 'NOT ='), constant)
  .map((parts) => parts.join(' '));
const observation = fc
  .array(comparison, { minLength: 1, maxLength: 4 })
  .chain((all) => word.map((by) => `[${all.join(` ${by} `)}]`));
const qualifier = fc.constantFrom('', ' WITHIN 5 SECONDS', ' REPEATS 2 TIMES', " START t'x' STOP t'y'", ' WITHIN');

/** STIX patterns by their grammar, and such that are a character away from one. */
export const pattern: fc.Arbitrary<string> = fc.oneof(
  fc
    .tuple(fc.array(fc.tuple(observation, qualifier), { minLength: 1, maxLength: 4 }), word, fc.boolean())
    .map(([all, by, nested]) => {
      const whole = all.map(([one, more]) => one + more).join(` ${by} `);
      return nested ? `(${whole})` : whole;
    }),
  mutated(observation),
);

const time = fc.constantFrom('2026-01-01T00:00:00Z', '2026-01-01T00:00:00.000Z', '2099-12-31T23:59:59.999999Z', 'now');
const ref = (type: string) =>
  fc.oneof(
    fc.uuid({ version: 4 }).map((id) => `${type}--${id}`),
    text,
  );

/** STIX 2.1 indicators, mostly whole. */
const stix = fc.record(
  {
    type: mostly(fc.constant('indicator')),
    spec_version: mostly(fc.constant('2.1')),
    id: mostly(ref('indicator')),
    created: mostly(time),
    modified: mostly(time),
    pattern: mostly(pattern),
    pattern_type: mostly(fc.constantFrom('stix', 'yara', 'sigma')),
    valid_from: mostly(time),
    valid_until: mostly(time),
    object_marking_refs: mostly(fc.subarray(Object.values(TLP_MARKING), { minLength: 1, maxLength: 2 })),
    granular_markings: anything,
    created_by_ref: ref('identity'),
    confidence: mostly(fc.integer({ min: -1, max: 101 })),
    labels: mostly(fc.array(text, { maxLength: 3 })),
    external_references: mostly(fc.array(fc.record({ source_name: text, url: text }), { maxLength: 2 })),
    extensions: anything,
    x_custom: anything,
    revoked: mostly(fc.boolean()),
  },
  { requiredKeys: ['type', 'spec_version', 'id', 'pattern', 'pattern_type', 'valid_from', 'object_marking_refs'] },
);

const byValue = fc.record(
  { value: text, tlp: mostly(fc.constant('green')), type: text, labels: anything },
  { requiredKeys: ['value', 'tlp'] },
);
const byPattern = fc.record({ pattern, tlp: mostly(fc.constant('green')) });
const item = fc.oneof(stix, byValue, byPattern);
const line = fc.oneof(
  { weight: 4, arbitrary: item.map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: mutated(item.map((value) => JSON.stringify(value))) },
);

const posted = (type: string, body: string): Shot => ({
  method: 'POST',
  path: ITEMS,
  headers: { 'content-type': type },
  body,
});

const key = fc.constantFrom('type', 'tlp', 'confidence', 'label', 'from', 'since', 'value', 'in', 'hash', 'id', 'is');
const term = fc.oneof(
  text,
  fc.tuple(key, fc.constantFrom(':', '>=', '<', ':-', '::'), text).map((parts) => parts.join('')),
  text.map((value) => `"${value}"`),
  fc.constantFrom('(', ')', 'OR', '-', '"', 'tlp:green', 'is:active', 'in:198.51.100.0/24', '-(a OR b)'),
);
/** Queries by their grammar, more or less. */
export const query: fc.Arbitrary<string> = fc.array(term, { maxLength: 8 }).map((terms) => terms.join(' '));

/** Submissions whole and as lines, searches and filters: what the OpenAPI document says too little of. */
export const submissions: readonly fc.Arbitrary<Shot>[] = [
  item.map((value) => posted('application/json', JSON.stringify(value))),
  fc.array(item, { maxLength: 20 }).map((values) => posted('application/json', JSON.stringify(values))),
  fc.array(line, { maxLength: 20 }).map((lines) => posted('application/x-ndjson', lines.join('\n'))),
  fc
    .tuple(query, fc.constantFrom('search?q=', 'feed?filter='))
    .map(([q, where]) => ({ method: 'GET', path: `/api/v1/${where}${quoted(q)}`, headers: {}, body: undefined })),
];
