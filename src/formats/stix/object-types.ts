import * as is from './object-shapes.js';
import type { Shape } from './object-shapes.js';

/** What is checked of a type's own properties; a `!` after the name: it is required. All others pass through. */
export type Properties = Readonly<Record<string, Shape>>;

export const COMMON: Properties = {
  created_by_ref: is.ref('identity'),
  revoked: is.bool,
  labels: is.texts,
  confidence: is.integer(0, 100),
  lang: is.text,
  created: is.time,
  modified: is.time,
  external_references: is.list(is.externalReference),
  object_marking_refs: is.list(is.ref('marking-definition')),
  granular_markings: is.list(is.granularMarking),
  extensions: is.record,
};

export const OBSERVABLE_OBJECTS: Readonly<Record<string, Properties>> = {
  artifact: {},
  'autonomous-system': { 'number!': is.integer(0, 0xffffffff) },
  directory: { 'path!': is.fullText },
  'domain-name': { 'value!': is.fullText },
  'email-addr': { 'value!': is.fullText },
  'email-message': { 'is_multipart!': is.bool },
  file: { hashes: is.record, name: is.text },
  'ipv4-addr': { 'value!': is.fullText },
  'ipv6-addr': { 'value!': is.fullText },
  'mac-addr': { 'value!': is.fullText },
  mutex: { 'name!': is.fullText },
  'network-traffic': { 'protocols!': is.list(is.text) },
  process: {},
  software: { 'name!': is.fullText },
  url: { 'value!': is.fullText },
  'user-account': {},
  'windows-registry-key': {},
  'x509-certificate': {},
};

const NOT_LINKED = new Set([
  'bundle',
  'relationship',
  'sighting',
  'marking-definition',
  'language-content',
  'extension-definition',
]);
const NOT_SIGHTED = new Set([...NOT_LINKED, ...Object.keys(OBSERVABLE_OBJECTS)]);

const named: Properties = { 'name!': is.fullText, description: is.text };
const phases: Properties = { kill_chain_phases: is.list(is.killChainPhase) };
/** Optional lists of words by these names. */
const words = (...names: readonly string[]): Properties => Object.fromEntries(names.map((name) => [name, is.texts]));
const seen: Properties = { first_seen: is.time, last_seen: is.time };
const about: Properties = { 'object_refs!': is.list(is.ref()) };
const amount = is.integer(0, 999_999_999);

/** Domain and relationship objects: these have `created` and `modified`. */
export const DOMAIN_OBJECTS: Readonly<Record<string, Properties>> = {
  'attack-pattern': { ...named, ...phases, ...words('aliases') },
  campaign: { ...named, ...seen, ...words('aliases'), objective: is.text },
  'course-of-action': named,
  grouping: { ...about, 'context!': is.fullText, name: is.text, description: is.text },
  identity: { ...named, ...words('roles', 'sectors'), identity_class: is.text, contact_information: is.text },
  incident: named,
  indicator: {
    'pattern!': is.fullText,
    'pattern_type!': is.fullText,
    'valid_from!': is.time,
    valid_until: is.time,
    name: is.text,
    description: is.text,
    ...words('indicator_types'),
    ...phases,
  },
  infrastructure: { ...named, ...seen, ...phases, ...words('infrastructure_types', 'aliases') },
  'intrusion-set': { ...named, ...seen, ...words('aliases', 'goals', 'secondary_motivations') },
  location: { name: is.text, description: is.text },
  malware: {
    ...seen,
    ...phases,
    ...words('malware_types', 'aliases', 'architecture_execution_envs', 'implementation_languages', 'capabilities'),
    'is_family!': is.bool,
    name: is.text,
    description: is.text,
    operating_system_refs: is.list(is.ref('software')),
    sample_refs: is.list(is.ref('artifact', 'file')),
  },
  'malware-analysis': { 'product!': is.fullText },
  note: { ...about, ...words('authors'), 'content!': is.text, abstract: is.text },
  'observed-data': {
    'first_observed!': is.time,
    'last_observed!': is.time,
    'number_observed!': amount,
    object_refs: is.list(is.ref()),
  },
  opinion: {
    ...about,
    'opinion!': is.oneOf('strongly-disagree', 'disagree', 'neutral', 'agree', 'strongly-agree'),
    explanation: is.text,
    ...words('authors'),
  },
  report: { ...named, ...about, ...words('report_types'), 'published!': is.time },
  'threat-actor': {
    ...named,
    ...seen,
    ...words('threat_actor_types', 'aliases', 'roles', 'goals', 'secondary_motivations', 'personal_motivations'),
  },
  tool: { ...named, ...phases, ...words('tool_types', 'aliases'), tool_version: is.text },
  vulnerability: named,
  relationship: {
    'relationship_type!': is.fullText,
    'source_ref!': is.refExcept(NOT_LINKED),
    'target_ref!': is.refExcept(NOT_LINKED),
    start_time: is.time,
    stop_time: is.time,
    description: is.text,
  },
  sighting: {
    ...seen,
    'sighting_of_ref!': is.refExcept(NOT_SIGHTED),
    count: amount,
    observed_data_refs: is.list(is.ref('observed-data')),
    where_sighted_refs: is.list(is.ref('identity', 'location')),
    summary: is.bool,
    description: is.text,
  },
};

export const META_OBJECTS: Readonly<Record<string, Properties>> = {
  'marking-definition': { 'created!': is.time, definition_type: is.text, definition: is.record, name: is.text },
  'language-content': { 'created!': is.time, 'modified!': is.time, 'object_ref!': is.ref(), 'contents!': is.record },
  'extension-definition': { 'created!': is.time, 'modified!': is.time, 'name!': is.fullText, 'schema!': is.fullText },
};

/** Pairs of times of which the second may not be earlier, or, where strict, must be later. */
export const ORDERED_TIMES: readonly (readonly [earlier: string, later: string, strict: boolean])[] = [
  ['created', 'modified', false],
  ['valid_from', 'valid_until', true],
  ['first_seen', 'last_seen', false],
  ['first_observed', 'last_observed', false],
  ['start_time', 'stop_time', true],
];

/** Whether objects of a type have versions, and so times and an author of their own; undefined for custom types. */
export function hasVersions(type: string): boolean | undefined {
  if (Object.hasOwn(DOMAIN_OBJECTS, type)) return true;
  if (Object.hasOwn(OBSERVABLE_OBJECTS, type) || type === 'marking-definition') return false;
  return Object.hasOwn(META_OBJECTS, type) ? true : undefined;
}
