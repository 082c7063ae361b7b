import { Fault } from '../../kernel/index.js';
import { isRecord } from '../json/is-record.js';
import { parseTime } from './time.js';

export { isRecord };

/** A check of one property's value; throws at the pointer given. */
export type Shape = (value: unknown, pointer: string) => void;

/** Refuses an object. The detail says what is wrong and never repeats what was sent. */
export function refuseObject(detail: string, pointer: string): never {
  throw new Fault('object_invalid', detail, { pointer });
}

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const REF = new RegExp(`^([a-z][a-z0-9]*(?:-[a-z0-9]+)*)--${UUID}$`);

/** The type in a STIX id, or undefined when the text is none: `type--` and a lower-case UUID. */
export function typeOfId(id: unknown): string | undefined {
  return typeof id === 'string' && id.length <= 288 ? REF.exec(id)?.[1] : undefined;
}

export const text: Shape = (value, pointer) => {
  if (typeof value !== 'string') refuseObject('expected a string', pointer);
};

export const fullText: Shape = (value, pointer) => {
  if (typeof value !== 'string' || value.trim() === '') refuseObject('expected a string that is not empty', pointer);
};

export const bool: Shape = (value, pointer) => {
  if (typeof value !== 'boolean') refuseObject('expected true or false', pointer);
};

export const time: Shape = (value, pointer) => {
  parseTime(value as string, pointer);
};

export const record: Shape = (value, pointer) => {
  if (!isRecord(value)) refuseObject('expected an object', pointer);
};

export const integer =
  (least: number, most: number): Shape =>
  (value, pointer) => {
    if (!Number.isInteger(value) || (value as number) < least || (value as number) > most)
      refuseObject(`expected an integer from ${least} to ${most}`, pointer);
  };

export const oneOf =
  (...values: readonly string[]): Shape =>
  (value, pointer) => {
    if (!values.includes(value as string)) refuseObject(`expected one of ${values.join(', ')}`, pointer);
  };

/** A list is never empty in STIX: what has nothing in it is left out. */
export const list =
  (shape: Shape): Shape =>
  (value, pointer) => {
    if (!Array.isArray(value)) refuseObject('expected a list', pointer);
    if (value.length === 0) refuseObject('expected a list that is not empty', pointer);
    for (const [index, one] of value.entries()) shape(one, `${pointer}/${index}`);
  };

/** A STIX id; of one of these types if any are given. */
export const ref =
  (...types: readonly string[]): Shape =>
  (value, pointer) => {
    const type = typeOfId(value);
    if (type === undefined) refuseObject('expected a STIX id with a lower-case UUID', pointer);
    if (types.length > 0 && !types.includes(type)) refuseObject(`expected the id of: ${types.join(', ')}`, pointer);
  };

/** A STIX id of any type but these. */
export const refExcept =
  (types: ReadonlySet<string>): Shape =>
  (value, pointer) => {
    const type = typeOfId(value);
    if (type === undefined) refuseObject('expected a STIX id with a lower-case UUID', pointer);
    if (types.has(type)) refuseObject('an object of this type can’t be referred to here', pointer);
  };

export const texts: Shape = list(text);

/** An entry of `external_references`: a source, and what it says, or where. */
export const externalReference: Shape = (value, pointer) => {
  if (!isRecord(value)) return refuseObject('expected an object', pointer);
  fullText(value['source_name'], `${pointer}/source_name`);
  const said = ['description', 'url', 'external_id'].filter((name) => name in value);
  if (said.length === 0) refuseObject('expected a description, url or external_id', pointer);
  for (const name of said) text(value[name], `${pointer}/${name}`);
};

const NUMBERED: Readonly<Record<string, RegExp>> = {
  cve: /^CVE-\d{4}-(?:0\d{3}|[1-9]\d{3,})$/,
  capec: /^CAPEC-[1-9]\d*$/,
};
/** Printable ASCII, but for what stands in no URI (RFC 3986). */
const URI = /^[a-z][a-z0-9+.-]*:[!#-;=?-[\]_a-z~]+$/i;

/**
 * An entry of `external_references` of what the hub makes itself: as `externalReference`, and to the letter of STIX 2.1,
 * 2.5, which not all objects from elsewhere keep. Gives it with its `url` as a URI. Throws `object_invalid`.
 */
export function madeReference(value: unknown, pointer: string): object {
  externalReference(value, pointer);
  const said = value as Record<string, unknown>;
  const number = NUMBERED[String(said['source_name'])];
  if (number && !number.test(String(said['external_id'])))
    refuseObject('a source named cve or capec has an external_id of its own', `${pointer}/external_id`);
  for (const [name, one] of Object.entries(said))
    if (one === null || (Array.isArray(one) && one.length === 0))
      refuseObject('what has no value is left out', `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  const { hashes, url } = said;
  if (hashes !== undefined) madeHashes(hashes, `${pointer}/hashes`);
  if (typeof url !== 'string') return said;
  return { ...said, url: uriOf(url) ?? refuseObject('the url is none', `${pointer}/url`) };
}

/** A URL as RFC 3986 writes it: itself where it is so already. */
export function uriOf(url: string): string | undefined {
  if (URI.test(url) && URL.canParse(url)) return url;
  const href = URL.canParse(url) ? new URL(url).href : '';
  return URI.test(href) ? href : undefined;
}

const DIGITS: Readonly<Record<string, number>> = {
  MD5: 32,
  'SHA-1': 40,
  'SHA-256': 64,
  'SHA-512': 128,
  'SHA3-256': 64,
  'SHA3-512': 128,
};

function madeHashes(hashes: unknown, pointer: string): void {
  if (!isRecord(hashes) || Object.keys(hashes).length === 0)
    return refuseObject('expected hashes by their names', pointer);
  for (const [name, value] of Object.entries(hashes)) {
    const digits = DIGITS[name];
    if (typeof value !== 'string' || (digits !== undefined && !(/^[0-9a-f]+$/i.test(value) && value.length === digits)))
      refuseObject('a hash is not one of its kind', pointer);
  }
}

/** An entry of `kill_chain_phases`. */
export const killChainPhase: Shape = (value, pointer) => {
  if (!isRecord(value)) return refuseObject('expected an object', pointer);
  for (const name of ['kill_chain_name', 'phase_name']) fullText(value[name], `${pointer}/${name}`);
};

/** An entry of `granular_markings`: selectors, and what marks them. */
export const granularMarking: Shape = (value, pointer) => {
  if (!isRecord(value)) return refuseObject('expected an object', pointer);
  list(text)(value['selectors'], `${pointer}/selectors`);
  if ('marking_ref' in value) ref('marking-definition')(value['marking_ref'], `${pointer}/marking_ref`);
  else text(value['lang'], `${pointer}/lang`);
};
