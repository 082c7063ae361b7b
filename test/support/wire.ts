import { connect, type Socket } from 'node:net';

/** What came back over a bare TCP connection. */
export interface WireAnswer {
  /** 0 when the connection closed without an answer. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The body as JSON, or {} when it is none. */
  readonly body: Record<string, unknown>;
  /** The hub closed the connection. */
  readonly closed: boolean;
  readonly ms: number;
}

/** The text of a request, byte for byte as given: nothing is added but the Host. */
export function requestText(
  line: string,
  headers: Record<string, string> = {},
  body: string | Buffer = '',
  host = 'hub.example',
): Buffer {
  const named = Object.entries({ host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`${line} HTTP/1.1\r\n${named.join('')}\r\n`, 'latin1'), Buffer.from(body)]);
}

/**
 * Sends bytes, or lets `send` write what it likes, and reads until the answer is complete and the connection closed.
 * `keep`: the answer is enough. What no HTTP client would send can only be sent this way.
 */
export function wire(
  url: string,
  send: Buffer | ((socket: Socket) => void),
  { ms = 10_000, keep = false }: { ms?: number; keep?: boolean } = {},
): Promise<WireAnswer> {
  const { hostname, port } = new URL(url);
  const begin = performance.now();
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    const pieces: Buffer[] = [];
    const end = (closed: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ ...answerOf(Buffer.concat(pieces).toString('utf8')), closed, ms: performance.now() - begin });
    };
    const timer = setTimeout(() => end(false), ms);
    socket.on('connect', () => (typeof send === 'function' ? send(socket) : void socket.write(send)));
    socket.on('data', (piece) => {
      pieces.push(piece);
      if (keep && isComplete(Buffer.concat(pieces).toString('latin1'))) end(false);
    });
    socket.on('error', () => undefined); // a reset is a close, too
    socket.on('close', () => end(true));
  });
}

function isComplete(text: string): boolean {
  const split = text.indexOf('\r\n\r\n');
  if (split === -1) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, split + 2))?.[1];
  const body = text.slice(split + 4);
  return length === undefined ? body.endsWith('0\r\n\r\n') : body.length >= Number(length);
}

function answerOf(text: string): Pick<WireAnswer, 'status' | 'headers' | 'text' | 'body'> {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const [line = '', ...fields] = head.split('\r\n');
  const headers = Object.fromEntries(
    fields.map((field) => [
      field.slice(0, field.indexOf(':')).toLowerCase(),
      field.slice(field.indexOf(':') + 1).trim(),
    ]),
  );
  const body = rest.join('\r\n\r\n');
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(line)?.[1] ?? 0), headers, text: body, body: jsonIn(body) };
}

/** The JSON object in a body, chunked or not. */
function jsonIn(body: string): Record<string, unknown> {
  const json = /\{[^]*\}/.exec(body)?.[0] ?? '{}';
  try {
    return JSON.parse(json) as Record<string, unknown>;
  } catch {
    return {};
  }
}
