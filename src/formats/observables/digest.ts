import { printable } from './plain-text.js';
import { refuse } from './refuse.js';
import { withoutInvisible } from './refang.js';

/** A canonicaliser of hexadecimal digests of this many digits: lower case. */
export function hexDigest(digits: number): (input: string) => string {
  const shape = new RegExp(`^[0-9a-f]{${digits}}$`);
  return (input) => {
    const text = withoutInvisible(printable(input, 4096)).toLowerCase();
    return shape.test(text) ? text : refuse(`not ${digits} hexadecimal digits`);
  };
}

/** SHA-1 or SHA-256 fingerprint of a certificate: lower-case hex without the colons or spaces tools print. */
export function fingerprint(input: string): string {
  const text = withoutInvisible(printable(input, 256)).replace(/[: ]/g, '').toLowerCase();
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text) ? text : refuse('not a SHA-1 or SHA-256 fingerprint');
}

/** A context-triggered piecewise hash `block:hash:hash` (ssdeep); the block size is 3 doubled some times. */
export function ssdeep(input: string): string {
  const text = printable(input, 256);
  const [, block] = /^(\d{1,10}):[A-Za-z0-9+/]{0,64}:[A-Za-z0-9+/]{0,64}$/.exec(text) ?? [];
  if (block === undefined || !Number.isInteger(Math.log2(Number(block) / 3))) refuse('not an ssdeep hash');
  return text;
}

/** TLSH of 35 bytes, with the version prefix that newer tools write: `T1` and 70 upper-case digits. */
export function tlsh(input: string): string {
  const [, digits] = /^(?:T1)?([0-9A-F]{70})$/i.exec(withoutInvisible(printable(input, 256))) ?? [];
  return digits === undefined ? refuse('not a TLSH hash') : `T1${digits.toUpperCase()}`;
}

/** JA4 TLS client fingerprint `a_b_c` (FoxIO): lower case. */
export function ja4(input: string): string {
  const text = printable(input, 256).toLowerCase();
  return /^[tqd](?:1[0-3]|s[23]|d[123]|00)[di]\d{4}[0-9a-z]{2}(?:_[0-9a-f]{12}){2}$/.test(text)
    ? text
    : refuse('not a JA4 fingerprint, such as t13d1516h2_8daaf6152771_02713d6af862');
}
