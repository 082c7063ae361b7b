import { WebSocket } from 'ws';
import { until } from './until.js';

/** A WebSocket that speaks engine.io and socket.io by hand, so that it can say what no client would. */
export class RawFeed implements Disposable {
  readonly messages: string[] = [];
  closed: { code: number; ms: number } | undefined;
  /** The status that the upgrade was refused with. */
  refused = 0;
  private readonly begin = performance.now();

  constructor(
    url: string,
    {
      path = '/socket.io/?EIO=4&transport=websocket',
      headers = {},
    }: { path?: string; headers?: Record<string, string> } = {},
  ) {
    this.socket = new WebSocket(`${url.replace('http', 'ws')}${path}`, { headers });
    this.socket.on('message', (data: Buffer) => {
      this.messages.push(String(data));
      if (String(data) === '2') this.send('3'); // ping
    });
    this.socket.on('unexpected-response', (_request, response) => {
      this.refused = response.statusCode ?? 0;
      this.closed = { code: 0, ms: performance.now() - this.begin };
      response.destroy();
    });
    this.socket.on('error', () => undefined); // a reset is a close, too
    this.socket.on('close', (code) => (this.closed ??= { code, ms: performance.now() - this.begin }));
  }

  readonly socket: WebSocket;

  /** Connects and joins `/feed` with an API key's text. */
  static async join(url: string, token: string): Promise<RawFeed> {
    const raw = new RawFeed(url);
    await raw.opened();
    raw.send(`40/feed,${JSON.stringify({ token })}`);
    await raw.said('40/feed,');
    return raw;
  }

  async opened(): Promise<void> {
    await this.said('0{');
  }

  send(data: string | Buffer): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(data);
  }

  /** The first message that begins so; waits for it. */
  said(beginning: string, ms = 5_000): Promise<string> {
    return until(`a message ${beginning}`, () => this.messages.find((message) => message.startsWith(beginning)), ms);
  }

  async closes(ms: number): Promise<{ code: number; ms: number }> {
    return until('the connection to close', () => this.closed, ms);
  }

  /** The code of the hub's last word. */
  get bye(): string | undefined {
    const text = this.messages.find((message) => message.includes('["bye",'));
    return text && (JSON.parse(text.slice(text.indexOf('['))) as [string, { code: string }])[1].code;
  }

  [Symbol.dispose](): void {
    this.socket.terminate();
  }
}
