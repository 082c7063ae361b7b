import { domain } from './domain.js';
import { plainText } from './plain-text.js';
import { refang } from './refang.js';
import { refuse } from './refuse.js';

/**
 * An e-mail address: the local part with its case kept (RFC 5321, 2.4), the domain canonical. Quoted local parts,
 * comments and address literals are refused: they serve to smuggle a second address past a reader.
 */
export function email(input: string): string {
  // Normalised again: an invisible character taken out may have stood between a letter and its accent.
  const text = refang(refang(plainText(input, 1024)).replace(/^mailto:/i, '')).normalize('NFC');
  const at = text.lastIndexOf('@');
  if (at < 1) refuse('an e-mail address has the form name@domain');
  const local = text.slice(0, at);
  if (local.length > 64) refuse('the part before the @ has at most 64 characters');
  if (/[\s@"(),:;<>[\]\\{}]|^\.|\.$/.test(local)) refuse('the part before the @ is not valid');
  return `${local}@${domain(text.slice(at + 1))}`;
}
