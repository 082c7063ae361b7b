import { Decoder, Encoder, type Packet, PacketType } from 'socket.io-parser';
import type { Socket } from 'socket.io';
import type { Batch } from '../exchange/index.js';

/** A batch with one reader's cursor: JSON that is already text, and is never parsed and printed again. */
export class Framed {
  constructor(
    readonly batch: Batch,
    readonly cursor: string,
  ) {}
}

/** A WebSocket frame in two parts: what is one reader's own, and what all readers of a batch share. */
class Frame {
  constructor(readonly parts: readonly [head: Buffer, body: Buffer]) {}
}

const MESSAGE = '4'; // engine.io's packet type

/**
 * socket.io's own wire format (socket.io-protocol v5), but an event whose argument is {@link Framed} becomes a
 * {@link Frame}: nothing of a batch is copied for a reader. Any socket.io client reads it.
 */
class FeedEncoder extends Encoder {
  override encode(packet: Packet): unknown[] {
    const data = packet.data as unknown[] | undefined;
    const framed = packet.type === PacketType.EVENT && Array.isArray(data) ? data[1] : undefined;
    if (!(framed instanceof Framed)) return super.encode(packet);
    const namespace = packet.nsp && packet.nsp !== '/' ? `${packet.nsp},` : '';
    const head = `${MESSAGE}${packet.type}${namespace}${packet.id ?? ''}[${JSON.stringify(data?.[0])},{"cursor":"${framed.cursor}",`;
    const { end } = framed.batch;
    return [new Frame([textFrame(head, end.length), end])];
  }
}

/** The header of an unmasked text frame (RFC 6455 §5.2) with the first bytes of its payload; `more` bytes follow. */
function textFrame(beginning: string, more: number): Buffer {
  const text = Buffer.from(beginning);
  const length = text.length + more;
  const header = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  header[0] = 0x81;
  header[1] = length < 126 ? length : length < 65_536 ? 126 : 127;
  if (header.length === 4) header.writeUInt16BE(length, 2);
  if (header.length === 10) header.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([header, text]);
}

interface EnginePacket {
  data?: unknown;
  readonly options: { wsPreEncodedFrame?: readonly Buffer[] };
}

/** Lets the transport write {@link Frame}s as they are: engine.io takes frames that are encoded already. */
export function passFrames({ conn }: Pick<Socket, 'conn'>): void {
  conn.on('packetCreate', ((packet: EnginePacket) => {
    if (packet.data instanceof Frame) packet.options.wsPreEncodedFrame = packet.data.parts;
  }) as never);
}

export const feedParser = { Encoder: FeedEncoder, Decoder };
