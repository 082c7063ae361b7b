import { createHmac } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Certificate } from './certificate.js';
import { Remote } from './remote.js';

/** A delivery as it came in. */
export interface Received {
  readonly id: string;
  readonly at: number;
  readonly timestamp: string;
  readonly signature: string;
  readonly text: string;
  readonly body: {
    cursor: string;
    live: boolean;
    test?: boolean;
    entries: { op: string; position: number; object: { id: string; name?: string; pattern?: string } }[];
  };
}

type Answering = (response: ServerResponse, received: Received) => void;

/** A server of a member's own, on this machine, that takes what is posted to it. */
export class Receiver implements AsyncDisposable {
  readonly received: Received[] = [];
  /** What it does with a delivery; 204 unless told. */
  answer: Answering = (response) => response.writeHead(204).end();

  private constructor(readonly remote: Remote) {}

  static async start(certificate: Certificate): Promise<Receiver> {
    const receiver = new Receiver(await Remote.start(certificate));
    receiver.remote.files.set('/hook', (request, response) => void receiver.take(request, response));
    return receiver;
  }

  get url(): string {
    return `${this.remote.url}/hook`;
  }

  /** Names of the domains in everything received, in order. */
  get names(): string[] {
    return this.received.flatMap(({ body }) => body.entries.flatMap(({ object }) => namesIn(object.pattern)));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const header = (name: string) => String(request.headers[name]);
    const received: Received = {
      id: header('webhook-id'),
      at: Date.now(),
      timestamp: header('webhook-timestamp'),
      signature: header('webhook-signature'),
      text,
      body: JSON.parse(text) as Received['body'],
    };
    this.received.push(received);
    this.answer(response, received);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.remote[Symbol.asyncDispose]();
  }
}

const namesIn = (pattern = ''): string[] => [...pattern.matchAll(/'([\w.-]+)'/g)].map(([, name]) => name!);

/** As the standard has it, made here from its text: HMAC-SHA-256 over id, timestamp and body. */
export const expectedSignature = (secret: string, { id, timestamp, text }: Received): string =>
  `v1,${createHmac('sha256', Buffer.from(secret.replace('whsec_', ''), 'base64'))
    .update(`${id}.${timestamp}.${text}`)
    .digest('base64')}`;
