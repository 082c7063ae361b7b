import type { Duplex } from 'node:stream';
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

/** A WebSocket frame in parts: what is one reader's own, and what all readers of a batch share. */
class Frame {
  constructor(readonly parts: readonly Buffer[]) {}
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
    const head = `${MESSAGE}${packet.type}${namespace}${packet.id ?? ''}[${JSON.stringify(data?.[0])},{"cursor":"${framed.cursor}",${framed.batch.beginning}`;
    return [new Frame([textFrame(head, framed.batch.length), ...framed.batch.parts])];
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

/** What engine.io gives a frame to that is encoded already: the sender of its `ws` socket, and where that writes to. */
interface Internals {
  readonly socket: {
    readonly _socket: Duplex;
    readonly _sender: { sendFrame: (parts: readonly Buffer[], sent?: (error?: Error | null) => void) => void };
  };
}

/** Lets the transport write {@link Frame}s as they are, in one system call however many parts they have: `ws` knows two. */
export function passFrames({ conn }: Pick<Socket, 'conn'>): void {
  const {
    socket: { _socket: stream, _sender: sender },
  } = conn.transport as unknown as Internals;
  sender.sendFrame = (parts, sent) => {
    stream.cork();
    for (const [i, part] of parts.entries()) stream.write(part, i === parts.length - 1 ? sent : undefined);
    stream.uncork();
  };
  conn.on('packetCreate', ((packet: EnginePacket) => {
    if (packet.data instanceof Frame) packet.options.wsPreEncodedFrame = packet.data.parts;
  }) as never);
}

export const feedParser = { Encoder: FeedEncoder, Decoder };
