import { Fault } from '../../kernel/index.js';
import { type Answer, type Outbound, OutboundFailure, waitOf } from '../../platform/index.js';

/** How the hub signs in at a remote. */
export type Credentials =
  | { readonly scheme: 'basic'; readonly user: string; readonly password: string }
  | { readonly scheme: 'bearer'; readonly token: string }
  /** MISP's way: the key alone. */
  | { readonly scheme: 'key'; readonly key: string };

/** Why a pull stopped, in words for its administrator: never with what was sent to sign in, nor what the remote wrote. */
export class PullFailure extends Error {
  constructor(
    why: string,
    /** `status`: of the answer; `waitMs`: how long the remote asks to be left alone; `isTooLarge`: it gave more than is read. */
    readonly more: { readonly status?: number; readonly waitMs?: number; readonly isTooLarge?: boolean } = {},
  ) {
    super(why);
  }
}

/** Media types, by what is told of one that is not that. */
export const TAXII = 'application/taxii+json;version=2.1';
export const JSON_TYPE = 'application/json';

const WORDS: Readonly<Record<number, string>> = {
  401: 'the server does not take the credentials (401)',
  403: 'the server does not let these credentials read this (403)',
  404: 'the server has nothing at this address (404)',
  406: 'the server does not speak this protocol or version (406)',
  429: 'the server asks to be left alone for a while (429)',
  503: 'the server is busy or under repair (503)',
};

/** Somebody else's server, asked with the source's credentials through {@link Outbound}: follows nothing, waits for nothing beyond its limits. */
export class Remote {
  constructor(
    private readonly outbound: Outbound,
    private readonly credentials: Credentials | undefined,
    private readonly until: AbortSignal,
  ) {}

  /** The answer 200 of at most `most` bytes in the media type that was asked for, or in one of them. `body`: makes it a POST. Throws {@link PullFailure}. */
  async ask(url: string, type: string | readonly string[], most: number, body?: object): Promise<Answer> {
    const types = [type].flat();
    const headers = {
      accept: types.join(', '),
      ...(this.credentials && { authorization: authorization(this.credentials) }),
      ...(body && { 'content-type': JSON_TYPE }),
    };
    const sent = body && Buffer.from(JSON.stringify(body));
    const answer = await this.outbound
      .request(url, { most, headers, ...(sent && { body: sent }) }, this.until)
      .catch((error: unknown) => {
        if (error instanceof OutboundFailure) throw new PullFailure(error.message, { isTooLarge: error.isTooLarge });
        if (error instanceof Fault && error.code === 'blocked_destination') throw new PullFailure(error.message);
        throw error;
      });
    const { status, headers: said } = answer;
    if (status !== 200)
      throw new PullFailure(WORDS[status] ?? `the server answers ${status}`, {
        status,
        ...waitOf(said['retry-after'], Date.now()),
      });
    if (!types.some((one) => isType(said['content-type'], one)))
      throw new PullFailure(`the answer is not ${types[0]}`, { status });
    return answer;
  }
}

function authorization(credentials: Credentials): string {
  switch (credentials.scheme) {
    case 'basic':
      return `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64')}`;
    case 'bearer':
      return `Bearer ${credentials.token}`;
    case 'key':
      return credentials.key;
  }
}

/** Whether a Content-Type is of the type that was asked for, its version included, whatever else it says. */
export function isType(given: string | undefined, wanted: string): boolean {
  const [type, ...wantedParameters] = partsOf(wanted);
  const [found, ...parameters] = partsOf(given ?? '');
  return found === type && wantedParameters.every((one) => parameters.includes(one));
}

const partsOf = (text: string): string[] => text.split(';').map((part) => part.toLowerCase().replaceAll(/[\s"]/g, ''));
