import { IoAdapter } from '@nestjs/platform-socket.io';
import type { INestApplicationContext } from '@nestjs/common';
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Server, ServerOptions } from 'socket.io';
import { Fault } from '../kernel/index.js';
import { answerOnSocket, Connections } from '../platform/index.js';
import { feedParser } from './encoder.js';

/** Largest frame that a client may send: it only ever subscribes and acknowledges. */
const INBOUND_BYTES = 65_536;
/** How long connections may take to end by themselves when the hub stops. */
const LEAVE_MS = 3_000;

/**
 * The socket server's settings, in one place. WebSocket only, no compression (memory, bombs), no state recovery (it
 * would restore a subscription without asking who may see what), nothing served, and no browser page of another origin.
 */
export class FeedAdapter extends IoAdapter {
  private readonly connections: Connections;

  constructor(
    app: INestApplicationContext,
    private readonly allowedOrigins: readonly string[],
  ) {
    super(app);
    this.connections = new Connections(this.httpServer as HttpServer);
  }

  override createIOServer(port: number, options?: ServerOptions): Server {
    const io: Server = super.createIOServer(port, {
      ...options,
      transports: ['websocket'],
      allowEIO3: false,
      serveClient: false,
      perMessageDeflate: false,
      httpCompression: false,
      maxHttpBufferSize: INBOUND_BYTES,
      connectTimeout: 5_000,
      parser: feedParser,
      allowRequest: (request, callback) => {
        const refused = this.isForeign(request);
        if (refused) answerOnSocket(request.socket, new Fault('origin_refused')); // engine.io's own answer would be 400
        callback(null, !refused);
      },
    } as ServerOptions);
    // with one transport there is nothing to upgrade: who comes with a session's id has it from somebody else
    io.engine.use((request: IncomingMessage, _response: unknown, next: (error?: Error) => void) => {
      next(/[?&]sid=/.test(request.url ?? '') ? new Error('sid') : undefined);
    });
    // the root namespace always exists; nobody has business there
    io.use((socket, next) => {
      next(Object.assign(new Error('not_found'), { data: { code: 'not_found' } }));
      setImmediate(() => socket.conn.close());
    });
    return io;
  }

  /** socket.io closes the HTTP server with itself, and waits for every connection that it has, of whatever kind. */
  override async close(server: Server): Promise<void> {
    const patience = setTimeout(() => this.connections.cut(), LEAVE_MS);
    await super.close(server);
    clearTimeout(patience);
  }

  /** The `cors` option does not stop a WebSocket: the Origin is checked here, before the upgrade. */
  private isForeign(request: IncomingMessage): boolean {
    const { origin, cookie } = request.headers;
    return origin === undefined ? cookie !== undefined : !this.allowedOrigins.includes(origin);
  }
}
