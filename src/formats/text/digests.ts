import type { ObservableType } from '../../kernel/index.js';
import { lineBefore, nextLineWord, lastLineWord } from './edges.js';
import { attempt } from './names.js';
import type { Page } from './page.js';
import type { Doubt } from './mention.js';

const DIGESTS: Readonly<Record<number, ObservableType>> = { 32: 'MD5', 40: 'SHA-1', 64: 'SHA-256', 128: 'SHA-512' };
const HEX = /^[0-9a-fA-F]+$/;

/** Takes a run of hexadecimal digits as a digest. False when it is none: too short, or of something else. */
export function takeDigest(page: Page, from: number, to: number): boolean {
  const { text } = page;
  const run = text.slice(from, to);
  if (run.length < 31 || !HEX.test(run)) return false;
  if (!/[0-9]/.test(run) || !/[a-fA-F]/.test(run)) return /^(.)\1+$/.test(run); // a line drawn, or a long number
  const type = DIGESTS[run.length];
  if (type === undefined) {
    if (Math.abs(run.length - 40) < 4 || Math.abs(run.length - 64) < 4 || run.length === 31 || run.length === 33)
      page.leave(from, to, 'length');
    return true;
  }
  if (isCut(text, from, to)) page.leave(from, to, 'cut_off');
  else takeNamed(page, from, to, type);
  return true;
}

function takeNamed(page: Page, from: number, to: number, type: ObservableType): void {
  const before = lineBefore(page.text, from).slice(-60);
  const value = page.text.slice(from, to).toLowerCase();
  const doubts: Doubt[] = type === 'SHA-1' && /\bcommit\W{0,3}$/i.test(before) ? ['commit'] : [];
  if (type === 'MD5' && /\bja3s?\b[^0-9a-f]{0,12}$/i.test(before)) return page.take(from, to, 'ja3', value, doubts);
  if (type !== 'MD5' && /\b(?:thumbprint|fingerprint)\b/i.test(before))
    return page.take(from, to, 'x509-certificate', value, doubts);
  page.take(from, to, type, value, doubts);
}

/** Whether digits of it stand on the next line or on the one before: pieces that are of no digest's length. */
function isCut(text: string, from: number, to: number): boolean {
  const isPiece = (word: string | null): boolean =>
    word !== null && /^[0-9a-fA-F]{4,127}$/.test(word) && /\d/.test(word) && DIGESTS[word.length] === undefined;
  return isPiece(nextLineWord(text, to)) || isPiece(lastLineWord(text, from));
}

const SSDEEP = /(?<![A-Za-z0-9:/+])\d{1,10}:[A-Za-z0-9/+]{6,64}:[A-Za-z0-9/+]{3,64}(?![A-Za-z0-9:/+=])/g;
const COLONS = /(?<![0-9A-Fa-f:])(?:[0-9A-Fa-f]{2}:){19}(?:(?:[0-9A-Fa-f]{2}:){12})?[0-9A-Fa-f]{2}(?![0-9A-Fa-f:])/g;
const JA4 = /(?<![A-Za-z0-9])[tqd][0-9sd]\d[di]\d{4}[0-9a-z]{2}_[0-9a-f]{12}_[0-9a-f]{12}(?![A-Za-z0-9_])/g;
const TLSH = /(?<![A-Za-z0-9])T1[0-9A-Fa-f]{70}(?![A-Za-z0-9])/g;

/** Finds fuzzy hashes and fingerprints, whose shapes are their own. */
export function takeFingerprints(page: Page): void {
  each(page, SSDEEP, 'SSDEEP');
  each(page, COLONS, 'x509-certificate');
  each(page, JA4, 'ja4');
  each(page, TLSH, 'TLSH');
}

/** Takes all that a pattern finds and is a valid value of the type. */
export function each(page: Page, pattern: RegExp, type: ObservableType): void {
  for (const match of page.text.matchAll(pattern)) {
    const value = page.isFree(match.index) ? attempt(type, match[0]) : null;
    if (value !== null) page.take(match.index, match.index + match[0].length, type, value);
  }
}
