import { domainToASCII, domainToUnicode } from 'node:url';
import { printable } from './plain-text.js';
import { refang } from './refang.js';
import { refuse } from './refuse.js';

/**
 * A domain name as A-labels (UTS 46, as browsers do it), lower case, without the final dot. Labels may hold
 * underscores, as service names in the DNS do. Refused: a single label, anything that reads as an IP address, labels
 * over 63 or names over 253 characters (RFC 1035), labels that begin or end with a hyphen (RFC 1123), wildcards.
 */
export function domain(input: string): string {
  const name = hostName(refang(printable(input, 1024)));
  if (!name.includes('.')) refuse('a domain name needs at least two labels');
  return name;
}

/** As {@link domain}, for text already refanged; a single label, such as an intranet host in a URL, passes. */
export function hostName(text: string): string {
  // Before conversion: domainToASCII would decode `%2e` and cut at `/`, `?` and `#`, giving another name.
  if (/[^A-Za-z0-9._\-\u0080-\u{10FFFF}]/u.test(text)) refuse('a domain name can’t hold this character');
  const name = domainToASCII(text).replace(/\.$/, '');
  if (name === '') refuse('not a valid (internationalised) domain name');
  if (name.length > 253) refuse('a domain name has at most 253 characters');
  const labels = name.split('.');
  for (const label of labels) checkLabel(label);
  if (!/[a-z]/.test(labels.at(-1) ?? '')) refuse('the last label of a domain name has a letter');
  if (name.includes('xn--')) checkEncoded(name);
  return name;
}

/** An `xn--` label stands for another text, and is the only one that does: Node 24 leaves one as it is that stands for none. */
function checkEncoded(name: string): void {
  const read = domainToUnicode(name);
  if (/(?:^|\.)xn--/.test(read) || domainToASCII(read) !== name) refuse('an xn-- label is not valid');
}

function checkLabel(label: string): void {
  if (label === '') refuse('a label of the domain name is empty');
  if (label.length > 63) refuse('a label of a domain name has at most 63 characters');
  if (!/^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?$/.test(label)) refuse('a label of the domain name is not valid');
}
