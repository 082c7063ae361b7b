import { connect, type Socket } from 'node:net';

/** What came back: the status, and the body as text. */
export interface Answer {
  readonly status: number;
  readonly text: string;
}

/**
 * An HTTP/1.1 client (RFC 9112) on one connection that costs next to nothing, so that a load generator measures the server
 * and not itself: one POST after the other, answers with a Content-Length.
 */
export class HttpClient {
  private received = '';
  private answered: ((answer: Answer) => void) | undefined;

  private constructor(
    private readonly socket: Socket,
    private readonly head: string,
  ) {
    socket.setEncoding('latin1'); // one character a byte
    socket.on('data', (piece: string) => this.take(piece));
  }

  /** Connects. All requests go to this path, with this token. */
  static open(url: URL, token: string): Promise<HttpClient> {
    const head =
      `POST ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\nAuthorization: Bearer ${token}\r\n` +
      'Content-Type: application/json\r\nContent-Length: ';
    return new Promise((resolve, reject) => {
      const socket = connect({ port: Number(url.port), host: url.hostname, noDelay: true });
      socket.once('error', reject);
      socket.once('connect', () => resolve(new HttpClient(socket, head)));
    });
  }

  /** Connects, and asks with these headers for whatever paths. */
  static bare(url: URL, headers: Readonly<Record<string, string>>): Promise<HttpClient> {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const socket = connect({ port: Number(url.port), host: url.hostname, noDelay: true });
    return new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.once('connect', () => resolve(new HttpClient(socket, `Host: ${url.host}\r\n${lines.join('')}`)));
    });
  }

  /** A request of a client that {@link bare} opened. */
  ask(method: string, path: string, body = ''): Promise<Answer> {
    return this.send(
      `${method} ${path} HTTP/1.1\r\n${this.head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  }

  /** Rejects when the server closes the connection instead. */
  post(body: string): Promise<Answer> {
    return this.send(`${this.head}${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  private send(request: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const lost = () => reject(new Error('the server closed the connection'));
      if (this.socket.destroyed) return lost();
      this.socket.once('close', lost);
      this.answered = (answer) => {
        this.socket.off('close', lost);
        resolve(answer);
      };
      this.socket.write(request);
    });
  }

  close(): void {
    this.socket.destroy();
  }

  private take(piece: string): void {
    this.received += piece;
    const end = this.received.indexOf('\r\n\r\n');
    if (end === -1) return;
    const length = /\r\ncontent-length: (\d+)/i.exec(this.received.slice(0, end))?.[1];
    if (length === undefined) throw new Error(`an answer without a length: ${this.received.slice(0, end)}`);
    if (this.received.length < end + 4 + Number(length)) return;
    const answer = { status: Number(this.received.slice(9, 12)), text: this.received.slice(end + 4) };
    this.received = '';
    this.answered?.(answer);
  }
}
