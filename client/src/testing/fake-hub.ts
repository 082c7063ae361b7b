import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type Socket } from 'socket.io';

export interface FakeHub extends AsyncDisposable {
  readonly url: string;
  /** What subscribers asked for, in order. */
  readonly subscriptions: { after: string; filter?: string }[];
  /** What came over HTTP, in order. */
  readonly requests: { method: string; path: string; body: string; headers: IncomingMessage['headers'] }[];
}

/** What the made-up hub does with each subscriber and each request. */
export interface Script {
  onSubscribe?: (socket: Socket, request: { after: string }, count: number) => unknown;
  /** The answer to `subscribe`; by default accepted, at cursor `c0` or the one asked for; null for none. */
  answer?: (request: { after: string }, count: number) => unknown;
  authorise?: (token: unknown) => { code: string; detail?: string } | undefined;
  onRequest?: (request: IncomingMessage, body: string, response: ServerResponse) => void;
}

/** Enough of a hub's wire to try a client on: socket.io's `/feed` and plain HTTP, both scripted. */
export async function startFakeHub(script: Script): Promise<FakeHub> {
  const requests: FakeHub['requests'] = [];
  const http = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString();
      requests.push({ method: request.method!, path: request.url!, body, headers: request.headers });
      script.onRequest?.(request, body, response);
    });
  });
  const io = new Server(http, { transports: ['websocket'] });
  const subscriptions: FakeHub['subscriptions'] = [];
  const feed = io.of('/feed');
  feed.use((socket, next) => {
    const refused = script.authorise?.(socket.handshake.auth['token']);
    next(refused && Object.assign(new Error(refused.code), { data: refused }));
  });
  feed.on('connection', (socket) => {
    socket.on('subscribe', (request: { after: string }, ack: (answer: unknown) => void) => {
      const count = subscriptions.push(request);
      const cursor = request.after === 'now' || request.after === 'beginning' ? 'c0' : request.after;
      const told = script.answer?.(request, count);
      if (told !== null) ack(told ?? { ok: true, cursor });
      void script.onSubscribe?.(socket, request, count);
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    subscriptions,
    requests,
    async [Symbol.asyncDispose]() {
      await io.close();
      http.closeAllConnections();
    },
  };
}

/** JSON out, with a status. */
export function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
