import { OBSERVABLE_TYPES, type ObservableType } from '../../kernel/index.js';

/** The hub's words for types, by what other tools call them; in lower case, letters and digits only. */
const NAMES: Readonly<Record<string, ObservableType>> = {
  ...every('ipv4-addr', 'ipv4 ipv4addr ipv4address ipv4cidr'),
  ...every('ipv6-addr', 'ipv6 ipv6addr ipv6address ipv6cidr'),
  ...every('domain-name', 'domainname domain hostname host fqdn dns dnsname domains hostnames'),
  ...every('url', 'url uri link urls'),
  ...every(
    'email-addr',
    'emailaddr email mail emailaddress emailsrc emaildst emailsender emailfrom emailwhois whoisregistrantemail',
  ),
  ...every('MD5', 'md5 hashmd5 filehashmd5 md5hash md5sum'),
  ...every('SHA-1', 'sha1 hashsha1 filehashsha1 sha1hash'),
  ...every('SHA-256', 'sha256 hashsha256 filehashsha256 sha256hash'),
  ...every('SHA-512', 'sha512 hashsha512 filehashsha512 sha512hash'),
  ...every('SSDEEP', 'ssdeep'),
  ...every('TLSH', 'tlsh'),
  ...every('file-name', 'filename'),
  ...every('file-path', 'filepath path directory'),
  ...every('mutex', 'mutex mutexname'),
  ...every('windows-registry-key', 'windowsregistrykey registrykey regkey registry'),
  ...every('autonomous-system', 'autonomoussystem asn as asnumber'),
  ...every('user-agent', 'useragent httpuseragent'),
  ...every(
    'x509-certificate',
    'x509certificate x509fingerprintsha1 x509fingerprintsha256 certificate certificatefingerprint sslcertfingerprint',
  ),
  ...every('ja3', 'ja3 ja3fingerprintmd5 ja3hash ja3md5'),
  ...every('ja4', 'ja4'),
  ...every('vulnerability', 'vulnerability cve vuln'),
  ...every('cryptocurrency-wallet', 'cryptocurrencywallet btc bitcoin bitcoinaddress xmr wallet'),
};

/** Names that say less than the value itself does: the hub looks at the value. */
const OPEN = new Set(['ioc', 'hash', 'filehash', 'hashes', 'checksum', 'ioc', 'indicator', 'other', 'unknown']);
const ADDRESS = new Set(['ip', 'ipaddress', 'ipaddr', 'ipsrc', 'ipdst', 'cidr', 'network', 'ipv4ipv6', 'ipv4v6']);

const HASH = /^(?:[\da-f]{32}|[\da-f]{40}|[\da-f]{64}|[\da-f]{128})$/i;

function every(type: ObservableType, names: string): Record<string, ObservableType> {
  return Object.fromEntries(names.split(' ').map((name) => [name, type]));
}

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** Is this word, as another tool would write it, a type? */
export function isTypeName(name: string): boolean {
  const word = plain(name);
  return Object.hasOwn(NAMES, word) || OPEN.has(word) || ADDRESS.has(word) || word === 'file';
}

/** The hub's type for another tool's: undefined leaves it to the value, null is no type that anybody knows. */
export function typeFor(name: string | undefined, value: string): ObservableType | null | undefined {
  if (!name) return undefined;
  if ((OBSERVABLE_TYPES as readonly string[]).includes(name)) return name as ObservableType;
  const word = plain(name);
  if (OPEN.has(word)) return undefined;
  if (ADDRESS.has(word)) return value.includes(':') ? 'ipv6-addr' : 'ipv4-addr';
  if (word === 'file') return HASH.test(value) ? undefined : /[\\/]/.test(value) ? 'file-path' : 'file-name';
  return Object.hasOwn(NAMES, word) ? NAMES[word]! : null;
}

/** Several hashes of one file in one cell are several values; anything else is one. */
export function valuesOf(cell: string): string[] {
  const parts = cell.split(/[,;\s]+/).filter((part) => part !== '');
  return parts.length > 1 && parts.every((part) => HASH.test(part)) ? parts : [cell];
}
