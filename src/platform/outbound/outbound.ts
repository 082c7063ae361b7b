import { lookup } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import { rootCertificates } from 'node:tls';
import { Fault } from '../../kernel/index.js';
import type { Config } from '../config.js';
import { assertPublic, destination, hostOf } from './destination.js';

/** Why something could not be had; never more than whoever asked for it may know. */
export class OutboundFailure extends Error {
  constructor(
    why: string,
    /** There was more than was asked for at most. */
    readonly isTooLarge = false,
  ) {
    super(why);
  }
}

/** Addresses of a host. */
export type Resolve = (host: string) => Promise<readonly string[]>;

const byDns: Resolve = async (host) => (await lookup(host, { all: true })).map(({ address }) => address);

/**
 * The one way out: HTTPS requests to hosts that the settings allow. The address that was looked at is the one that is connected to;
 * certificates are checked; nothing is followed, unpacked, or waited for beyond its limits, and nothing is sent by {@link get}
 * that says who asks for it.
 */
export class Outbound {
  private readonly ca: string[] | undefined;

  constructor(
    private readonly settings: Config['outbound'],
    private readonly resolve: Resolve = byDns,
  ) {
    const { caFile } = settings;
    this.ca = caFile === '' ? undefined : [...rootCertificates, readFileSync(caFile, 'utf8')];
  }

  /** Throws `blocked_destination` for the `url` of a request when it is not one that is asked. */
  async assertAllowed(url: string): Promise<void> {
    try {
      await this.addressOf(destination(url, this.settings));
    } catch (error) {
      throw error instanceof Fault ? new Fault(error.code, error.detail, { pointer: '/url' }) : error;
    }
  }

  /** The body of the answer 200, of at most `most` bytes; `until` gives it up earlier. Throws {@link OutboundFailure}, `blocked_destination`. */
  async get(text: string, most: number, until?: AbortSignal): Promise<Buffer> {
    const { status, body } = await this.request(text, { most }, until);
    if (status !== 200) throw new OutboundFailure(`the server answers ${status}`);
    return body;
  }

  /** An answer with all of it that counts; its body only where the status is 200. Throws {@link OutboundFailure}, `blocked_destination`. */
  request(text: string, { most, headers, body }: Asking, until?: AbortSignal): Promise<Answer> {
    const method = body ? 'POST' : 'GET';
    return this.within(text, until, (url, address, signal) =>
      this.ask(url, address, { signal, method, ...(headers && { headers }), ...(body && { body }) }, (response) =>
        take(response, most),
      ),
    );
  }

  /** Sends a body; the status of the answer, of which nothing is read. Throws {@link OutboundFailure}, `blocked_destination`. */
  post(
    text: string,
    body: Buffer,
    headers: Record<string, string>,
    until?: AbortSignal,
  ): Promise<Omit<Answer, 'body'>> {
    return this.within(text, until, (url, address, signal) =>
      this.ask(url, address, { signal, method: 'POST', headers, body }, (response) => {
        response.destroy();
        const { statusCode: status = 0, headers: said } = response;
        return Promise.resolve({ status, headers: said });
      }),
    );
  }

  private async within<T>(
    text: string,
    until: AbortSignal | undefined,
    work: (url: URL, address: string, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const url = destination(text, this.settings);
    const timeout = AbortSignal.timeout(this.settings.timeoutMs);
    const signal = until ? AbortSignal.any([timeout, until]) : timeout;
    try {
      signal.throwIfAborted();
      const address = await Promise.race([this.addressOf(url), aborted(signal)]);
      return await work(url, address, signal);
    } catch (error) {
      if (error instanceof OutboundFailure || error instanceof Fault) throw error;
      throw new OutboundFailure(signal.aborted ? 'the server took too long' : reasonOf(error as NodeJS.ErrnoException));
    }
  }

  /** Every address must be one that is allowed: which of them would be taken is not for us to guess. */
  private async addressOf(url: URL): Promise<string> {
    const host = hostOf(url);
    const addresses = isIP(host) ? [host] : await this.resolve(host).catch(() => []);
    for (const address of addresses) assertPublic(address, this.settings);
    if (addresses[0] === undefined) throw new Fault('blocked_destination', 'the host has no address');
    return addresses[0];
  }

  private ask<T>(
    url: URL,
    address: string,
    { signal, method = 'GET', headers = {}, body }: Sending,
    answer: (response: IncomingMessage) => Promise<T>,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const request = https.request(
        {
          method,
          host: hostOf(url),
          port: url.port || 443,
          path: `${url.pathname}${url.search}`,
          headers: {
            accept: '*/*',
            'accept-encoding': 'identity',
            'user-agent': 'tocsin',
            ...headers,
            ...(body && { 'content-length': body.length }),
          },
          lookup: (_host, options, done) =>
            options.all ? done(null, [{ address, family: isIP(address) }]) : done(null, address, isIP(address)),
          agent: false,
          minVersion: 'TLSv1.2',
          signal,
          ...(this.ca && { ca: this.ca }),
        },
        (response) => void answer(response).then(resolve, reject),
      );
      request.on('error', reject);
      request.end(body);
    });
  }
}

/** What is asked of a server: `body` makes it a POST. */
export interface Asking {
  /** Bytes of the answer, at most. */
  readonly most: number;
  readonly headers?: Record<string, string>;
  readonly body?: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A request that is more than a question. */
interface Sending {
  readonly signal: AbortSignal;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Record<string, string>;
  readonly body?: Buffer;
}

/** Rejects when the signal is given: what resolves names knows none. */
const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true }));

async function take(response: IncomingMessage, most: number): Promise<Answer> {
  const refuse = (why: string, isTooLarge = false): never => {
    response.destroy();
    throw new OutboundFailure(why, isTooLarge);
  };
  const { statusCode: status = 0, headers } = response;
  if (status >= 300 && status < 400) refuse('the server redirects, which is not followed');
  if (status !== 200) {
    response.destroy();
    return { status, headers, body: Buffer.alloc(0) };
  }
  if ((headers['content-encoding'] ?? 'identity') !== 'identity')
    refuse('the answer is packed, though nobody asked for it');
  if (Number(headers['content-length'] ?? 0) > most) refuse(`the answer has more than ${most} bytes`, true);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > most) refuse(`the answer has more than ${most} bytes`, true);
    chunks.push(chunk);
  }
  return { status, headers, body: Buffer.concat(chunks) };
}

/** Codes of TLS say which check failed. */
function reasonOf({ code = '' }: NodeJS.ErrnoException): string {
  if (/CERT|SIGNED|ALTNAME|ISSUER|^ERR_TLS/.test(code)) return `the server’s certificate is not good (${code})`;
  return `the server can’t be reached${code === '' ? '' : ` (${code})`}`;
}
