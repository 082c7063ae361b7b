/** Level M of ISO/IEC 18004, by version from 1: error correction codewords of a block, and blocks. */
const ECC = [0, 10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24];
const BLOCKS = [0, 1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10];
const LEVEL_M = 0;

/** Whether module (x, y) is turned around, by mask. */
const MASKS: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** The modules of a QR code of a text, row by row, dark ones true; undefined where it is too long (some 400 bytes). */
export function qrOf(text: string, mask?: number): boolean[][] | undefined {
  const data = [...new TextEncoder().encode(text)];
  const version = ECC.findIndex((_, v) => v > 0 && 4 + (v < 10 ? 8 : 16) + data.length * 8 <= roomOf(v) * 8);
  if (version < 0) return undefined;
  const codewords = interleaved(packed(data, version), version);
  const drawn = (mask === undefined ? MASKS.map((_, i) => i) : [mask]).map((i) => draw(codewords, version, i));
  return drawn.toSorted((one, other) => clutter(one) - clutter(other))[0];
}

/** Modules for data and its correction. */
function rawModules(version: number): number {
  const aligned = Math.floor(version / 7) + 2;
  const patterns = version < 2 ? 0 : (25 * aligned - 10) * aligned - 55 + (version < 7 ? 0 : 36);
  return (16 * version + 128) * version + 64 - patterns;
}

/** Codewords for data. */
const roomOf = (version: number): number => Math.floor(rawModules(version) / 8) - ECC[version]! * BLOCKS[version]!;

/** Byte mode: its mark, the length, the bytes, and what fills up. */
function packed(data: readonly number[], version: number): number[] {
  const bits: number[] = [];
  const put = (value: number, count: number) => {
    for (let i = count - 1; i >= 0; i -= 1) bits.push((value >>> i) & 1);
  };
  put(4, 4);
  put(data.length, version < 10 ? 8 : 16);
  for (const byte of data) put(byte, 8);
  const room = roomOf(version) * 8;
  put(0, Math.min(4, room - bits.length));
  put(0, (8 - (bits.length % 8)) % 8);
  for (let pad = 0xec; bits.length < room; pad ^= 0xec ^ 0x11) put(pad, 8);
  return Array.from({ length: bits.length / 8 }, (_, i) => Number.parseInt(bits.slice(i * 8, i * 8 + 8).join(''), 2));
}

/** Blocks with their correction, one codeword of each in turn. */
function interleaved(data: readonly number[], version: number): number[] {
  const [ecc, count] = [ECC[version]!, BLOCKS[version]!];
  const raw = Math.floor(rawModules(version) / 8);
  const short = Math.floor(raw / count) - ecc;
  const shorts = count - (raw % count);
  let at = 0;
  const blocks = Array.from({ length: count }, (_, i) => data.slice(at, (at += short + (i < shorts ? 0 : 1))));
  const divisor = divisorOf(ecc);
  const checks = blocks.map((block) => remainder(block, divisor));
  const turns = (parts: readonly (readonly number[])[], length: number) =>
    Array.from({ length }, (_, i) => parts.flatMap((part) => (i < part.length ? [part[i]!] : []))).flat();
  return [...turns(blocks, short + 1), ...turns(checks, ecc)];
}

/** In the field of 256 elements by x^8 + x^4 + x^3 + x^2 + 1. */
function times(a: number, b: number): number {
  let product = 0;
  for (let i = 7; i >= 0; i -= 1) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d);
    if ((b >>> i) & 1) product ^= a;
  }
  return product;
}

function divisorOf(degree: number): number[] {
  const result: number[] = Array.from({ length: degree }, (_, i) => (i === degree - 1 ? 1 : 0));
  for (let i = 0, root = 1; i < degree; i += 1, root = times(root, 2)) {
    for (let j = 0; j < degree; j += 1) result[j] = times(result[j]!, root) ^ (result[j + 1] ?? 0);
  }
  return result;
}

function remainder(data: readonly number[], divisor: readonly number[]): number[] {
  const result = divisor.map(() => 0);
  for (const byte of data) {
    const factor = byte ^ result.shift()!;
    result.push(0);
    for (const [i, coefficient] of divisor.entries()) result[i]! ^= times(coefficient, factor);
  }
  return result;
}

