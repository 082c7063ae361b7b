import { isIPv6 } from 'node:net';
import { each } from './digests.js';
import { closes, opens } from './edges.js';
import type { Doubt } from './mention.js';
import { attempt, isOverbroad } from './names.js';
import type { Page } from './page.js';

const CVE = /(?<![A-Za-z0-9])CVE[-‐‑‒–−]\d{4}[-‐‑‒–−]\d{4,19}(?![A-Za-z0-9])/gi;
const TECHNIQUE = /(?<![A-Za-z0-9/.-])T[01]\d{3}(?:\.\d{3})?(?![A-Za-z0-9]|[.-]\d)/g;
const SYSTEM = /(?<![A-Za-z0-9])ASN?[ -]?([1-9]\d{0,9})(?![A-Za-z0-9.])/g;
const MUTEX = /\bmutex(?:es)?\b[^"'`\n“]{0,20}["'`“]([^"'`\n”]{3,120})["'`”]/gi;
const GROUPS = /(?<![0-9A-Za-z_:.%/-])[0-9A-Fa-f:][0-9A-Fa-f:.]{2,}/g;
const WALLET =
  /(?<![A-Za-z0-9/+=])(?:0x[0-9a-fA-F]{40}|bc1[02-9ac-hj-np-z]{11,71}|[13LM4-8][1-9A-HJ-NP-Za-km-z]{24,105})(?![A-Za-z0-9/+=])/g;

/** Finds what has a shape of its own: CVEs, techniques, AS numbers, wallets (checksums hold), mutexes that are so called. */
export function takeIdentifiers(page: Page): void {
  each(page, CVE, 'vulnerability');
  for (const match of page.text.matchAll(TECHNIQUE))
    if (page.isFree(match.index)) page.take(match.index, match.index + match[0].length, 'attack-technique', match[0]);
  for (const match of page.text.matchAll(SYSTEM)) {
    const value = page.isFree(match.index) ? attempt('autonomous-system', match[1] ?? '') : null;
    if (value !== null) page.take(match.index, match.index + match[0].length, 'autonomous-system', value);
  }
  for (const match of page.text.matchAll(MUTEX)) {
    const from = match.index + match[0].length - 1 - (match[1] ?? '').length;
    const value = page.isFree(from) ? attempt('mutex', match[1] ?? '') : null;
    if (value !== null) page.take(from, from + (match[1] ?? '').length, 'mutex', value);
  }
  each(page, WALLET, 'cryptocurrency-wallet');
  takeIpv6(page);
}

function takeIpv6(page: Page): void {
  const { text } = page;
  for (const match of text.matchAll(GROUPS)) {
    const from = match.index;
    if (match[0].length > 50 || !match[0].includes(':') || !page.isFree(from)) continue;
    const run = match[0].replace(/(?:\.|(?<!:):)+$/, '');
    if (!isIPv6(run)) continue;
    const prefix = /^\/\d{1,3}(?![\w/]|\.\d)/.exec(text.slice(from + run.length, from + run.length + 5))?.[0] ?? '';
    const to = from + run.length + prefix.length;
    const value = attempt('ipv6-addr', run + prefix);
    if (value === null) page.leave(from, to, 'invalid');
    else if (!opens(text, from, to) || !closes(text, from, to) || /^\/\d/.test(text.slice(to, to + 2)))
      page.leave(from, to, 'glued');
    else page.take(from, to, 'ipv6-addr', value, ipv6Doubts(value));
  }
}

/** Short ones without the look of a global address may be of C++ or Perl. */
function ipv6Doubts(value: string): Doubt[] {
  if (!/^[23][0-9a-f]{3}:/.test(value) && value.replace(/[^:]/g, '').length < 4) return ['code'];
  return isOverbroad('ipv6-addr', value) ? ['overbroad'] : [];
}
