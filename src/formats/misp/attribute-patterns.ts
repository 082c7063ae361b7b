import type { ObservableType } from '../../kernel/index.js';
import { canonical } from '../observables/canonical.js';
import { refuse } from '../observables/refuse.js';
import { patternOf } from '../stix/observable-pattern.js';
import { parsePattern } from '../stix/parse-pattern.js';
import { printPattern, quote } from '../stix/print-pattern.js';

/** The pattern of an attribute's value. */
export interface Made {
  readonly pattern: string;
  readonly language: string;
}

type Make = (value: string) => Made;

const stix = (pattern: string): Made => ({ pattern, language: 'stix' });
const test = (path: string, value: string): string => `${path} = ${quote(value)}`;
const inner = (pattern: string): string => pattern.slice(1, -1);
const and = (...tests: readonly string[]): Made => stix(`[${tests.join(' AND ')}]`);

const one =
  (type: ObservableType): Make =>
  (value) =>
    stix(patternOf({ type, value: canonical(type, value) }));

const addressType = (value: string): 'ipv4-addr' | 'ipv6-addr' => (value.includes(':') ? 'ipv6-addr' : 'ipv4-addr');
const ip: Make = (value) => one(addressType(value))(value);
const named: Make = (value) => one(/[\\/]/.test(value) ? 'file-path' : 'file-name')(value);

/** Both parts of a value `a|b`. */
function parts(value: string, cut = value.indexOf('|')): [string, string] {
  if (cut <= 0 || cut === value.length - 1) refuse('a value of this type has two parts with | between them');
  return [value.slice(0, cut), value.slice(cut + 1)];
}

function port(text: string): string {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) refuse('not a port');
  return `network-traffic:dst_port = ${Number(text)}`;
}

const addressAndPort: Make = (value) => {
  const [address, at] = parts(value, value.lastIndexOf('|'));
  const type = addressType(address);
  return and(test('network-traffic:dst_ref.value', canonical(type, address)), port(at));
};

const nameAndPort: Make = (value) => {
  const [name, at] = parts(value);
  return and(test('network-traffic:dst_ref.value', canonical('domain-name', name)), port(at));
};

const nameAndAddress: Make = (value) => {
  const [name, address] = parts(value);
  const resolved = canonical(addressType(address), address);
  return and(
    test('domain-name:value', canonical('domain-name', name)),
    test('domain-name:resolves_to_refs[*].value', resolved),
  );
};

const nameAndHash =
  (hash: Make): Make =>
  (value) => {
    const [name, digest] = parts(value, value.lastIndexOf('|'));
    return and(inner(named(name).pattern), inner(hash(digest).pattern));
  };

const keyAndValue: Make = (value) => {
  const [key, data] = parts(value);
  return and(
    test('windows-registry-key:key', canonical('windows-registry-key', key)),
    test('windows-registry-key:values[*].data', data),
  );
};

/** A digest that the hub has no kind of observable for. */
const digest =
  (path: string, digits: number): Make =>
  (value) => {
    const hex = value.trim().toLowerCase();
    if (hex.length !== digits || !/^[0-9a-f]+$/.test(hex)) refuse(`not ${digits} hexadecimal digits`);
    return and(test(path, hex));
  };

const mac: Make = (value) => {
  const hex = value.trim().toLowerCase().replace(/[-.:]/g, '');
  if (!/^[0-9a-f]{12}$/.test(hex)) refuse('not a MAC address');
  return and(test('mac-addr:value', hex.match(/../g)?.join(':') ?? ''));
};

const language =
  (name: string): Make =>
  (value) => ({ pattern: value, language: name });

const HASHES: Readonly<Record<string, Make>> = {
  md5: one('MD5'),
  sha1: one('SHA-1'),
  sha224: digest("file:hashes.'SHA-224'", 56),
  sha256: one('SHA-256'),
  sha384: digest("file:hashes.'SHA-384'", 96),
  sha512: one('SHA-512'),
  'sha3-256': digest("file:hashes.'SHA3-256'", 64),
  'sha3-512': digest("file:hashes.'SHA3-512'", 128),
  imphash: digest('file:hashes.IMPHASH', 32),
  pehash: digest('file:hashes.PEHASH', 40),
  authentihash: digest('file:hashes.AUTHENTIHASH', 64),
  ssdeep: one('SSDEEP'),
  tlsh: one('TLSH'),
};

/** The types of attributes that are indicators, and how their values are written as a pattern. All others are kept as notes. */
const MAKERS: ReadonlyMap<string, Make> = new Map<string, Make>([
  ...['ip-src', 'ip-dst'].map((type) => [type, ip] as const),
  ...['ip-src|port', 'ip-dst|port'].map((type) => [type, addressAndPort] as const),
  ...['domain', 'hostname'].map((type) => [type, one('domain-name')] as const),
  ['domain|ip', nameAndAddress],
  ['hostname|port', nameAndPort],
  ['url', one('url')],
  ...['email', 'email-src', 'email-dst', 'email-reply-to', 'target-email', 'dns-soa-email'].map(
    (type) => [type, one('email-addr')] as const,
  ),
  ['whois-registrant-email', one('email-addr')],
  ['email-subject', (value) => and(test('email-message:subject', value))],
  ...Object.entries(HASHES),
  ...Object.entries(HASHES).map(([type, hash]) => [`filename|${type}`, nameAndHash(hash)] as const),
  ['filename', named],
  ['email-attachment', named],
  ['malware-sample', nameAndHash(one('MD5'))],
  ['mutex', one('mutex')],
  ['regkey', one('windows-registry-key')],
  ['regkey|value', keyAndValue],
  ['AS', one('autonomous-system')],
  ['user-agent', one('user-agent')],
  ['x509-fingerprint-sha1', one('x509-certificate')],
  ['x509-fingerprint-sha256', one('x509-certificate')],
  ['x509-fingerprint-md5', digest('x509-certificate:hashes.MD5', 32)],
  ['ja3-fingerprint-md5', one('ja3')],
  ['vulnerability', one('vulnerability')],
  ...['btc', 'xmr', 'dash'].map((type) => [type, one('cryptocurrency-wallet')] as const),
  ['mac-address', mac],
  ...['yara', 'sigma', 'snort'].map((type) => [type, language(type)] as const),
  ['stix2-pattern', (value) => stix(printPattern(parsePattern(value)))],
]);

/** The pattern of a value of this type; undefined for a type that is no indicator. Faults: `observable_invalid`, `pattern_invalid`. */
export function attributePattern(type: string, value: string): Made | undefined {
  return MAKERS.get(type)?.(value);
}
