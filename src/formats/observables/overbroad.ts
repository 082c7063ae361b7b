import { createHash } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import { getPublicSuffix } from 'tldts';
import type { Observable, ObservableType } from '../../kernel/index.js';
import { hostOf } from './keys.js';
import { isPlainIpv4 } from './address.js';
import { ROOT_ADDRESSES, ROOT_SERVERS, SPECIAL_RANGES } from './special-ranges.js';

type Block = [ipaddr.IPv4 | ipaddr.IPv6, number];

const blockOf = (value: string): Block => {
  const address = ipaddr.parse(value.replace(/\/.*$/, ''));
  const bits = /\/(\d+)$/.exec(value)?.[1] ?? (address.kind() === 'ipv4' ? 32 : 128);
  return [address, Number(bits)];
};

const SPECIAL = SPECIAL_RANGES.map(([cidr, purpose]) => [blockOf(cidr), purpose] as const);
const ROOTS = ROOT_ADDRESSES.map(blockOf);

const emptyHash = (name: string): string => createHash(name).digest('hex');
const EMPTY_FILE: Partial<Record<ObservableType, string>> = {
  MD5: emptyHash('md5'),
  'SHA-1': emptyHash('sha1'),
  'SHA-256': emptyHash('sha256'),
  'SHA-512': emptyHash('sha512'),
  SSDEEP: '3::',
};

/**
 * Why a canonical observable covers far too much, or is hostile to those who would block it; null when it does not.
 * Reasons: networks wider than /8 (IPv6: /16) or touching ranges that are not routed, public suffixes as names
 * (`com`, `co.uk`, `github.io`), localhost, the DNS root servers, the hash of the empty file. The documentation ranges
 * (RFC 5737, RFC 3849) are fine: examples and tests use them.
 */
export function overbroad(observable: Observable): string | null {
  const { type, value } = observable;
  if (EMPTY_FILE[type] === value) return 'the hash of the empty file';
  if (type === 'ipv4-addr' || type === 'ipv6-addr') return overbroadBlock(blockOf(value));
  if (type === 'domain-name' && isPublicSuffix(value)) return 'a public suffix: everything registered below it';
  const host = type === 'domain-name' || type === 'url' ? hostOf(observable) : null;
  return host === null ? null : overbroadHost(host);
}

function isPublicSuffix(name: string): boolean {
  return getPublicSuffix(name, { allowPrivateDomains: true, extractHostname: false }) === name;
}

function overbroadHost(host: string): string | null {
  if (host.startsWith('[')) return overbroadBlock(blockOf(host.slice(1, -1)));
  if (isPlainIpv4(host)) return overbroadBlock(blockOf(host));
  if (/(?:^|\.)localhost$|^localhost\.localdomain$/.test(host)) return 'the computer itself';
  return host === ROOT_SERVERS || host.endsWith(`.${ROOT_SERVERS}`) ? 'a DNS root server' : null;
}

function overbroadBlock(block: Block): string | null {
  const [address, bits] = block;
  if (address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() && bits >= 96)
    return overbroadBlock([address.toIPv4Address(), bits - 96]);
  const shortest = address.kind() === 'ipv4' ? 8 : 16;
  if (bits < shortest) return `a network wider than /${shortest}`;
  const special = SPECIAL.find(([range]) => overlap(block, range));
  if (special) return `touches a range that is not routed on the Internet (${special[1]})`;
  return ROOTS.some((root) => overlap(block, root)) ? 'covers a DNS root server' : null;
}

function overlap([a, aBits]: Block, [b, bBits]: Block): boolean {
  return a.kind() === b.kind() && a.match(b, Math.min(aBits, bBits));
}
