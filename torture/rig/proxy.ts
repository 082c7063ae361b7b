import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a proxy does to all that passes. */
interface Trouble {
  /** Nothing passes, nothing is closed: a network that swallows. */
  paused: boolean;
  /** Milliseconds that each piece waits. */
  delayMs: number;
  /** Bytes a second in each direction of each connection; 0: as fast as it goes. */
  bytesPerSecond: number;
  /** A connection is closed once so many more bytes have passed it. */
  cutAfter: number;
  /** New connections are reset at once. */
  refusing: boolean;
}

const CALM: Trouble = { paused: false, delayMs: 0, bytesPerSecond: 0, cutAfter: Infinity, refusing: false };
const PIECE = 4_096;

/** A TCP proxy on 127.0.0.1 that makes trouble. Connections that it can't pass on are reset. */
export class Proxy {
  private trouble: Trouble = { ...CALM };
  private readonly sockets = new Set<Socket>();
  private calm: () => void = () => undefined;
  private waiting: Promise<void> = Promise.resolve();

  private constructor(
    private readonly server: Server,
    private readonly target: number,
  ) {
    server.on('connection', (client) => this.join(client));
  }

  /** Passes on to port `target` of 127.0.0.1. */
  static async listen(target: number): Promise<Proxy> {
    const server = createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Proxy(server, target);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get connections(): number {
    return this.sockets.size / 2;
  }

  pause(): void {
    if (this.trouble.paused) return;
    this.trouble.paused = true;
    this.waiting = new Promise((resolve) => (this.calm = resolve));
  }

  set(trouble: Partial<Omit<Trouble, 'paused'>>): void {
    Object.assign(this.trouble, trouble);
  }

  /** Resets every connection that there is. */
  reset(): void {
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  /** All passes again; what was held back goes on its way. */
  heal(): void {
    this.trouble = { ...CALM };
    this.calm();
  }

  async close(): Promise<void> {
    this.heal();
    const closed = once(this.server, 'close');
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private join(client: Socket): void {
    client.on('error', () => undefined);
    if (this.trouble.refusing) {
      client.resetAndDestroy();
      return;
    }
    const server = connect({ port: this.target, host: '127.0.0.1', allowHalfOpen: true });
    const link = { left: this.trouble.cutAfter };
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      one.setNoDelay(true);
      this.sockets.add(one);
      one.on('error', () => other.resetAndDestroy());
      one.on('close', () => {
        this.sockets.delete(one);
        if (!one.readableEnded) other.destroy(); // else what it said last is still on its way
      });
      this.pump(one, other, link).catch(() => other.destroy());
    }
  }

  /** Passes pieces on in order, none read before the last is gone: a reader that is slow slows the sender. */
  private async pump(from: Socket, to: Socket, link: { left: number }): Promise<void> {
    for await (const chunk of from.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      for (let at = 0; at < chunk.length; at += PIECE) {
        const piece = chunk.subarray(at, at + PIECE);
        await this.held(piece.length);
        if (to.destroyed) {
          from.destroy();
          return;
        }
        link.left = Math.min(link.left, this.trouble.cutAfter);
        const passing = piece.subarray(0, Math.max(0, Math.min(piece.length, link.left)));
        link.left -= passing.length;
        const room = to.write(passing);
        if (link.left <= 0) {
          to.end();
          from.destroy();
          return;
        }
        if (!room) await Promise.race([once(to, 'drain'), once(to, 'close')]);
      }
    }
    to.end();
  }

  private async held(bytes: number): Promise<void> {
    await this.waiting;
    const { delayMs, bytesPerSecond } = this.trouble;
    const wait = delayMs + (bytesPerSecond > 0 ? (bytes / bytesPerSecond) * 1_000 : 0);
    if (wait > 0) await sleep(wait);
    await this.waiting;
  }
}
