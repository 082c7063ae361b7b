import { Fault, type Observable, type ObservableType, type StixObject } from '../../kernel/index.js';
import { markingOf } from '../stix/marking.js';
import { patternOf } from '../stix/observable-pattern.js';
import { parsePattern } from '../stix/parse-pattern.js';
import type { Comparison, Pattern } from '../stix/pattern.js';
import { patternObservables } from '../stix/pattern-observables.js';
import { printPattern } from '../stix/print-pattern.js';
import { attributePattern, type Made } from './attribute-patterns.js';
import { type AttributeFacts, mispFacts, mispUuid, NOT_FOR_DETECTION } from './misp.js';
import { type MispAttribute, type MispTag, tlpTag } from './misp-event.js';
import { tagNames } from './misp-tags.js';

/** Type and category of a value, and the value as MISP writes it. */
interface Value {
  readonly type: string;
  readonly category: string;
  readonly value: string;
}

/** A value with the pattern that says as much as it does. */
interface Valued extends Value {
  readonly pattern: string;
}

const NETWORK = 'Network activity';
const DELIVERY = 'Payload delivery';

const TYPES: Record<ObservableType, readonly [type: string, category: string]> = {
  'ipv4-addr': ['ip-dst', NETWORK],
  'ipv6-addr': ['ip-dst', NETWORK],
  'domain-name': ['domain', NETWORK],
  url: ['url', NETWORK],
  'email-addr': ['email-src', DELIVERY],
  MD5: ['md5', DELIVERY],
  'SHA-1': ['sha1', DELIVERY],
  'SHA-256': ['sha256', DELIVERY],
  'SHA-512': ['sha512', DELIVERY],
  SSDEEP: ['ssdeep', DELIVERY],
  TLSH: ['tlsh', DELIVERY],
  'file-name': ['filename', DELIVERY],
  'file-path': ['filename', DELIVERY],
  mutex: ['mutex', 'Artifacts dropped'],
  'windows-registry-key': ['regkey', 'Persistence mechanism'],
  'autonomous-system': ['AS', NETWORK],
  'user-agent': ['user-agent', NETWORK],
  'x509-certificate': ['x509-fingerprint-sha256', DELIVERY],
  ja3: ['ja3-fingerprint-md5', NETWORK],
  ja4: ['other', NETWORK],
  vulnerability: ['vulnerability', 'External analysis'],
  'cryptocurrency-wallet': ['btc', 'Financial fraud'],
};

/** A map, for the word is whatever its author wrote, such as `constructor`. */
const LANGUAGES: ReadonlyMap<string, readonly [type: string, category: string]> = new Map([
  ['yara', ['yara', DELIVERY]],
  ['sigma', ['sigma', DELIVERY]],
  ['snort', ['snort', NETWORK]],
]);

function ofObservable(observable: Observable): Valued {
  const { type, value } = observable;
  const [misp, category] = TYPES[type];
  const said = { category, value, pattern: patternOf(observable) };
  if (type === 'x509-certificate' && value.length === 40) return { type: 'x509-fingerprint-sha1', ...said };
  if (type === 'cryptocurrency-wallet') return { type: walletType(value), ...said };
  return { type: misp, ...said };
}

function walletType(address: string): string {
  if (address.startsWith('0x')) return 'other';
  return /^[48]/.test(address) && address.length >= 95 ? 'xmr' : 'btc';
}

/** The values of a pattern: one for each alternative, if it is but alternatives of values that are known here; else the pattern itself. */
function valuesOf({ pattern = '', pattern_type: language = 'stix' }: StixObject): Valued[] {
  const [type, category] = LANGUAGES.get(language) ?? ['other', 'Other'];
  if (language !== 'stix') return [{ type, category, value: pattern, pattern }];
  const parsed = parsePattern(pattern);
  const named = patternObservables(parsed);
  const alternatives = alternativesIn(parsed);
  const all = named.length > 0 && alternatives === named.length;
  if (all || (named.length === 1 && named[0] && patternOf(named[0]) === printPattern(parsed)))
    return named.map(ofObservable);
  return [{ type: 'stix2-pattern', category: NETWORK, value: pattern, pattern: printPattern(parsed) }];
}

/** How many comparisons a pattern has of which any one makes it true; 0 if it is more than that. */
function alternativesIn(pattern: Pattern): number {
  if (pattern.kind === 'observation') return testsIn(pattern.where);
  if (pattern.kind !== 'or') return 0;
  const counts = pattern.operands.map(alternativesIn);
  return counts.includes(0) ? 0 : counts.reduce((sum, count) => sum + count, 0);
}

function testsIn(where: Comparison): number {
  if (where.kind === 'test') return where.negated ? 0 : where.values.length;
  if (where.kind !== 'or') return 0;
  const counts = where.operands.map(testsIn);
  return counts.includes(0) ? 0 : counts.reduce((sum, count) => sum + count, 0);
}

