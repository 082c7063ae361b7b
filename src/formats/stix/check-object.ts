import type { StixObject } from '../../kernel/index.js';
import { checkConditions } from './check-conditions.js';
import { checkMarkingDefinition } from './marking-definition.js';
import { isRecord, refuseObject, time, typeOfId, type Shape } from './object-shapes.js';
import {
  COMMON,
  DOMAIN_OBJECTS,
  META_OBJECTS,
  OBSERVABLE_OBJECTS,
  ORDERED_TIMES,
  type Properties,
} from './object-types.js';
import { compareTimes } from './time.js';

interface Rules {
  readonly properties: readonly (readonly [name: string, required: boolean, shape: Shape])[];
  readonly ordered: typeof ORDERED_TIMES;
}

/** Later tables go before earlier ones. */
function rules(...tables: readonly Properties[]): Rules {
  const properties = new Map<string, readonly [string, boolean, Shape]>();
  for (const [key, shape] of tables.flatMap(Object.entries<Shape>)) {
    const name = key.replace('!', '');
    properties.set(name, [name, key !== name, shape]);
  }
  const ordered = ORDERED_TIMES.filter(([earlier, later]) => properties.has(earlier) && properties.has(later));
  return { properties: [...properties.values()], ordered };
}

const VERSIONED: Properties = { 'created!': time, 'modified!': time };
const CUSTOM = rules(COMMON);
const RULES = new Map<string, Rules>([
  ...Object.entries(OBSERVABLE_OBJECTS).map(([type, own]) => [type, rules(COMMON, own)] as const),
  ...Object.entries(DOMAIN_OBJECTS).map(([type, own]) => [type, rules(COMMON, VERSIONED, own)] as const),
  ...Object.entries(META_OBJECTS).map(([type, own]) => [type, rules(COMMON, own)] as const),
]);

/**
 * Checks the structure of one STIX 2.1 object and gives the same object back; what is not known passes through
 * untouched. Types are those of the standard, `x-…`, or ones that an extension in the object declares as new.
 * `spec_version` is absent or `2.1`. Throws, with a JSON pointer, `object_invalid`; `invalid_time` for a timestamp
 * that is none; `tlp_unknown` for a marking definition that redefines TLP. Details never repeat what was sent.
 */
export function checkObject(json: unknown): StixObject {
  if (!isRecord(json)) return refuseObject('a STIX object is a JSON object', '');
  const { properties, ordered } = rulesFor(json);
  for (const [name, required, shape] of properties) {
    const value = json[name];
    if (value !== undefined) shape(value, `/${name}`);
    else if (required) refuseObject(`${name} is required`, `/${name}`);
  }
  for (const [earlier, later, strict] of ordered) checkOrder(json, earlier, later, strict);
  checkConditions(json);
  if (json['type'] === 'marking-definition') checkMarkingDefinition(json);
  return json as StixObject;
}

function rulesFor(json: Record<string, unknown>): Rules {
  const { type, id, spec_version: version } = json;
  if (
    typeof type !== 'string' ||
    type.length < 3 ||
    type.length > 250 ||
    !/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(type)
  ) {
    return refuseObject('a type is 3 to 250 lower-case letters, digits and single hyphens', '/type');
  }
  const found = RULES.get(type) ?? (type.startsWith('x-') || isDeclared(json) ? CUSTOM : undefined);
  if (!found) return refuseObject('the type is not of STIX 2.1, nor custom (x-…)', '/type');
  const typeInId = typeOfId(id);
  if (typeInId === undefined) refuseObject('an id is the type, -- and a lower-case UUID', '/id');
  if (typeInId !== type) refuseObject('the id is of another type', '/id');
  if (version !== undefined && version !== '2.1') refuseObject('the spec_version is 2.1', '/spec_version');
  return found;
}

/** Whether an extension in the object itself declares its type as a new one (STIX 2.1, 7.3). */
function isDeclared({ type, extensions }: Record<string, unknown>): boolean {
  if (!isRecord(extensions) || type === 'bundle') return false;
  return Object.entries(extensions).some(
    ([id, extension]) =>
      typeOfId(id) === 'extension-definition' &&
      isRecord(extension) &&
      /^new-(?:sdo|sco|sro)$/.test(String(extension['extension_type'])),
  );
}

function checkOrder(json: Record<string, unknown>, earlier: string, later: string, strict: boolean): void {
  const [from, to] = [json[earlier], json[later]];
  if (typeof from !== 'string' || typeof to !== 'string') return;
  const order = compareTimes(to, from);
  if (order < 0 || (strict && order === 0)) {
    refuseObject(`${later} is ${strict ? 'not after' : 'before'} ${earlier}`, `/${later}`);
  }
}
