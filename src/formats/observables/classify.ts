import { getPublicSuffix, parse } from 'tldts';
import { Fault, type Observable, type ObservableType } from '../../kernel/index.js';
import { isWindowsPath } from './names.js';
import { canonical } from './canonical.js';
import { refang, withoutInvisible } from './refang.js';
import { trimEdges, unwrap, withoutUnclosed } from './trim-edges.js';
import { MAX_URL } from './url.js';

type Shape = readonly [ObservableType, (pasted: string, refanged: string) => boolean];

const matches =
  (pattern: RegExp) =>
  (pasted: string): boolean =>
    pattern.test(pasted);

// The first shape that fits decides: when the value then proves not to be valid, it is nothing, never another type.
const SHAPES: readonly Shape[] = [
  ['vulnerability', matches(/^CVE[-‐‑‒–−]\d{4}/i)],
  ['MD5', matches(/^[0-9a-f]{32}$/i)],
  ['SHA-1', matches(/^[0-9a-f]{40}$/i)],
  ['SHA-256', matches(/^[0-9a-f]{64}$/i)],
  ['SHA-512', matches(/^[0-9a-f]{128}$/i)],
  ['ipv4-addr', (_, text) => /^[\d.]+\.[\d.]+(?:\/\d+)?$/.test(text)],
  ['ipv6-addr', (_, text) => /^[0-9a-f]{0,4}:[0-9a-f:.]*:[0-9a-f:.]*(?:\/\d+)?$/i.test(text)],
  ['url', (_, text) => /^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(text)],
  ['email-addr', (_, text) => /^(?:mailto:)?[^\s@/\\:]+@[^\s@]+$/i.test(text)],
  ['windows-registry-key', matches(/^(?:Computer\\)?HK(?:EY_[A-Z_]+|LM|CU|CR|U|CC|PD):?(?:\\|$)/i)],
  ['file-path', looksLikePath],
  ['autonomous-system', matches(/^AS\s?\d{1,10}$/i)],
  ['cryptocurrency-wallet', (pasted) => isA('cryptocurrency-wallet', pasted)],
  ['ja4', matches(/^[tqd][0-9sd]\d[di]\d{4}[0-9a-z]{2}_/i)],
  ['SSDEEP', matches(/^\d+:[A-Za-z0-9+/]+:[A-Za-z0-9+/]+$/)],
  ['TLSH', matches(/^(?:T1)?[0-9A-F]{70}$/i)],
  ['domain-name', (_, text) => /^[^\s/\\:@]+\.[^\s/\\:@]+$/.test(text) && hasKnownSuffix(text)],
];

/**
 * Types one pasted value, defanged or not, with the punctuation or brackets that a sentence left around it: the
 * canonical observable, or null when it fits none for certain. It never returns a part of what was pasted: an address
 * with a port or a name with a path is null. 32 hex digits are an MD5; a name needs a suffix of the public suffix
 * list, `.onion` or the `.example` of RFC 2606. Linear in the input.
 */
export function classify(input: string): Observable | null {
  if (input.length > 2 * MAX_URL) return null;
  const pasted = bared(input);
  const refanged = refang(pasted);
  const shape = SHAPES.find(([, fits]) => fits(pasted, refanged));
  if (!shape) return null;
  const [type] = shape;
  return attempt(type, type === 'email-addr' ? refanged : pasted);
}

/** What was pasted, without the punctuation, quotation marks and brackets that a sentence left around it. Linear. */
export function bared(input: string): string {
  const outer = trimEdges(withoutInvisible(input), { keepBrackets: true });
  return trimEdges(unwrap(withoutUnclosed(outer)), { keepBrackets: true });
}

function attempt(type: ObservableType, text: string): Observable | null {
  try {
    return { type, value: canonical(type, text) };
  } catch (error) {
    if (error instanceof Fault) return null;
    throw error;
  }
}

const isA = (type: ObservableType, text: string): boolean =>
  /^[A-Za-z0-9]{25,110}$/.test(text) && attempt(type, text) !== null;

/** Two separators or a file extension, so that neither `DOMAIN\user` nor `/24` nor `and/or` becomes a path. */
function looksLikePath(text: string): boolean {
  if (text.startsWith('/')) return /^\/[^/].*\/./.test(text);
  if (!text.includes('\\') || !isWindowsPath(text)) return false;
  return /^(?:[A-Za-z]:|\\\\|%[\w()]+%)[\\/]?[^\\]/.test(text) || /\\.*\\|\.\w{1,10}$/.test(text);
}

function hasKnownSuffix(text: string): boolean {
  const name = attempt('domain-name', text)?.value;
  if (name === undefined) return false;
  const { isIcann, isPrivate } = parse(name, { allowPrivateDomains: true, extractHostname: false });
  return isIcann === true || isPrivate === true || getPublicSuffix(name) === 'example';
}
