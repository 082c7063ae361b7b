import { createHash } from 'node:crypto';
import { REFERENCE_SITES } from '../formats/index.js';
import type { MispList } from './warninglist.js';

const IPS = ['ip-src', 'ip-dst'];
const NAMES = ['domain', 'hostname', 'url', 'email'];
const words = (text: string): string[] => text.trim().split(/\s+/);

/** Not those for documentation (RFC 2606, 3849, 5737): to block them harms nobody, and whoever tries the hub out uses them. */
const SPECIAL = words(`
  0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.31.196.0/24
  192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 224.0.0.0/4
  240.0.0.0/4 ::/128 ::1/128 ::ffff:0:0/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001:2::/48
  5f00::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8`);
const RESOLVERS = words(`
  1.1.1.1 1.0.0.1 1.1.1.2 1.0.0.2 1.1.1.3 1.0.0.3 8.8.8.8 8.8.4.4 9.9.9.9 149.112.112.112 9.9.9.10 149.112.112.10 9.9.9.11
  208.67.222.222 208.67.220.220 94.140.14.14 94.140.15.15 185.228.168.9 185.228.169.9 76.76.2.0 76.76.10.0 4.2.2.1 4.2.2.2
  4.2.2.3 4.2.2.4 64.6.64.6 64.6.65.6 84.200.69.80 84.200.70.40 80.80.80.80 80.80.81.81 114.114.114.114 114.114.115.115
  223.5.5.5 223.6.6.6 119.29.29.29 77.88.8.8 77.88.8.1 193.110.81.0 185.253.5.0 86.54.11.1 86.54.11.201
  2606:4700:4700::1111 2606:4700:4700::1001 2001:4860:4860::8888 2001:4860:4860::8844 2620:fe::fe 2620:fe::9
  2620:119:35::35 2620:119:53::53 2a10:50c0::ad1:ff 2a10:50c0::ad2:ff`);
const SPECIAL_NAMES = words(`
  invalid localhost local localdomain internal home.arpa
  alt in-addr.arpa ip6.arpa resolver.arpa service.arpa`);
/** What half the world would miss by the next morning: the names alone, and their `www`. */
const MUST_WORK = words(`
  google.com google.de google.fr google.co.uk youtube.com gmail.com googleapis.com gstatic.com android.com microsoft.com office.com
  office365.com live.com outlook.com hotmail.com windows.com windowsupdate.com microsoftonline.com login.microsoftonline.com bing.com
  azure.com skype.com apple.com icloud.com amazon.com amazonaws.com cloudfront.net facebook.com instagram.com whatsapp.com
  twitter.com x.com linkedin.com wikipedia.org github.com gitlab.com mozilla.org firefox.com letsencrypt.org digicert.com verisign.com
  cloudflare.com akamai.net akamaiedge.net fastly.net yahoo.com yandex.ru baidu.com qq.com paypal.com ebay.com netflix.com
  adobe.com oracle.com ubuntu.com debian.org python.org npmjs.com docker.com dropbox.com zoom.us europa.eu un.org nato.int who.int
  icann.org iana.org ietf.org ripe.net arin.net apnic.net lacnic.net afrinic.net gov.uk bund.de`);

const empty = (name: string): string => createHash(name).digest('hex');

const own = (
  name: string,
  type: MispList['type'],
  matching_attributes: string[],
  list: string[],
  description: string,
): MispList => ({
  name,
  description,
  version: 1,
  type,
  matching_attributes,
  list,
});

/** Lists that every hub has, by their ids. */
export const DEFAULTS: Readonly<Record<string, MispList>> = {
  'tocsin-special-networks': own(
    'Special-use networks',
    'cidr',
    IPS,
    SPECIAL,
    'Networks with a special use by RFC 1918, 6598, 6890 and others: private, loopback, multicast',
  ),
  'tocsin-special-names': own(
    'Special-use names',
    'hostname',
    NAMES,
    SPECIAL_NAMES,
    'Names with a special use by RFC 6761, 6762, 8375 and others',
  ),
  'tocsin-public-resolvers': own(
    'Public DNS resolvers',
    'cidr',
    IPS,
    RESOLVERS,
    'Resolvers that anybody may use, and many do',
  ),
  'tocsin-empty-files': own(
    'Hashes of the empty file',
    'string',
    ['md5', 'sha1', 'sha256', 'sha512', 'ssdeep'],
    [...['md5', 'sha1', 'sha256', 'sha512'].map(empty), '3::'],
    'What every hash makes of nothing',
  ),
  'tocsin-must-work': own(
    'Names that must work',
    'string',
    ['domain', 'hostname'],
    MUST_WORK.flatMap((name) => [name, `www.${name}`]),
    'Names that nobody can block and stay on the Internet',
  ),
  'tocsin-reference-sites': own(
    'Sites that reports refer to',
    'hostname',
    ['domain', 'hostname', 'url'],
    [...REFERENCE_SITES],
    'Publishers, catalogues and platforms of the field, which stand in a report as its sources',
  ),
};
