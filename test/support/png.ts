import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const COLOURS = 256;

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
};

function* chunksOf(png: Buffer): Generator<[type: string, data: Buffer]> {
  for (let at = SIGNATURE.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    yield [png.toString('latin1', at + 4, at + 8), png.subarray(at + 8, at + 8 + length)];
    at += 12 + length;
  }
}

/** What a line is told by: nothing, the pixel to the left, the one above, their middle, or the nearest of three (PNG, 9.2). */
function guess(filter: number, left: number, above: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return above;
  if (filter === 3) return (left + above) >> 1;
  if (filter !== 4) return 0;
  const near = [left, above, corner].map((one) => Math.abs(left + above - corner - one)) as [number, number, number];
  if (near[0] <= near[1] && near[0] <= near[2]) return left;
  return near[1] <= near[2] ? above : corner;
}

/** The pixels of a picture as a browser takes it (8 bits a channel, not interlaced), each as one number. */
function pixelsOf(png: Buffer): { header: Buffer; width: number; pixels: Uint32Array } {
  const chunks = [...chunksOf(png)];
  const header = Buffer.from(chunks[0]![1]);
  const [width, height, size] = [header.readUInt32BE(0), header.readUInt32BE(4), header[9] === 6 ? 4 : 3];
  const packed = inflateSync(Buffer.concat(chunks.flatMap(([type, data]) => (type === 'IDAT' ? [data] : []))));
  const stride = width * size;
  const pixels = new Uint32Array(width * height);
  let above = Buffer.alloc(stride);
  for (let y = 0; y < height; y += 1) {
    const start = y * (stride + 1);
    const line = Buffer.from(packed.subarray(start + 1, start + 1 + stride));
    for (let x = 0; x < stride; x += 1)
      line[x] = line[x]! + guess(packed[start]!, line[x - size] ?? 0, above[x]!, above[x - size] ?? 0);
    for (let x = 0; x < width; x += 1) pixels[y * width + x] = line.readUIntBE(x * size, 3);
    above = line;
  }
  return { header, width, pixels };
}

const channels = (colour: number): [number, number, number] => [colour >> 16, (colour >> 8) & 255, colour & 255];

/** For each colour the place of the nearest among those that are kept. */
function nearestIn(kept: readonly number[]): (colour: number) => number {
  const known = new Map(kept.map((colour, i) => [colour, i]));
  const all = kept.map(channels);
  return (colour) => {
    const there = known.get(colour);
    if (there !== undefined) return there;
    const [r, g, b] = channels(colour);
    const far = all.map(([kr, kg, kb]) => (kr - r) ** 2 + (kg - g) ** 2 + (kb - b) ** 2);
    const nearest = far.indexOf(Math.min(...far));
    known.set(colour, nearest);
    return nearest;
  };
}

/** The most frequent colour of each neighbourhood of colours, of the {@link COLOURS} most frequent neighbourhoods. */
function palette(pixels: Uint32Array): number[] {
  const counts = new Map<number, number>();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const near = new Map<number, { colour: number; most: number; all: number }>();
  for (const [colour, count] of counts) {
    const { most, all, ...known } = near.get(colour & 0xf0f0f0) ?? { colour, most: 0, all: 0 };
    near.set(colour & 0xf0f0f0, {
      colour: count > most ? colour : known.colour,
      most: Math.max(most, count),
      all: all + count,
    });
  }
  return [...near.values()]
    .toSorted((a, b) => b.all - a.all)
    .slice(0, COLOURS)
    .map(({ colour }) => colour);
}

/** The same picture in few colours: of a page, a third of the bytes. */
export function shrunk(png: Buffer): Buffer {
  const { header, width, pixels } = pixelsOf(png);
  const kept = palette(pixels);
  const nearest = nearestIn(kept);
  const lines = Buffer.alloc(pixels.length + pixels.length / width); // each begins with 0: told by nothing before it
  for (const [i, pixel] of pixels.entries()) lines[i + Math.floor(i / width) + 1] = nearest(pixel);
  header[9] = 3;
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(kept.flatMap(channels))),
    chunk('IDAT', deflateSync(lines, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
