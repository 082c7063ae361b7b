import { isIPv4, isIPv6 } from 'node:net';
import { refang } from './refang.js';
import { printable } from './plain-text.js';
import { refuse } from './refuse.js';

const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const IPV4 = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`);

/**
 * An IPv4 address or CIDR block: four decimal numbers without leading zeros, nothing that only some resolvers read as
 * an address (`0x7f.1`, `2130706433`, `127.0.0.01`). Host bits are zeroed, `/32` falls away.
 */
export function ipv4(input: string): string {
  const { address, bits } = splitPrefix(refang(printable(input, 64)), 32);
  if (!isPlainIpv4(address)) refuse('not an IPv4 address in four decimal numbers');
  const parts = maskedBytes(address.split('.').map(Number), bits, 8);
  return bits === 32 ? parts.join('.') : `${parts.join('.')}/${bits}`;
}

/** Whether the text is an IPv4 address as everyone reads it. */
export function isPlainIpv4(text: string): boolean {
  return IPV4.test(text) && isIPv4(text);
}

/**
 * An IPv6 address or CIDR block in the form of RFC 5952, mapped IPv4 addresses as `::ffff:192.0.2.1` (its section 5).
 * Zone ids are refused, host bits zeroed, `/128` falls away.
 */
export function ipv6(input: string): string {
  const { address, bits } = splitPrefix(refang(printable(input, 64)), 128);
  if (!isIPv6(address) || address.includes('%')) refuse('not an IPv6 address, or with a zone id');
  const text = printIpv6(maskedBytes(ipv6Groups(address), bits, 16));
  return bits === 128 ? text : `${text}/${bits}`;
}

function splitPrefix(text: string, max: number): { address: string; bits: number } {
  const slash = text.indexOf('/');
  if (slash < 0) return { address: text, bits: max };
  const prefix = text.slice(slash + 1);
  if (!/^(?:0|[1-9]\d{0,2})$/.test(prefix) || Number(prefix) > max) refuse(`the prefix length is not 0 to ${max}`);
  return { address: text.slice(0, slash), bits: Number(prefix) };
}

/** Zeroes what lies beyond the first `bits`; each part is `width` bits wide. */
function maskedBytes(parts: readonly number[], bits: number, width: number): number[] {
  const full = 2 ** width - 1;
  return parts.map((part, index) => {
    const kept = Math.min(Math.max(bits - index * width, 0), width);
    return part & (full ^ (2 ** (width - kept) - 1));
  });
}

/** The eight 16-bit groups of a valid IPv6 address. */
function ipv6Groups(address: string): number[] {
  const hex = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a, b, c, d) => {
    const [high, low] = [Number(a) * 256 + Number(b), Number(c) * 256 + Number(d)];
    return `${high.toString(16)}:${low.toString(16)}`;
  });
  const [left, right] = hex.split('::');
  const [head, tail] = [hexGroups(left), hexGroups(right)];
  return [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

const hexGroups = (side = ''): number[] => (side === '' ? [] : side.split(':').map((group) => parseInt(group, 16)));

function printIpv6(groups: readonly number[]): string {
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (mapped)
    return `::ffff:${groups
      .slice(6)
      .flatMap((group) => [group >> 8, group & 255])
      .join('.')}`;
  const [start, length] = longestZeros(groups);
  const hex = groups.map((group) => group.toString(16));
  if (length < 2) return hex.join(':');
  return `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`;
}

/** First of the longest runs of zero groups (RFC 5952, 4.2.3). */
function longestZeros(groups: readonly number[]): [start: number, length: number] {
  let best: [number, number] = [0, 0];
  for (let start = 0; start < groups.length; start += 1) {
    let end = start;
    while (groups[end] === 0) end += 1;
    if (end - start > best[1]) best = [start, end - start];
  }
  return best;
}
