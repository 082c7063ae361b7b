import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

const TEXT = 1;
const CLOSE = 8;
const PING = 9;
/** As much of a frame's beginning as is looked at: a packet's type, id and event name. */
const BEGINNING = 64;
/** What all clients read into: each piece is dealt with before the next is read. */
const INCOMING = Buffer.alloc(1 << 18);

/** What a frame brought: its first bytes, how often the marker stood in it, and all of it where the caller keeps frames. */
export interface Frame {
  readonly beginning: string;
  readonly marks: number;
  readonly whole?: Buffer;
}

/**
 * A WebSocket client (RFC 6455) that costs next to nothing, so that a load generator measures the server and not itself:
 * frames are counted as they stream by, and put together only where asked.
 */
export class WireClient {
  private header = Buffer.alloc(0);
  private left = 0;
  private opcode = 0;
  private beginning = Buffer.alloc(0);
  private marks = 0;
  private tail = Buffer.alloc(0);
  private parts: Buffer[] = [];
  private upgraded = false;

  private constructor(
    private readonly socket: Socket,
    private readonly marker: Buffer,
    private readonly keep: boolean,
    private readonly onFrame: (frame: Frame, client: WireClient) => void,
  ) {}

  /** Connects and upgrades. Frames before the promise resolves are given, too. */
  static open(
    url: string,
    { path, marker, keep = false }: { path: string; marker: string; keep?: boolean },
    onFrame: (frame: Frame, client: WireClient) => void,
  ): Promise<WireClient> {
    const { hostname, port } = new URL(url);
    return new Promise((resolve, reject) => {
      const onread = {
        buffer: INCOMING,
        callback: (bytes: number) => {
          client.take(INCOMING.subarray(0, bytes), () => resolve(client));
          return true;
        },
      };
      const socket = connect({ port: Number(port), host: hostname, noDelay: true, onread });
      const client = new WireClient(socket, Buffer.from(marker), keep, onFrame);
      socket.once('error', reject);
      socket.once('close', () => reject(new Error('the server closed the connection')));
      socket.on('connect', () =>
        socket.write(
          `GET ${path} HTTP/1.1\r\nHost: ${hostname}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
            `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
        ),
      );
    });
  }

  /** Sends a text frame; masked, as clients must, with a mask of zeroes. */
  send(text: string): void {
    const length = Buffer.byteLength(text);
    if (length > 65_535) throw new RangeError('the load generator sends short frames only');
    const head =
      length < 126 ? Buffer.from([0x81, 0x80 | length]) : Buffer.from([0x81, 0xfe, length >> 8, length & 255]);
    this.socket.write(Buffer.concat([head, Buffer.alloc(4), Buffer.from(text)]));
  }

  close(): void {
    this.socket.destroy();
  }

  private take(data: Buffer, opened: () => void): void {
    let rest = data;
    if (!this.upgraded) {
      this.header = Buffer.concat([this.header, rest]);
      const end = this.header.indexOf('\r\n\r\n');
      if (end === -1) return;
      if (!this.header.toString('latin1').startsWith('HTTP/1.1 101')) throw new Error(this.header.toString('latin1'));
      rest = this.header.subarray(end + 4);
      this.header = Buffer.alloc(0);
      this.upgraded = true;
      opened();
    }
    while (rest.length > 0) rest = this.left > 0 ? this.payload(rest) : this.head(rest);
  }

  private head(data: Buffer): Buffer {
    const bytes = this.header.length > 0 ? Buffer.concat([this.header, data]) : data;
    const short = (bytes[1] ?? 0) & 127;
    const size = short === 127 ? 10 : short === 126 ? 4 : 2;
    if (bytes.length < size) {
      this.header = Buffer.from(bytes);
      return Buffer.alloc(0);
    }
    this.header = Buffer.alloc(0);
    this.opcode = bytes[0]! & 15;
    this.left = short === 127 ? Number(bytes.readBigUInt64BE(2)) : short === 126 ? bytes.readUInt16BE(2) : short;
    [this.marks, this.beginning, this.tail, this.parts] = [0, Buffer.alloc(0), Buffer.alloc(0), []];
    if (this.left === 0) this.end();
    return bytes.subarray(size);
  }

  private payload(data: Buffer): Buffer {
    const piece = data.subarray(0, this.left);
    this.left -= piece.length;
    if (this.beginning.length < BEGINNING)
      this.beginning = Buffer.concat([this.beginning, piece.subarray(0, BEGINNING - this.beginning.length)]);
    this.count(piece);
    if (this.keep) this.parts.push(Buffer.from(piece));
    if (this.left === 0) this.end();
    return data.subarray(piece.length);
  }

  /** Markers that lie across two pieces are counted as well. */
  private count(piece: Buffer): void {
    const reach = this.marker.length - 1;
    if (this.tail.length > 0)
      this.marks += occurrences(Buffer.concat([this.tail, piece.subarray(0, reach)]), this.marker);
    this.marks += occurrences(piece, this.marker);
    if (this.left > 0) this.tail = Buffer.from(Buffer.concat([this.tail, piece.subarray(-reach)]).subarray(-reach));
  }

  private end(): void {
    if (this.opcode === CLOSE) return this.close();
    if (this.opcode === PING) return;
    if (this.opcode !== TEXT) return;
    const whole = this.keep ? { whole: Buffer.concat(this.parts) } : {};
    this.onFrame({ beginning: this.beginning.toString('latin1'), marks: this.marks, ...whole }, this);
  }
}

function occurrences(bytes: Buffer, marker: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(marker); at !== -1; at = bytes.indexOf(marker, at + marker.length)) count += 1;
  return count;
}
