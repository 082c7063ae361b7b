import { IoAdapter } from '@nestjs/platform-socket.io';
import type { INestApplicationContext, WsMessageHandler } from '@nestjs/common';
import { defer, firstValueFrom, type Observable } from 'rxjs';
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Server, ServerOptions, Socket } from 'socket.io';
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
    private readonly failed: (error: unknown) => void,
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

  /** As Nest's own, but for streams that would stay with every connection: they are a third of what an idle one takes. */
  override bindMessageHandlers(
    socket: Socket,
    handlers: readonly WsMessageHandler[],
    transform: (answer: unknown) => Observable<unknown>,
  ): void {
    for (const { message, callback } of handlers)
      socket.on(message, (...sent: unknown[]) => {
        const { data, ack } = this.mapPayload(sent.length > 1 ? sent : sent[0]) as {
          data: unknown;
          ack?: (answer: unknown) => void;
        };
        const answer = firstValueFrom(
          defer(() => transform(callback(data, ack))),
          { defaultValue: undefined },
        );
        answer.then((value) => value !== undefined && ack?.(value)).catch(this.failed);
      });
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
