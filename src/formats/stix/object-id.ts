import canonicalize from 'canonicalize';
import { isRecord } from './object-shapes.js';
import { uuid5 } from './uuid5.js';

/** The namespace of the ids of cyber observables (STIX 2.1, 2.9). */
const NAMESPACE = '00abedb4-aa42-466c-9c01-fed23315a9b7';

/** Properties that make the id of each type's objects; types without any have random ones. */
const CONTRIBUTING: Readonly<Record<string, readonly string[]>> = {
  artifact: ['hashes', 'payload_bin'],
  'autonomous-system': ['number'],
  directory: ['path'],
  'domain-name': ['value'],
  'email-addr': ['value'],
  'email-message': ['from_ref', 'subject', 'body'],
  file: ['hashes', 'name', 'parent_directory_ref', 'extensions'],
  'ipv4-addr': ['value'],
  'ipv6-addr': ['value'],
  'mac-addr': ['value'],
  mutex: ['name'],
  'network-traffic': ['start', 'end', 'src_ref', 'dst_ref', 'src_port', 'dst_port', 'protocols', 'extensions'],
  software: ['name', 'cpe', 'swid', 'vendor', 'version'],
  url: ['value'],
  'user-account': ['account_type', 'user_id', 'account_login'],
  'windows-registry-key': ['key', 'values'],
  'x509-certificate': ['hashes', 'serial_number'],
};

const HASHES = ['MD5', 'SHA-1', 'SHA-256', 'SHA-512'];

/** Of a type's properties, those that contribute to its id. */
export const contributing = (type: string): readonly string[] => CONTRIBUTING[type] ?? [];

/**
 * The id that a cyber observable has by what it is (STIX 2.1, 2.9): the same everywhere. Undefined where it has nothing that
 * contributes.
 */
export function observableId(object: Readonly<Record<string, unknown>>): string | undefined {
  const type = String(object['type']);
  const parts: Record<string, unknown> = {};
  for (const name of contributing(type)) {
    const value = object[name];
    if (value !== undefined) parts[name] = name === 'hashes' && isRecord(value) ? oneHash(value) : value;
  }
  if (Object.keys(parts).length === 0) return undefined;
  return `${type}--${uuid5(NAMESPACE, canonicalize(parts) ?? '')}`;
}

/** One hash alone contributes: the first of these that is there, or else the first. */
function oneHash(hashes: Record<string, unknown>): Record<string, unknown> {
  const name = HASHES.find((one) => one in hashes) ?? Object.keys(hashes)[0];
  return name === undefined ? {} : { [name]: hashes[name] };
}

const MADE = 'b3a0e9a5-7b0e-4c43-9c3f-0d9b6f1d1a52';

/**
 * An id for what has none that says what it is, by where it stands: the same file gives the same. It reads as a random one,
 * which is what such observables have (STIX 2.1, 2.9).
 */
export const idByPlace = (type: string, ...where: readonly string[]): string => {
  const uuid = uuid5(MADE, where.join('\0'));
  return `${type}--${uuid.slice(0, 14)}4${uuid.slice(15)}`;
};
