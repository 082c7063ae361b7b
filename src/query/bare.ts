import { Fault, OBSERVABLE_TYPES, type Observable, type ObservableType } from '../kernel/index.js';
import { bared, canonical, classify, refang, reverseHostOf } from '../formats/index.js';
import { misread } from './misread.js';
import type { Draft, Leaf } from './node.js';
import type { Term } from './scanner.js';

const KEY_LIKE = /^([a-z]+)(?::(?![/\\])|<|>|!?=)/i;
/** Domain endings that are as well known as file extensions. */
const MAY_BE_FILE = /\.(?:app|cc|md|mov|pl|ps|py|rs|sh|so|zip)$/;
/** Types that `classify` knows for certain, so that their canonical value may stand for what was written. */
const UNMISTAKABLE: ReadonlySet<ObservableType> = new Set([
  ...(['ipv4-addr', 'ipv6-addr', 'url', 'email-addr', 'vulnerability', 'cryptocurrency-wallet'] as const),
  ...(['MD5', 'SHA-1', 'SHA-256', 'SHA-512', 'SSDEEP', 'TLSH', 'ja4'] as const),
]);

/** What a term without a key asks for. `keys` are named when it looks as if it had one. */
export function bareLeaf(term: Term, keys: readonly string[]): Draft {
  const { value, quoted, star, column } = term;
  if (star) throw misread(column, 'a text is found anywhere, it takes no *');
  if (quoted) return textLeaf(value);
  const found = classify(value);
  if (!found) {
    const key = KEY_LIKE.exec(value)?.[1];
    if (key !== undefined) throw misread(column, `there is no key “${key}”; keys are ${keys.join(', ')}`);
    return textLeaf(value);
  }
  if (found.type === 'domain-name') {
    const domain = domainLeaf(column, found.value);
    return MAY_BE_FILE.test(found.value) ? { kind: 'any', of: [domain, valueLeaf(column, value)] } : domain;
  }
  if (found.type !== 'ipv4-addr' && found.type !== 'ipv6-addr') return valueLeaf(column, bared(value));
  return found.value.includes('/')
    ? { kind: 'within', network: found.value }
    : { kind: 'covers', address: found.value };
}

function textLeaf(value: string): Leaf {
  return { kind: 'text', needle: value.toLowerCase() };
}

/** Exactly this value, as whatever type can have it: 32 digits may be an MD5 or a JA3, `a.zip` a domain or a file. */
export function valueLeaf(column: number, written: string): Leaf {
  const found = classify(written);
  const plain = found?.type === 'domain-name' ? refang(written) : written.trim();
  const text = found && UNMISTAKABLE.has(found.type) ? found.value : plain;
  const anyOf = OBSERVABLE_TYPES.flatMap((type) => asObservable(type, text) ?? []);
  if (anyOf.length === 0) throw misread(column, 'no observable can have this value');
  return { kind: 'value', text, anyOf };
}

function asObservable(type: ObservableType, text: string): Observable | null {
  try {
    return { type, value: canonical(type, text) };
  } catch (error) {
    if (error instanceof Fault) return null;
    throw error;
  }
}

/** The domain and all below it; a top-level domain alone is taken too, and a leading `*.` or dot is overlooked. */
export function domainLeaf(column: number, written: string): Leaf {
  const plain = refang(written).replace(/^\*?\./, '');
  const single = !plain.includes('.');
  const name = checked(column, 'domain-name', single ? `x.${plain}` : plain).slice(single ? 2 : 0);
  const reverse = reverseHostOf({ type: 'domain-name', value: name });
  if (reverse === null) throw misread(column, 'not a domain name');
  return { kind: 'domain', name, reverse };
}

/** A network in CIDR notation; an address alone is a network of one. */
export function withinLeaf(column: number, written: string): Leaf {
  return { kind: 'within', network: checked(column, written.includes(':') ? 'ipv6-addr' : 'ipv4-addr', written) };
}

function checked(column: number, type: ObservableType, written: string): string {
  try {
    return canonical(type, written);
  } catch (error) {
    if (error instanceof Fault) throw misread(column, error.detail ?? 'not a valid value');
    throw error;
  }
}
