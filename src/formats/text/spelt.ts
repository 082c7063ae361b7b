import { isPlainIpv4 } from '../observables/address.js';
import { isWord, lastLineWord, lineAfter, lineBefore, opens, WORD_CLASS } from './edges.js';
import { hasKnownSuffix, isOverbroad, mayBeFileEnding } from './names.js';

const DOT = /[ \t]{1,3}dot[ \t]{1,3}/giy;
const ANY_DOT = new RegExp(DOT.source, 'gi');
const RUN = new RegExp(`[${WORD_CLASS}.-]{1,253}`, 'y');
const IN_RUN = new RegExp(`[${WORD_CLASS}.-]`);
const LONGEST = 253;

/** Endings of names that are no words, or only of this trade: `evil dot com`. */
const NO_WORD = /^(?:com|net|org|info|biz|edu|gov|mil|onion|example|xyz|xn--.+|[a-z]{2})$/;
/** Of those with two letters, words that prose has everywhere. */
const SMALL_WORD = /^(?:am|as|at|be|by|do|id|in|is|it|la|ma|me|my|no|pa|so|to|us)$/;
/** Words that stand before a dot, or a company of the Web, of which a text speaks: `the dot com bubble`, `every dot`. */
const BEFORE_A_DOT = new Set(
  (
    'a about after all an and another any as at before between big black blue but by common dot double each early ' +
    'every extra final first for former from green his in is its large last late leading like many middle missing ' +
    'my new next no of old on one or our other per post pre red second several single small some than that the ' +
    'their then these third this those tiny to trailing two typical was were when white with your'
  ).split(' '),
);
const PRODUCT =
  /^[ \t]+(?:framework|core|runtime|assembl|developer|application|standard|boom|bubble|bust|crash|era|compan)/i;

/** A dot that is spelt out within a name or an address. */
export interface SpeltDot {
  readonly from: number;
  readonly to: number;
  /** It may be a word as well. */
  readonly unsure: boolean;
}

interface Chain {
  readonly from: number;
  readonly to: number;
  readonly parts: readonly string[];
  readonly dots: readonly (readonly [from: number, to: number])[];
}

/**
 * Dots spelt out between spaces, where what they join is an address, a name below a public suffix, or the host of a URL
 * or mailbox: `evil dot example dot com`. One alone may be a word, and is none at all where prose has it. Linear.
 */
export function speltDots(text: string, isDisguised: (from: number, to: number) => boolean): SpeltDot[] {
  const found: SpeltDot[] = [];
  ANY_DOT.lastIndex = 0;
  for (let match = ANY_DOT.exec(text); match; match = ANY_DOT.exec(text)) {
    const chain = chainAt(text, match.index);
    ANY_DOT.lastIndex = Math.max(chain.to, match.index + 4);
    const trust = trustIn(text, chain, isDisguised);
    if (trust !== 'none') for (const [from, to] of chain.dots) found.push({ from, to, unsure: trust === 'some' });
  }
  return found;
}

/** All that dots join from the first one at `at` on. */
function chainAt(text: string, at: number): Chain {
  let from = at;
  while (from > 0 && at - from < LONGEST && IN_RUN.test(text.charAt(from - 1))) from -= 1;
  const parts = [text.slice(from, at)];
  const dots: (readonly [number, number])[] = [];
  for (let to = at; ;) {
    DOT.lastIndex = to;
    const dot = DOT.exec(text)?.[0] ?? '';
    RUN.lastIndex = to + dot.length;
    const part = dot === '' ? '' : (RUN.exec(text)?.[0] ?? '').replace(/[.-]{1,8}$/, '');
    if (part === '') return { from, to, parts, dots };
    parts.push(part);
    dots.push([to, to + dot.length]);
    to += dot.length + part.length;
  }
}

function trustIn(
  text: string,
  chain: Chain,
  isDisguised: (from: number, to: number) => boolean,
): 'full' | 'some' | 'none' {
  const { from, to, parts, dots } = chain;
  if (dots.length === 0 || !parts.every(isPart) || isCut(text, chain)) return 'none';
  const host = parts.join('.').toLowerCase();
  const isAddress = isPlainIpv4(host);
  if (host.length > LONGEST || !(isAddress || hasKnownSuffix(host))) return 'none';
  if (isHostOf(text, from)) return 'full';
  if (!opens(text, from, from)) return 'none';
  if (isAddress) return 'full';
  const ending = host.slice(host.lastIndexOf('.') + 1);
  const isNoWord = NO_WORD.test(ending) && !SMALL_WORD.test(ending);
  if (isNoWord && (dots.length > 1 || isDisguised(from, to))) return 'full';
  if (mayBeWords(text, chain)) return 'none';
  const isName = isNoWord || (dots.length > 1 && !SMALL_WORD.test(ending));
  return isName || isSetApart(text, from, to) ? 'some' : 'none';
}

/** Whether it rather is of a sentence, or the name of a file. */
const mayBeWords = (text: string, { to, parts, dots }: Chain): boolean =>
  (dots.length === 1 && mayBeFileEnding(parts.at(-1)!.replace(/^.*\./, ''))) ||
  BEFORE_A_DOT.has(parts[0]!.toLowerCase()) ||
  PRODUCT.test(lineAfter(text, to)) ||
  isOverbroad('domain-name', parts.join('.').toLowerCase());

const isPart = (part: string): boolean =>
  part.toLowerCase() !== 'dot' && /^[^.-]/.test(part) && /[^.-]$/.test(part) && !part.includes('..');

/** Whether a URL’s scheme or a mailbox’s name stands in front. */
function isHostOf(text: string, from: number): boolean {
  const before = text.charAt(from - 1);
  return before === '@' ? isWord(text.charAt(from - 2)) : text.slice(Math.max(0, from - 3), from) === '://';
}

/** Whether a dot beside it joins it to something else, be it on another line. */
function isCut(text: string, { from, to }: Chain): boolean {
  if (/^[ \t]+dot\b/i.test(text.slice(to, to + 8))) return true;
  if (/^[ \t]*\r?\n[ \t]*dot[ \t]/i.test(text.slice(to, to + 40))) return true;
  return /(?:^|\s)dot[ \t]+$/i.test(lineBefore(text, from)) || /^dot$/i.test(lastLineWord(text, from) ?? '');
}

/** Alone on its line, in its cell, between quotation marks or in a list. */
const isSetApart = (text: string, from: number, to: number): boolean =>
  /(?:^|[:,;|("'`“>*•-])[ \t]*$/.test(lineBefore(text, from)) && /^[ \t]*(?:$|[\r,;|)"'`”<])/.test(lineAfter(text, to));
