const dots = (text: string): string => text.replaceAll('.', '[.]');
const address = (text: string): string => (text.includes(':') ? text.replace(':', '[:]') : dots(text));

const SCHEMES: Readonly<Record<string, string>> = {
  http: 'hxxp',
  https: 'hxxps',
  ftp: 'fxp',
  ftps: 'fxps',
  sftp: 'sxxp',
};
const URL_PARTS = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/is;

/** A value so written that nothing makes a link of it. Paths, hashes and all that is no link stay as they are. */
export function defang(type: string, value: string): string {
  switch (type) {
    case 'ipv4-addr':
    case 'domain-name':
      return dots(value);
    case 'ipv6-addr':
      return address(value);
    case 'email-addr': {
      const at = value.lastIndexOf('@');
      return at < 0 ? dots(value) : `${value.slice(0, at)}[@]${dots(value.slice(at + 1))}`;
    }
    case 'url':
      return defangUrl(value);
    default:
      return value;
  }
}

function defangUrl(value: string): string {
  const [, scheme, authority, rest] = URL_PARTS.exec(value) ?? [];
  if (scheme === undefined || authority === undefined) return value;
  const at = authority.lastIndexOf('@');
  const user = at < 0 ? '' : `${authority.slice(0, at)}[@]`;
  const host = authority.slice(at + 1);
  const safe = host.startsWith('[') ? host.replace(':', '[:]') : dots(host);
  return `${SCHEMES[scheme.toLowerCase()] ?? scheme}://${user}${safe}${rest}`;
}

/** A value whose type nobody said: defanged by what it looks like, unless it is already. */
export function defangAny(value: string): string {
  if (/\[(?:[.:@]|dot|at)\]|^hxxp/i.test(value)) return value;
  if (URL_PARTS.test(value)) return defangUrl(value);
  if (/^[^\s@\\/]+@[^\s@\\/]+\.[^\s@\\/]+$/.test(value)) return defang('email-addr', value);
  if (/^[\da-f:.]+(\/\d+)?$/i.test(value) && value.includes(':')) return address(value);
  return /^[^\s\\/:[\]]+\.[^\s\\/:[\]]+(\/\d+)?$/.test(value) ? dots(value) : value;
}
