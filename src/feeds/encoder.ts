import { Decoder, Encoder, type Packet, PacketType } from 'socket.io-parser';
import type { Batch } from '../exchange/index.js';

/** A batch with one reader's cursor: JSON that is already text, and is never parsed and printed again. */
export class Framed {
  constructor(
    private readonly batch: Batch,
    private readonly cursor: string,
  ) {}

  get json(): string {
    return `${this.batch.json}${this.cursor}"}`;
  }
}

/**
 * socket.io's own wire format (socket.io-protocol v5), but an event whose argument is {@link Framed} is put together
 * from its text. Any socket.io client reads it.
 */
class FeedEncoder extends Encoder {
  override encode(packet: Packet): unknown[] {
    const data = packet.data as unknown[] | undefined;
    const framed = packet.type === PacketType.EVENT && Array.isArray(data) ? data[1] : undefined;
    if (!(framed instanceof Framed)) return super.encode(packet);
    const namespace = packet.nsp && packet.nsp !== '/' ? `${packet.nsp},` : '';
    return [`${packet.type}${namespace}${packet.id ?? ''}[${JSON.stringify(data?.[0])},${framed.json}]`];
  }
}

export const feedParser = { Encoder: FeedEncoder, Decoder };
