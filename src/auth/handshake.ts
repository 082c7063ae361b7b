import proxyAddr from '@fastify/proxy-addr';
import { Injectable } from '@nestjs/common';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Fault, type Scope, type Viewer } from '../kernel/index.js';
import { Config } from '../platform/index.js';
import { Authenticator } from './authenticator.js';

/** What a socket says of itself when it connects. */
export interface Greeting {
  readonly handshake: {
    readonly auth: Record<string, unknown>;
    readonly headers: IncomingHttpHeaders;
    readonly url: string;
  };
  readonly request: IncomingMessage;
}

/** Who connects to a namespace. Nest's guards don't run for connections: each namespace asks here. */
@Injectable()
export class Handshake {
  /** As for HTTP: the forwarded address is believed from configured proxies alone. */
  private readonly addressOf: (request: IncomingMessage) => string;

  constructor(
    private readonly authenticator: Authenticator,
    config: Config,
  ) {
    const trusted = proxyAddr.compile([...config.trustProxy]);
    this.addressOf = (request) => proxyAddr(request, trusted);
  }

  /** The viewer of its one credential, a key in `auth.token` or the session cookie, who must have the scope. */
  async viewer({ handshake, request }: Greeting, scope: Scope): Promise<Viewer> {
    const token: unknown = handshake.auth['token'];
    const { headers, url } = handshake;
    const address = this.addressOf(request);
    if (token !== undefined && typeof token !== 'string') throw new Fault('unauthorized');
    if (token !== undefined && (headers.cookie !== undefined || headers.authorization !== undefined)) {
      throw new Fault('ambiguous_credentials');
    }
    const viewer =
      token === undefined
        ? await this.authenticator.fromRequest({ headers, address, url })
        : await this.authenticator.fromToken(token, address);
    if (!viewer.scopes.has(scope)) throw new Fault('insufficient_scope');
    return viewer;
  }
}
