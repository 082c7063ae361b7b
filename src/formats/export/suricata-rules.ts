import { hash } from 'node:crypto';
import { isIP } from 'node:net';
import type { Observable } from '../../kernel/index.js';
import { isHostName } from './host-name.js';
import { type Listed, type ListFormat, remark } from './listed.js';

/** Signature ids are above those of the rule sets that are in use, and below 2³². */
const FIRST_SID = 1_000_000_000;
const SIDS = 3_000_000_000;

/** What a rule says but its name, id and metadata. `what`: one value may need several. */
interface Rule {
  readonly what: string;
  readonly head: string;
  readonly match: string;
}

/**
 * Suricata rules (5.0 and later), one a line. Hashes of files can't stand in a rule, only in files beside it. A value's
 * signature id is the same in every list, but for the second of two values of a list that share one.
 */
export function suricataRules(): ListFormat {
  const taken = new Set<number>();
  const sidOf = (what: string, { type, value }: Observable): number => {
    for (let turn = 0; ; turn += 1) {
      const sid =
        FIRST_SID + (Number.parseInt(hash('sha256', `${turn}\n${what}\n${type}\n${value}`).slice(0, 12), 16) % SIDS);
      if (taken.has(sid)) continue;
      taken.add(sid);
      return sid;
    }
  };
  return {
    mediaType: 'text/plain; charset=utf-8',
    extension: 'rules',
    comment: (text) => `# ${remark(text)}\n`,
    begin: () => '',
    lines(listed) {
      const rules = rulesOf(listed.observable);
      return rules && rules.map((rule) => print(rule, listed, sidOf(rule.what, listed.observable))).join('');
    },
  };
}

function print({ what, head, match }: Rule, { observable, id, tlp, confidence }: Listed, sid: number): string {
  const words = [`tlp ${tlp.replace('+', '_')}`, `stix_id ${id.replace(/[^a-z0-9-]/g, '')}`];
  if (confidence !== undefined) words.push(`confidence ${confidence}`);
  const message = `Tocsin ${what} ${observable.value}`.replace(/[^A-Za-z0-9 ._-]/g, '_').slice(0, 200);
  return `alert ${head} (msg:"${message}"; ${match}metadata:${words.join(', ')}; sid:${sid}; rev:1;)\n`;
}

function rulesOf({ type, value }: Observable): Rule[] | null {
  switch (type) {
    case 'ipv4-addr':
    case 'ipv6-addr':
      return isIP(value.replace(/\/\d{1,3}$/, '')) === 0
        ? null
        : [{ what: 'ip', head: `ip any any <> ${value} any`, match: '' }];
    case 'domain-name':
      return isHostName(value) ? domainRules(value) : null;
    case 'url':
      return urlRules(value);
    case 'ja3':
      return /^[0-9a-f]{32}$/.test(value)
        ? [{ what: 'ja3', head: 'tls any any -> any any', match: `ja3.hash; content:"${value}"; ` }]
        : null;
    case 'user-agent':
      return contentRules('user-agent', 'http any any -> any any', 'http.user_agent', value);
    default:
      return null;
  }
}

/** The name itself and all below it: `dotprefix` puts a dot before what is looked at. */
function domainRules(name: string): Rule[] {
  const match = `dotprefix; content:"${content(`.${name}`)}"; nocase; endswith; `;
  return [
    { what: 'dns', head: 'dns any any -> any any', match: `dns.query; ${match}` },
    { what: 'tls', head: 'tls any any -> any any', match: `tls.sni; ${match}` },
    { what: 'http', head: 'http any any -> any any', match: `http.host; ${match}` },
  ];
}

/** Only of what is not encrypted is the address to be seen. The host is compared in lower case, as Suricata has it. */
function urlRules(value: string): Rule[] | null {
  if (!URL.canParse(value)) return null;
  const { protocol, hostname, pathname, search } = new URL(value);
  if (protocol !== 'http:' || hostname === '' || !fits(hostname) || !fits(pathname + search)) return null;
  const host = `http.host; content:"${content(hostname.toLowerCase())}"; bsize:${Buffer.byteLength(hostname)}; `;
  const path = `http.uri.raw; content:"${content(pathname + search)}"; startswith; endswith; `;
  return [{ what: 'url', head: 'http any any -> any any', match: host + path }];
}

const contentRules = (what: string, head: string, buffer: string, value: string): Rule[] | null =>
  fits(value) ? [{ what, head, match: `${buffer}; content:"${content(value)}"; ` }] : null;

/** Longest text that a `content` may hold. */
const fits = (text: string): boolean => text !== '' && Buffer.byteLength(text) <= 255;

/** Everything but letters, digits and a few signs as hexadecimal bytes: nothing of it can end the text, the option or the rule. */
function content(text: string): string {
  return text.replace(
    /[^A-Za-z0-9._/-]+/gu,
    (part) => `|${Buffer.from(part).toString('hex').toUpperCase().match(/../g)!.join(' ')}|`,
  );
}
