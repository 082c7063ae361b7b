import { OBSERVABLE_TYPES, type ObservableType } from '../kernel/index.js';
import type { Leaf } from './node.js';

const OBJECTS: readonly string[] = `
  attack-pattern campaign course-of-action grouping identity incident indicator infrastructure intrusion-set location
  malware malware-analysis note observed-data opinion report threat-actor tool vulnerability
  relationship sighting
  extension-definition language-content marking-definition
  artifact autonomous-system directory domain-name email-addr email-message file ipv4-addr ipv6-addr mac-addr mutex
  network-traffic process software url user-account windows-registry-key x509-certificate
`
  .trim()
  .split(/\s+/);

const ALIASES: ReadonlyMap<string, string> = new Map([
  ['advisory', 'report'],
  ['asn', 'autonomous-system'],
  ['cve', 'vulnerability'],
  ['domain', 'domain-name'],
  ['email', 'email-addr'],
  ['sha1', 'sha-1'],
  ['sha256', 'sha-256'],
  ['sha512', 'sha-512'],
]);

type TypeLeaf = Extract<Leaf, { kind: 'type' }>;

const GROUPS: readonly [name: string, observables: readonly ObservableType[]][] = [
  ['ip', ['ipv4-addr', 'ipv6-addr']],
  ['hash', ['MD5', 'SHA-1', 'SHA-256', 'SHA-512', 'SSDEEP', 'TLSH']],
];

/** Every name that `type:` takes in full, as it is printed; custom types (`x-…`) are taken besides. */
const NAMED: ReadonlyMap<string, TypeLeaf> = new Map([
  ...OBJECTS.map((stix) => [stix, leaf(stix, stix, [])] as const),
  ...OBSERVABLE_TYPES.map((type) => {
    const name = type.toLowerCase();
    return [name, leaf(name, OBJECTS.includes(name) ? name : null, [type])] as const;
  }),
  ...GROUPS.map(([name, observables]) => [name, leaf(name, null, observables)] as const),
]);

/** The names that `type:` takes in full, as they are printed. */
export const TYPE_NAMES: readonly string[] = [...NAMED.keys()];

function leaf(name: string, stix: string | null, observables: readonly ObservableType[]): TypeLeaf {
  return { kind: 'type', name, stix, observables };
}

/** What `type:name` asks for, in any case; undefined when there is no such type. */
export function typeLeaf(written: string): TypeLeaf | undefined {
  const lower = written.toLowerCase();
  const name = ALIASES.get(lower) ?? lower;
  return NAMED.get(name) ?? (/^x-[a-z0-9-]{1,248}$/.test(name) ? leaf(name, name, []) : undefined);
}
