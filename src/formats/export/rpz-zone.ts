import ipaddr from 'ipaddr.js';
import { isHostName } from './host-name.js';
import { type ListFormat, remark } from './listed.js';

/** Room for the zone's own name, which is the resolver's to choose: names that would not fit with it are left out. */
const LONGEST_ORIGIN = 60;
const LONGEST = 253 - LONGEST_ORIGIN - '*.'.length - '.'.length;

/** Times in seconds: looked at anew after an hour, and stale after a week. */
const TIMES = '3600 600 604800 300';

/**
 * A response policy zone (draft-vixie-dnsop-dns-rpz): each name and all below it, and each address in an answer, do not
 * exist. Names are relative to the zone, whatever it is called where it is loaded.
 */
export const rpzZone: ListFormat = {
  mediaType: 'text/dns; charset=utf-8',
  extension: 'rpz',
  comment: (text) => `; ${remark(text)}\n`,
  begin: ({ at }) =>
    `$TTL 300\n@ IN SOA localhost. hostmaster.localhost. ${serialOf(at)} ${TIMES}\n@ IN NS localhost.\n`,
  lines({ observable: { type, value } }) {
    if (type === 'domain-name') {
      if (!isHostName(value) || value.length > LONGEST) return null;
      return `${value} IN CNAME .\n*.${value} IN CNAME .\n`;
    }
    if (type !== 'ipv4-addr' && type !== 'ipv6-addr') return null;
    const owner = addressOwner(value);
    return owner === null ? null : `${owner}.rpz-ip IN CNAME .\n`;
  },
};

/** Seconds: greater for each later list until 2106 (RFC 1982). */
const serialOf = (at: number): number => Math.floor(at / 1000) % 2 ** 32;

/** `24.0.2.0.192`, `48.zz.1.db8.2001`: the length of the prefix, then the address backwards; null if it is no network's. */
function addressOwner(value: string): string | null {
  const [text = '', bits] = value.split('/');
  if (!(bits === undefined ? ipaddr.isValid(text) : ipaddr.isValidCIDR(value))) return null;
  if (bits !== undefined && !/^\d{1,3}$/.test(bits)) return null;
  const address = ipaddr.parse(text);
  if (address instanceof ipaddr.IPv4) return `${bits ?? 32}.${address.octets.toReversed().join('.')}`;
  const groups = address.parts.map((part) => part.toString(16)).toReversed();
  return `${bits ?? 128}.${withoutZeros(groups).join('.')}`;
}

/** The longest run of zeros, two at least, is `zz`: BIND takes no other spelling. */
function withoutZeros(groups: readonly string[]): readonly string[] {
  let best = { at: 0, length: 0 };
  for (let at = 0; at < groups.length; at += 1) {
    let length = 0;
    while (groups[at + length] === '0') length += 1;
    // of equal runs the last is taken: backwards it is the first
    if (length >= best.length && length > 1) best = { at, length };
    at += length;
  }
  return best.length < 2 ? groups : groups.toSpliced(best.at, best.length, 'zz');
}
