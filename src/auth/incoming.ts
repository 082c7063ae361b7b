import type { IncomingHttpHeaders } from 'node:http';
import { Fault } from '../kernel/index.js';

/** What of a request says who is asking. A FastifyRequest and a socket.io handshake both give it. */
export interface Incoming {
  readonly headers: IncomingHttpHeaders;
  /** The caller's address, as far as proxies are trusted. */
  readonly address: string;
  /** With the query string, which must hold no credential. */
  readonly url?: string | undefined;
  /** Node drops a second Authorization header silently; only here can it be seen. */
  readonly rawHeaders?: readonly string[] | undefined;
}

/** What a browser sends and is sent: `__Host-` makes it keep the cookie to this host, over TLS and for every path. */
export const COOKIE = '__Host-tocsin';

const CREDENTIAL_NAME = /^(?:api[-_]?key|auth[-_]?key|access[-_]?token|token|password|authorization)$/i;
const KEY_TEXT = /tocsin_[0-9a-f]{16}_/;
const KEY_ALONE = /^tocsin_[0-9a-f]{16}_[\w-]+$/;

/** A credential as sent, unchecked; null when there is none. */
export type Sent =
  | { readonly kind: 'bearer' | 'basic'; readonly authorization: string }
  | { readonly kind: 'session'; readonly token: string };

/** Finds the one credential of a request. Two are refused: each would be a way around the checks of the other. */
export function credentialIn({ headers, url, rawHeaders }: Incoming): Sent | null {
  if (url !== undefined && showsCredential(url)) throw new Fault('credentials_in_url');
  const cookies = sessionCookies(headers.cookie);
  const { authorization } = headers;
  const named = rawHeaders?.filter((name, i) => i % 2 === 0 && name.toLowerCase() === 'authorization').length ?? 0;
  if (cookies.length > 1 || named > 1 || (cookies.length === 1 && authorization !== undefined)) {
    throw new Fault('ambiguous_credentials');
  }
  if (cookies[0] !== undefined) return { kind: 'session', token: cookies[0] };
  if (authorization === undefined) return null;
  if (KEY_ALONE.test(authorization)) return { kind: 'bearer', authorization: `Bearer ${authorization}` }; // so MISPs send one
  const [, scheme = '', value = ''] = /^(\w+) +(\S+)$/.exec(authorization) ?? [];
  const kind = scheme.toLowerCase();
  if (kind === 'token') return { kind: 'bearer', authorization: `Bearer ${value}` }; // so TAXII clients call a key: `TokenAuth` of taxii2client
  if (kind !== 'bearer' && kind !== 'basic') throw new Fault('unauthorized');
  return { kind, authorization: `${scheme} ${value}` };
}

function showsCredential(url: string): boolean {
  const mark = url.indexOf('?');
  const parameters = mark < 0 ? [] : [...new URLSearchParams(url.slice(mark + 1))];
  return KEY_TEXT.test(url) || parameters.some(([name, value]) => CREDENTIAL_NAME.test(name) || KEY_TEXT.test(value));
}

/** Values of the session cookie, which should be one at most. */
export function sessionCookies(header: string | undefined): string[] {
  if (!header) return [];
  const pairs = header.split(';').map((pair) => pair.trim());
  return pairs.filter((pair) => pair.startsWith(`${COOKIE}=`)).map((pair) => pair.slice(COOKIE.length + 1));
}
