import { PacketType } from 'socket.io-parser';
import { Batch, BETWEEN, whole } from '../exchange/index.js';
import { feedParser, Framed } from './encoder.js';

interface Frames {
  readonly parts: readonly Buffer[];
}

function frameOf(entries: string, cursor: string, id?: number): Buffer {
  const batch = new Batch(1, [whole(Buffer.from(`${BETWEEN}${entries}`))], 1, true);
  const packet = { type: PacketType.EVENT, nsp: '/feed', data: ['entries', new Framed(batch, cursor)], id };
  const [frame] = new feedParser.Encoder().encode(packet) as unknown as [Frames];
  return Buffer.concat(frame.parts);
}

/** RFC 6455 §5.2, read anew. */
function payloadOf(frame: Buffer): { header: number; text: string } {
  expect(frame[0]).toBe(0x81);
  const short = frame[1]!;
  expect(short).toBeLessThan(128);
  const header = short < 126 ? 2 : short === 126 ? 4 : 10;
  const length = short < 126 ? short : short === 126 ? frame.readUInt16BE(2) : Number(frame.readBigUInt64BE(2));
  expect(frame.length - header).toBe(length);
  return { header, text: frame.toString('utf8', header) };
}

describe('a frame made by hand', () => {
  const bare = payloadOf(frameOf('', 'c', 7)).text.length;

  it.each([
    [125, 2],
    [126, 4],
    [65_535, 4],
    [65_536, 10],
  ])('says its length of %d in a header of %d bytes', (length, header) => {
    const entries = `"${'x'.repeat(length - bare - 2)}"`;
    const read = payloadOf(frameOf(entries, 'c', 7));
    expect([read.header, Buffer.byteLength(read.text)]).toEqual([header, length]);
    expect(read.text.startsWith('42/feed,7[')).toBe(true);
    expect(JSON.parse(read.text.slice('42/feed,7'.length))).toEqual([
      'entries',
      { cursor: 'c', live: true, entries: [JSON.parse(entries)] },
    ]);
  });

  it('counts bytes, not characters, and leaves out the number of what wants no answer', () => {
    const { text } = payloadOf(frameOf(JSON.stringify('ü🦊'.repeat(20)), 'c'));
    expect(JSON.parse(text.slice('42/feed,'.length))).toEqual([
      'entries',
      { cursor: 'c', live: true, entries: ['ü🦊'.repeat(20)] },
    ]);
  });
});
