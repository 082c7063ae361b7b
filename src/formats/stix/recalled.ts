import { DOMAIN_OBJECTS, META_OBJECTS, OBSERVABLE_OBJECTS } from './object-types.js';
import { uuid5 } from './uuid5.js';

/** What an object that was recalled is labelled with, where only STIX can say that it was. */
export const RECALLED = 'recalled';

/** Nobody. */
const NOBODY = `identity--${uuid5('b3a0e9a5-7b0e-4c43-9c3f-0d9b6f1d1a52', RECALLED)}`;
/** Stands for the time of the recall. */
export const AT = '{at}';

/** A value for each property that a type can't be without (STIX 2.1, 4 to 7): nothing of it was ever said by anybody. */
const VALUES: Readonly<Record<string, unknown>> = {
  name: RECALLED,
  content: RECALLED,
  context: RECALLED,
  product: RECALLED,
  result: 'unknown',
  schema: RECALLED,
  version: '1.0.0',
  region: 'world',
  relationship_type: 'related-to',
  opinion: 'neutral',
  is_family: false,
  number_observed: 1,
  pattern: '[x-recalled:recalled = true]',
  pattern_type: 'stix',
  extension_types: ['property-extension'],
  contents: { en: { name: RECALLED } },
  created_by_ref: NOBODY,
  object_ref: NOBODY,
  object_refs: [NOBODY],
  sighting_of_ref: NOBODY,
  source_ref: NOBODY,
  target_ref: NOBODY,
  valid_from: AT,
  published: AT,
  first_observed: AT,
  last_observed: AT,
};

/** Needed beside what {@link DOMAIN_OBJECTS} and {@link META_OBJECTS} require. */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  location: ['region'],
  'malware-analysis': ['result'],
  'observed-data': ['object_refs'],
  'extension-definition': ['created_by_ref', 'version', 'extension_types'],
};

/** Types of which STIX can't say that one was recalled: they have no `revoked`. */
export const WITHOUT_RECALL: readonly string[] = [...Object.keys(OBSERVABLE_OBJECTS), 'marking-definition'];

/** By type, the members that make an object of it that says nothing but that it was recalled; {@link AT} for the time. */
export const RECALLED_MEMBERS: ReadonlyMap<string, string> = new Map(
  [...Object.entries(DOMAIN_OBJECTS), ...Object.entries(META_OBJECTS)]
    .filter(([type]) => !WITHOUT_RECALL.includes(type))
    .map(([type, properties]) => {
      const required = Object.keys(properties).flatMap((name) => (name.endsWith('!') ? [name.slice(0, -1)] : []));
      const names = [...required, ...(BESIDE[type] ?? [])].filter((name) => name !== 'created' && name !== 'modified');
      return [type, names.map((name) => `,"${name}":${JSON.stringify(VALUES[name])}`).join('')];
    }),
);
