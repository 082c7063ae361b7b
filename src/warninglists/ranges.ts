import ipaddr from 'ipaddr.js';

type Range = readonly [first: bigint, last: bigint];

/** Addresses of one family as ascending ranges that don’t touch: a look-up is a binary search. */
class Ranges {
  private readonly firsts: bigint[] = [];
  private readonly lasts: bigint[] = [];

  constructor(ranges: readonly Range[]) {
    for (const [first, last] of ranges.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))) {
      const end = this.lasts.length - 1;
      const before = this.lasts[end];
      if (before === undefined || first > before + 1n) {
        this.firsts.push(first);
        this.lasts.push(last);
      } else if (last > before) this.lasts[end] = last;
    }
  }

  overlaps([first, last]: Range): boolean {
    let [low, high] = [0, this.firsts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.firsts[middle] ?? 0n) <= last) low = middle + 1;
      else high = middle;
    }
    return low > 0 && (this.lasts[low - 1] ?? -1n) >= first;
  }
}

/** A set of addresses and networks of both families. */
export class Networks {
  private readonly v4: Ranges;
  private readonly v6: Ranges;

  constructor(ranges: readonly NetworkRange[]) {
    this.v4 = new Ranges(ranges.filter(({ family }) => family === 4).map(({ range }) => range));
    this.v6 = new Ranges(ranges.filter(({ family }) => family === 6).map(({ range }) => range));
  }

  /** Whether an address is in one of the networks, or a network has an address in common with one. */
  overlaps({ family, range }: NetworkRange): boolean {
    return (family === 4 ? this.v4 : this.v6).overlaps(range);
  }
}

export interface NetworkRange {
  readonly family: 4 | 6;
  readonly range: Range;
}

const IPV4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/;

/** The first and last address of a network in CIDR, or of one address; null when it is neither. */
export function networkRange(text: string): NetworkRange | null {
  const match = IPV4.exec(text);
  if (match) {
    const [a = 0, b = 0, c = 0, d = 0] = match.slice(1, 5).map(Number);
    const bits = match[5] === undefined ? 32 : Number(match[5]);
    if (Math.max(a, b, c, d) > 255 || bits > 32) return null;
    const size = 2 ** (32 - bits);
    const first = Math.floor((a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d) / size) * size;
    return { family: 4, range: [BigInt(first), BigInt(first + size - 1)] };
  }
  const [address = '', prefix] = text.split('/');
  if (!address.includes(':') || !ipaddr.IPv6.isValid(address) || address.includes('%')) return null;
  const bits = prefix === undefined ? 128 : Number(prefix);
  if (!Number.isInteger(bits) || bits < 0 || bits > 128) return null;
  const size = 1n << BigInt(128 - bits);
  const number = ipaddr.IPv6.parse(address)
    .toByteArray()
    .reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const first = (number / size) * size;
  return { family: 6, range: [first, first + size - 1n] };
}
