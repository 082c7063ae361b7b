import { ipv6, isPlainIpv4 } from './address.js';
import { hostName } from './domain.js';
import { printable } from './plain-text.js';
import { refang } from './refang.js';
import { refuse } from './refuse.js';

/** The longest URL taken, before and after normalisation. */
export const MAX_URL = 8192;

const SCRIPTED = new Set(['javascript', 'vbscript', 'data']);

/**
 * A URL in WHATWG normal form: scheme and host lower case, default port gone, path as the standard has it, user name
 * and password kept. The host is never reinterpreted: one that browsers would turn into another (`0x7f.1`,
 * `2130706433`, `%31.1.1.1`, full-width digits) is refused, as are control characters and more than 8,192 characters.
 */
export function url(input: string): string {
  const parts = splitUrl(refang(printable(input, MAX_URL)));
  if (!parts) refuse('a URL has the form scheme://host/path');
  const { scheme, userinfo, host, port, rest } = parts;
  if (SCRIPTED.has(scheme)) refuse('a URL that carries its own script is not a place on the network');
  const canonicalHost = urlHost(host);
  const parsed = URL.canParse(`${scheme}://${userinfo}${canonicalHost}${port}${rest}`)
    ? new URL(`${scheme}://${userinfo}${canonicalHost}${port}${rest}`)
    : refuse('not a valid URL');
  if (urlHost(parsed.hostname) !== canonicalHost) refuse('browsers would read another host in this URL');
  if (parsed.href.length > MAX_URL) refuse(`longer than ${MAX_URL} characters`);
  return parsed.href;
}

export interface UrlParts {
  readonly scheme: string;
  /** With the final `@`, or empty. */
  readonly userinfo: string;
  /** IPv6 in its square brackets. */
  readonly host: string;
  /** With its colon, or empty. */
  readonly port: string;
  /** Path, query and fragment. */
  readonly rest: string;
}

/** Splits a URL without interpreting any part of it; null when it has not the form `scheme://host…`. */
export function splitUrl(text: string): UrlParts | null {
  const [, scheme, authority, rest] = /^([a-z][a-z0-9+.-]*):\/\/([^/\\?#]*)(.*)$/is.exec(text) ?? [];
  if (scheme === undefined || authority === undefined || rest === undefined) return null;
  const at = authority.lastIndexOf('@') + 1;
  const [, host, port] = /^(\[[^\]]*\]|[^:[\]]+)((?::\d{0,5})?)$/.exec(authority.slice(at)) ?? [];
  if (host === undefined || port === undefined) return null;
  return { scheme: scheme.toLowerCase(), userinfo: authority.slice(0, at), host, port, rest };
}

/** The host of a URL in canonical form, IPv6 in brackets. Throws `observable_invalid`. */
function urlHost(host: string): string {
  if (host.startsWith('[')) {
    if (host.includes('/')) refuse('a URL names one host');
    return `[${ipv6(host.slice(1, -1))}]`;
  }
  return isPlainIpv4(host) ? host : hostName(host);
}