/** What MISP said of the object, as long as the object still says the same. */
function stillSaid(object: StixObject): AttributeFacts | undefined {
  const facts = mispFacts(object, 'attribute');
  if (!facts || typeof facts.type !== 'string' || typeof facts.category !== 'string') return undefined;
  const { content } = object;
  const isSafe = typeof facts.to_ids === 'boolean';
  if (object.type === 'note') return isSafe && typeof content === 'string' ? { ...facts, value: content } : undefined;
  if (object.type !== 'indicator' || !isSafe || typeof facts.value !== 'string') return undefined;
  return madeOf(facts.type, facts.value)?.pattern === object.pattern ? { ...facts, value: facts.value } : undefined;
}

/** Undefined also for what is no value of the type. */
function madeOf(type: string, value: string): Made | undefined {
  try {
    return attributePattern(type, value);
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}

/** What the value of a corrected indicator is in its event: it keeps type, category and role, as long as it still fits the type. */
function stillFor(object: StixObject, { pattern, ...value }: Valued): Value & { readonly relation?: unknown } {
  const { type, category, relation } = mispFacts(object, 'attribute') ?? {};
  if (typeof type !== 'string' || typeof category !== 'string') return value;
  const made = madeOf(type, value.value);
  const fits = made?.pattern === pattern && made.language === (object['pattern_type'] ?? 'stix');
  return fits ? { type, category, value: value.value, relation } : value;
}

/** Whether MISP's own ids may be used: not for an event that another one of the same feed has the id of. */
export type Uuids = 'original' | 'derived';

/** The attributes that an indicator or note is for MISP; none for what MISP has no place for. */
export function attributesOf(object: StixObject, uuids: Uuids = 'original'): MispAttribute[] {
  const facts = stillSaid(object);
  if (facts) return [attribute(object, facts, facts, uuids === 'original' ? facts.uuid : uuidOf(object))];
  if (object.type !== 'indicator') return [];
  const values = valuesOf(object);
  return values.map((value, i) =>
    attribute(
      object,
      stillFor(object, value),
      undefined,
      uuidOf(object, ...(values.length > 1 ? [value.type, value.value, String(i)] : [])),
    ),
  );
}

/** The same id by two organisations is two objects. */
const uuidOf = ({ created_by_ref: by = '', id }: StixObject, ...more: string[]): string =>
  mispUuid('attribute', by, id, ...more);

function attribute(
  object: StixObject,
  { type, category, value, relation }: Value & { readonly relation?: unknown },
  facts: AttributeFacts | undefined,
  uuid: string,
): MispAttribute {
  const { name, description, labels = [], revoked = false } = object;
  const said = facts
    ? object.type === 'note'
      ? facts.comment
      : description
    : [name, description].filter(Boolean).join(': ');
  const ends = typeof object.valid_until === 'string' ? object.valid_until : undefined;
  return {
    uuid,
    type,
    category,
    value,
    to_ids: facts ? facts.to_ids : !labels.includes(NOT_FOR_DETECTION) && type !== 'other',
    timestamp: secondsOf(object.modified),
    comment: typeof said === 'string' ? said : '',
    deleted: revoked,
    disable_correlation: facts?.disable_correlation === true,
    ...(facts && texts({ first_seen: facts.first_seen, last_seen: facts.last_seen })),
    ...texts({ object_relation: relation }),
    Tag: tagsOf(object),
    ...(ends !== undefined && {
      Sighting: [{ uuid: mispUuid('expiry', uuid), type: '2', date_sighting: secondsOf(ends) }],
    }),
  };
}

/** Those that are texts: who made the object may have written anything. */
export function texts<K extends string>(values: Readonly<Record<K, unknown>>): Partial<Record<K, string>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value === 'string')) as Partial<
    Record<K, string>
  >;
}

/** The text, or none: who made the object may have written anything. */
export const words = (value: unknown): string => (typeof value === 'string' ? value : '');

export const secondsOf = (time: unknown): string =>
  String(Math.floor((typeof time === 'string' ? Date.parse(time) : 0) / 1_000));

const CONFIDENCE = ['unconfident', 'rarely-confident', 'fairly-confident', 'usually-confident', 'completely-confident'];

/** Its TLP label first; how sure its author is, in the words of MISP's taxonomy. Each once. */
export function tagsOf(object: StixObject): MispTag[] {
  const { labels = [], confidence } = object;
  const sure = confidence === undefined ? undefined : CONFIDENCE[Math.round(confidence / 25)];
  const own = [...tagNames(labels), ...(sure === undefined ? [] : [`misp:confidence-level="${sure}"`])];
  return [tlpTag(markingOf(object)), ...[...new Set(own)].map((name) => ({ name }))];
}
