import { DEFANGED } from '../observables/schemes.js';

const NONE: ReadonlySet<string> = new Set();
/** What mail programs and readers of PDF make a link of by themselves, and its host without the punctuation behind it. */
const LINK = /(?:(https?|s?ftps?):\/\/|(?<![a-z0-9])(www)\.)((?:[^\s/?#<>"`\\]{0,300}[^\s/?#<>"`\\.,;:!?)\]}'*_])?)/gi;
/** What a URL goes on with: one that may be followed ends before it. */
const GOES_ON = /[\p{L}\p{N}/?#&=%+@~-]/u;

/**
 * A text in which each URL that stands in it as it is, within another one, too, is written so that nothing makes a link of it;
 * those in `live` are left as they are. Linear, save that each is held against all of `live`.
 */
export function withoutBareLinks(text: string, live: ReadonlySet<string> = NONE): string {
  let written = '';
  let last = 0;
  LINK.lastIndex = 0;
  for (let match = LINK.exec(text); match; match = LINK.exec(text)) {
    const kept = liveAt(text, match.index, live);
    if (kept > 0) {
      LINK.lastIndex = match.index + kept;
      continue;
    }
    const [, scheme, , host = ''] = match;
    const start = scheme === undefined ? 'www[.]' : `${DEFANGED[scheme.toLowerCase()] ?? 'hxxp'}://`;
    written += text.slice(last, match.index) + start + host.replaceAll('.', '[.]');
    last = LINK.lastIndex;
  }
  return last === 0 ? text : written + text.slice(last);
}

/** How long the longest of `live` is that stands there as a whole. */
function liveAt(text: string, at: number, live: ReadonlySet<string>): number {
  let longest = 0;
  for (const url of live)
    if (url.length > longest && text.startsWith(url, at) && !GOES_ON.test(text.charAt(at + url.length)))
      longest = url.length;
  return longest;
}
