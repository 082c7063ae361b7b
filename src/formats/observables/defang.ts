import type { Observable } from '../../kernel/index.js';
import { DEFANGED } from './schemes.js';
import { splitUrl } from './url.js';

const dots = (text: string): string => text.replaceAll('.', '[.]');
const firstColon = (text: string): string => dots(text).replace(':', '[:]');

/**
 * A canonical observable so written that no mail program makes a link of it: `hxxp(s)`, `[.]` for each dot of a host or
 * address, `[@]`, `[:]` for the first colon of an IPv6 address. Paths, hashes and all else stay as they are.
 * `canonical(o.type, defang(o)) === o.value`.
 */
export function defang({ type, value }: Observable): string {
  switch (type) {
    case 'ipv4-addr':
    case 'domain-name':
      return dots(value);
    case 'ipv6-addr':
      return firstColon(value);
    case 'email-addr':
      return defangMailbox(value);
    case 'url':
      return defangUrl(value);
    default:
      return value;
  }
}

function defangMailbox(value: string): string {
  const at = value.lastIndexOf('@');
  return `${value.slice(0, at)}[@]${dots(value.slice(at + 1))}`;
}

function defangUrl(value: string): string {
  const parts = splitUrl(value);
  if (!parts) return value;
  const { scheme, userinfo, host, port, rest } = parts;
  const safeHost = host.startsWith('[') ? firstColon(host) : dots(host);
  return `${DEFANGED[scheme] ?? scheme}://${userinfo.replace(/@$/, '[@]')}${safeHost}${port}${rest}`;
}
