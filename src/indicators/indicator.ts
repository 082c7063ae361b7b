import type { Put } from '../exchange/index.js';
import {
  canonical,
  classify,
  madeReference,
  parseTime,
  patternOf,
  tlpFromLabel,
  toMicroseconds,
} from '../formats/index.js';
import { Fault, type Observable, type StixObject } from '../kernel/index.js';
import { invalid } from '../platform/index.js';
import type { AudienceAsk } from '../audience/index.js';
import { PatternItem, ValueItem } from './item.js';
import { indicatorKind } from './indicator-kind.js';
import { observablesIn, refuseOverbroad, stixPut } from './stix-put.js';

/** What a whole submission says for those of its items that don't say it themselves. */
export interface Defaults {
  readonly tlp?: string | undefined;
  readonly audience?: AudienceAsk | undefined;
  /** Its STIX objects are handed on: they may name who is no member as their maker. */
  readonly relay?: boolean | undefined;
}

/**
 * One item of a submission as a report: by value, by pattern, or as a whole STIX 2.1 object of any type. Throws the Fault
 * that its outcome will name.
 */
export function toPut(item: unknown, defaults: Defaults = {}): Put {
  if (typeof item !== 'object' || item === null || Array.isArray(item))
    throw new Fault('invalid', 'an indicator is a JSON object');
  return isStix(item)
    ? stixPut(item, defaults)
    : 'pattern' in item
      ? fromPattern(check(PatternItem, item), defaults)
      : fromValue(check(ValueItem, item), defaults);
}

/** Whole objects say that they are STIX, or have an id of their type; an item by its value has no id. */
export function isStix(item: object): boolean {
  if ('spec_version' in item || ('type' in item && item.type === 'indicator')) return true;
  return 'type' in item && 'id' in item;
}

function check<T>(
  schema: { safeParse(value: unknown): { success: true; data: T } | { success: false; error: { issues: unknown[] } } },
  item: unknown,
): T {
  const parsed = schema.safeParse(item);
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error.issues as Parameters<typeof invalid>[0]);
}

function fromValue(item: ValueItem, defaults: Defaults): Put {
  const observable = observableOf(item);
  refuseOverbroad([observable]);
  const pattern = { pattern: patternOf(observable), pattern_type: 'stix', pattern_version: '2.1' };
  return put(item, defaults, pattern, [observable]);
}

function observableOf({ type, value }: ValueItem): Observable {
  if (type) return { type, value: canonical(type, value) };
  const found = classify(value);
  if (!found)
    throw new Fault('observable_invalid', 'the type can’t be told from the value; say it', { pointer: '/value' });
  return found;
}

function fromPattern(item: PatternItem, defaults: Defaults): Put {
  const { pattern, pattern_type = 'stix', pattern_version = pattern_type === 'stix' ? '2.1' : undefined } = item;
  const observables = pattern_type === 'stix' ? observablesIn(pattern) : [];
  const said = { pattern, pattern_type, ...(pattern_version !== undefined && { pattern_version }) };
  return put(item, defaults, said, observables);
}

function put(
  item: ValueItem | PatternItem,
  defaults: Defaults,
  pattern: Partial<StixObject>,
  observables?: readonly Observable[],
): Put {
  const tlp = item.tlp ?? defaults.tlp;
  if (tlp === undefined) throw new Fault('tlp_required', undefined, { pointer: '/tlp' });
  const labels = item.pap ? [...(item.labels ?? []), `pap:${item.pap}`] : (item.labels ?? []);
  const object = Object.assign(
    { type: 'indicator', spec_version: '2.1', id: '' }, // the id is made when it is stored
    pick(item, ['name', 'description', 'indicator_types']),
    pattern,
    { valid_from: item.valid_from === undefined ? new Date().toISOString() : toMicroseconds(item.valid_from) },
    item.valid_until === undefined ? undefined : { valid_until: toMicroseconds(item.valid_until) },
    pick(item, ['kill_chain_phases', 'confidence']),
    referencesOf(item.external_references),
    labels.length > 0 ? { labels } : undefined,
  );
  checkTimes(object);
  return {
    do: 'put',
    kind: indicatorKind,
    object,
    ...(observables && { observables }),
    tlp: tlpFromLabel(tlp),
    audience: item.audience ?? defaults.audience,
  };
}

/** STIX has no empty lists. Throws `object_invalid` for a reference that STIX knows no such of. */
export const referencesOf = (references: ValueItem['external_references']): Partial<StixObject> | undefined =>
  references === undefined || references.length === 0
    ? undefined
    : { external_references: references.map((one, i) => madeReference(one, `/external_references/${i}`)) };

/** Both times are real, and the end is after the beginning. */
export function checkTimes({ valid_from, valid_until }: StixObject): void {
  const from = valid_from === undefined ? undefined : parseTime(valid_from, '/valid_from');
  const until = valid_until === undefined ? undefined : parseTime(valid_until, '/valid_until');
  if (from !== undefined && until !== undefined && until <= from) {
    throw new Fault('object_invalid', 'valid_until must be after valid_from', { pointer: '/valid_until' });
  }
}

/** STIX has no empty lists: what has nothing in it is not there. */
export const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

function pick<T extends object, K extends keyof T>(from: T, keys: readonly K[]): Partial<Pick<T, K>> {
  const picked: Partial<Pick<T, K>> = {};
  for (const key of keys) if (from[key] !== undefined && !isEmpty(from[key])) picked[key] = from[key];
  return picked;
}