function alignments(version: number, size: number): number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.ceil((size - 13) / (count * 2 - 2)) * 2;
  return [6, ...Array.from({ length: count - 1 }, (_, i) => size - 7 - step * (count - 2 - i))];
}

function draw(codewords: readonly number[], version: number, mask: number): boolean[][] {
  const size = version * 4 + 17;
  const dark = Array.from({ length: size }, () => Array.from({ length: size }, () => false));
  const fixed = dark.map((row) => [...row]);
  const set = (x: number, y: number, isDark: boolean) => {
    if (x < 0 || y < 0 || x >= size || y >= size) return;
    dark[y]![x] = isDark;
    fixed[y]![x] = true;
  };
  const rings = (x: number, y: number, reach: number, light: readonly number[]) => {
    for (let dy = -reach; dy <= reach; dy += 1)
      for (let dx = -reach; dx <= reach; dx += 1)
        set(x + dx, y + dy, !light.includes(Math.max(Math.abs(dx), Math.abs(dy))));
  };
  for (let i = 0; i < size; i += 1) {
    set(6, i, i % 2 === 0);
    set(i, 6, i % 2 === 0);
  }
  for (const [x, y] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const)
    rings(x, y, 4, [2, 4]);
  const at = alignments(version, size);
  const last = size - 7;
  // where the three corners have theirs already there is none
  const isCorner = (x: number, y: number) => (x === 6 && (y === 6 || y === last)) || (x === last && y === 6);
  for (const x of at) for (const y of at) if (!isCorner(x, y)) rings(x, y, 2, [1]);
  drawFormat(set, size, mask);
  if (version >= 7) drawVersion(set, size, version);
  let bit = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step += 1) {
      const y = ((right + 1) & 2) === 0 ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (fixed[y]![x]) continue;
        const value = ((codewords[bit >>> 3] ?? 0) >>> (7 - (bit & 7))) & 1;
        dark[y]![x] = (value === 1) !== MASKS[mask]!(x, y);
        bit += 1;
      }
    }
  }
  return dark;
}

type Setter = (x: number, y: number, isDark: boolean) => void;

/** The level and the mask, twice, with a check of their own. */
function drawFormat(set: Setter, size: number, mask: number): void {
  const data = (LEVEL_M << 3) | mask;
  let check = data;
  for (let i = 0; i < 10; i += 1) check = (check << 1) ^ ((check >>> 9) * 0x537);
  const bits = ((data << 10) | check) ^ 0x5412;
  const bit = (i: number) => ((bits >>> i) & 1) === 1;
  for (let i = 0; i < 15; i += 1) {
    // around the first corner, past the timing lines; and beside the two others
    if (i < 8) set(8, i < 6 ? i : i + 1, bit(i));
    else set(i === 8 ? 7 : 14 - i, 8, bit(i));
    if (i < 8) set(size - 1 - i, 8, bit(i));
    else set(8, size - 15 + i, bit(i));
  }
  set(8, size - 8, true);
}

function drawVersion(set: Setter, size: number, version: number): void {
  let check = version;
  for (let i = 0; i < 12; i += 1) check = (check << 1) ^ ((check >>> 11) * 0x1f25);
  const bits = (version << 12) | check;
  for (let i = 0; i < 18; i += 1) {
    const [far, near] = [size - 11 + (i % 3), Math.floor(i / 3)];
    set(far, near, ((bits >>> i) & 1) === 1);
    set(near, far, ((bits >>> i) & 1) === 1);
  }
}

/** How hard it is to read: long runs, and blocks of one colour. Any mask can be read; this chooses an easy one. */
function clutter(dark: readonly (readonly boolean[])[]): number {
  const size = dark.length;
  let sum = 0;
  for (let a = 0; a < size; a += 1) {
    for (const at of [(b: number) => dark[a]![b], (b: number) => dark[b]![a]]) {
      for (let b = 0, run = 0; b < size; b += 1) {
        run = b > 0 && at(b) === at(b - 1) ? run + 1 : 1;
        if (run >= 5) sum += run === 5 ? 3 : 1;
      }
    }
    for (let b = 1; b < size; b += 1) {
      const here = dark[a]![b];
      if (a > 0 && [dark[a]![b - 1], dark[a - 1]![b], dark[a - 1]![b - 1]].every((other) => other === here)) sum += 3;
    }
  }
  return sum;
}
