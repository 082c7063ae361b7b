import { defang } from '../observables/defang.js';
import { classify } from '../observables/classify.js';
import { hostOf } from '../observables/keys.js';
import type { Observable } from '../../kernel/index.js';

/** URLs that may be followed, letter by letter as they are written. */
export type LiveLinks = ReadonlySet<string>;

/**
 * Of an advisory's references those that may be followed: web pages, at no host that one of the observables is at or names.
 * What the parser of URLs and ours may read differently is not one.
 */
export function liveLinks(references: readonly string[], observables: readonly Observable[]): LiveLinks {
  const named = new Set(observables.flatMap((one) => [one.value, hostOf(one) ?? '']));
  const live = references.filter((url) => {
    const read = /^https?:\/\/[^\s\\@]+$/i.test(url) ? classify(url) : null;
    const host = read?.type === 'url' ? hostOf(read) : null;
    return host !== null && !named.has(host) && !named.has(host.replace(/^\[|\]$/g, ''));
  });
  return new Set(live);
}

/** A URL as a text that nothing makes a link of. */
export function defanged(url: string): string {
  const observable = classify(url);
  return observable ? defang(observable) : url.replace(':', '[:]').replaceAll('.', '[.]');
}
