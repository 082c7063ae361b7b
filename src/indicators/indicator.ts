import type { Kind, Put } from '../exchange/index.js';
import {
  canonical,
  checkObject,
  classify,
  markingOf,
  overbroad,
  parsePattern,
  parseTime,
  patternObservables,
  patternOf,
  printPattern,
  tlpFromLabel,
} from '../formats/index.js';
import { Fault, type Observable, type StixObject, type Tlp } from '../kernel/index.js';
import { invalid } from '../platform/index.js';
import type { AudienceAsk } from '../audience/index.js';
import { PatternItem, ValueItem } from './item.js';

/** An indicator is what it points at: a second report raises what we know and never lowers it. */
export const indicatorKind: Kind = {
  type: 'indicator',
  fingerprint({ pattern = '', pattern_type = 'stix' }) {
    return pattern_type === 'stix' ? `stix ${normal(pattern)}` : `${pattern_type} ${pattern}`;
  },
  merge(known, report) {
    const merged: StixObject = {
      ...known,
      ...(report.name !== undefined && known.name === undefined && { name: report.name }),
      ...(report.description !== undefined && known.description === undefined && { description: report.description }),
      ...(report.confidence !== undefined && { confidence: Math.max(known.confidence ?? 0, report.confidence) }),
      ...(report.valid_until !== undefined &&
        known.valid_until !== undefined && { valid_until: later(known.valid_until, report.valid_until) }),
      ...union('labels', known, report),
      ...union('indicator_types', known, report),
      ...union('external_references', known, report),
      ...union('kill_chain_phases', known, report),
    };
    return JSON.stringify(merged) === JSON.stringify(known) ? known : merged;
  },
};

/** What we print ourselves is in normal form already; parsing it again would cost more than storing it. */
const SIMPLE = /^\[[a-z0-9-]+:[a-z_]+ = '[^'\\\]]*'\]$/;
const normal = (pattern: string): string => (SIMPLE.test(pattern) ? pattern : printPattern(parsePattern(pattern)));

const later = (a: string, b: string): string => (Date.parse(b) > Date.parse(a) ? b : a);

function union(property: string, known: StixObject, report: StixObject): Record<string, unknown> {
  const before = (known[property] as unknown[] | undefined) ?? [];
  const held = new Set(before.map((value) => JSON.stringify(value)));
  const added = ((report[property] as unknown[] | undefined) ?? []).filter((value) => !held.has(JSON.stringify(value)));
  return added.length > 0 ? { [property]: [...before, ...added] } : {};
}

/** What a whole submission says for those of its items that don't say it themselves. */
export interface Defaults {
  readonly tlp?: string;
  readonly audience?: AudienceAsk;
}

/**
 * One item of a submission as a report: by value, by pattern, or as a whole STIX 2.1 indicator. Throws the Fault that
 * its outcome will name.
 */
export function toPut(item: unknown, defaults: Defaults = {}): Put {
  if (typeof item !== 'object' || item === null || Array.isArray(item))
    throw new Fault('invalid', 'an indicator is a JSON object');
  const stix = 'spec_version' in item || ('type' in item && item.type === 'indicator');
  return stix
    ? fromStix(item, defaults)
    : 'pattern' in item
      ? fromPattern(check(PatternItem, item), defaults)
      : fromValue(check(ValueItem, item), defaults);
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
  if (pattern_type === 'stix') refuseOverbroad(patternObservables(parsePattern(pattern)));
  return put(item, defaults, { pattern, pattern_type, ...(pattern_version !== undefined && { pattern_version }) });
}

function fromStix(item: object, defaults: Defaults): Put {
  const object = checkObject(item);
  if (object.type !== 'indicator') throw new Fault('object_invalid', 'this is not an indicator', { pointer: '/type' });
  if (object.pattern_type === 'stix') refuseOverbroad(patternObservables(parsePattern(object.pattern ?? '')));
  return { do: 'put', kind: indicatorKind, object, tlp: labelOf(object, defaults), audience: defaults.audience };
}

/** The object's own marking decides; the submission's default only where it has none. */
function labelOf(object: StixObject, { tlp }: Defaults): Tlp {
  if (!object.object_marking_refs?.length && tlp !== undefined) return tlpFromLabel(tlp);
  return markingOf(object);
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
    { valid_from: item.valid_from ?? new Date().toISOString() },
    pick(item, ['valid_until', 'kill_chain_phases', 'confidence', 'external_references']),
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

/** Both times are real, and the end is after the beginning. */
export function checkTimes({ valid_from, valid_until }: StixObject): void {
  const from = valid_from === undefined ? undefined : parseTime(valid_from, '/valid_from');
  const until = valid_until === undefined ? undefined : parseTime(valid_until, '/valid_until');
  if (from !== undefined && until !== undefined && until <= from) {
    throw new Fault('object_invalid', 'valid_until must be after valid_from', { pointer: '/valid_until' });
  }
}

function pick<T extends object, K extends keyof T>(from: T, keys: readonly K[]): Partial<Pick<T, K>> {
  const picked: Partial<Pick<T, K>> = {};
  for (const key of keys) if (from[key] !== undefined) picked[key] = from[key];
  return picked;
}

function refuseOverbroad(observables: readonly Observable[]): void {
  for (const observable of observables) {
    const reason = overbroad(observable);
    if (reason !== null) throw new Fault('observable_overbroad', reason);
  }
}
