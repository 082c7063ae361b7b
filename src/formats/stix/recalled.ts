import { idByPlace } from './object-id.js';
import { DOMAIN_OBJECTS, META_OBJECTS } from './object-types.js';

/**
 * What a hub labels an object with that was recalled, where only STIX can say that it was. Nobody else may:
 * another hub that pulls from this one takes such an object from everybody.
 */
export const RECALLED = 'tocsin:recalled';
const NEUTRAL = 'recalled';

/** Refers to nobody. */
const NOBODY = idByPlace('identity', NEUTRAL);
/** Stands for the time of the recall. */
export const RECALLED_AT = '{at}';

/** A value for each property that a type can't be without (STIX 2.1, 4 to 7): nothing of it was ever said by anybody. */
const VALUES: Readonly<Record<string, unknown>> = {
  name: NEUTRAL,
  content: NEUTRAL,
  context: 'unspecified',
  product: NEUTRAL,
  result: 'unknown',
  schema: NEUTRAL,
  version: '1.0.0',
  region: 'world',
  relationship_type: 'related-to',
  opinion: 'neutral',
  is_family: false,
  number_observed: 1,
  pattern: '[x-recalled:recalled = true]',
  pattern_type: 'stix',
  extension_types: ['property-extension'],
  contents: { en: { name: NEUTRAL } },
  created_by_ref: NOBODY,
  object_ref: NOBODY,
  object_refs: [NOBODY],
  sighting_of_ref: NOBODY,
  source_ref: NOBODY,
  target_ref: NOBODY,
  valid_from: RECALLED_AT,
  published: RECALLED_AT,
  first_observed: RECALLED_AT,
  last_observed: RECALLED_AT,
};

/** Needed beside what {@link DOMAIN_OBJECTS} and {@link META_OBJECTS} require. */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  location: ['region'],
  'malware-analysis': ['result'],
  'observed-data': ['object_refs'],
  'extension-definition': ['created_by_ref', 'version', 'extension_types'],
};

/** What was observed is observables and relationships alone (4.14). */
const OBSERVED = JSON.stringify([idByPlace('relationship', NEUTRAL)]);

/**
 * By type, the members that make an object of it that says nothing but that it was recalled; {@link RECALLED_AT} for the time. Not of
 * observables and marking definitions: STIX has no `revoked` of them, and neutral values would make another observable.
 */
export const RECALLED_MEMBERS: ReadonlyMap<string, string> = new Map(
  [...Object.entries(DOMAIN_OBJECTS), ...Object.entries(META_OBJECTS)]
    .filter(([type]) => type !== 'marking-definition')
    .map(([type, properties]) => {
      const required = Object.keys(properties).flatMap((name) => (name.endsWith('!') ? [name.slice(0, -1)] : []));
      const names = [...required, ...(BESIDE[type] ?? [])].filter((name) => name !== 'created' && name !== 'modified');
      const valueOf = (name: string) =>
        type === 'observed-data' && name === 'object_refs' ? OBSERVED : JSON.stringify(VALUES[name]);
      return [type, names.map((name) => `,"${name}":${valueOf(name)}`).join('')];
    }),
);
