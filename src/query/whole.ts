import type { ObservableType } from '../kernel/index.js';
import { bared, classify } from '../formats/index.js';
import { KEY_WORDS } from './keys.js';
import type { Term } from './scanner.js';

/** Types that people disguise, also by spaces: `evil dot example`. Only they may have any: `/tmp/a OR /tmp/b` reads as a path. */
const DISGUISED = new Set<ObservableType>(['ipv4-addr', 'ipv6-addr', 'url', 'email-addr', 'domain-name']);
/** A mailbox may begin so, and is then none that anybody means. */
const MEANS_MORE = /^(?:-|([a-z]+)(?:<=|>=|!=|[:<>=]))/i;

/** All that somebody asks for, as one value. */
export interface Whole {
  readonly term: Term;
  /** Its disguise has spaces, which the grammar would take for several terms. */
  readonly spaced: boolean;
}

/**
 * The whole text as one value, by what tells the type of one that is submitted, so that it is found as it was pasted:
 * `(evil[.]example`, `"hxxp://evil.example/a",`, `phish (at) evil [dot] example`. Null when it is none, or may be a term.
 */
export function wholeValue(text: string): Whole | null {
  const found = classify(text);
  if (!found) return null;
  const [isMore, key] = MEANS_MORE.exec(found.value) ?? [];
  if (isMore !== undefined && (key === undefined || KEY_WORDS.has(key.toLowerCase()))) return null;
  const value = bared(text);
  const spaced = /\s/.test(value);
  if (spaced && !DISGUISED.has(found.type)) return null;
  const column = text.indexOf(value) + 1 || 1;
  // what is in quotation marks is words, as long as that can be read
  return {
    term: { column, key: undefined, operator: '', value, quoted: false, star: false },
    spaced: spaced && !text.includes('"'),
  };
}
