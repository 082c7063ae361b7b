import { MAX_URL, splitUrl } from '../observables/url.js';
import { isPlainIpv4 } from '../observables/address.js';
import { refang } from '../observables/refang.js';
import { trimEdges } from '../observables/trim-edges.js';
import { lineAfter, lineBefore, nextLineWord } from './edges.js';
import type { Doubt } from './mention.js';
import { attempt, hasKnownSuffix } from './names.js';
import type { Page } from './page.js';

const MARK = /:(?:\/\/|\\\\)/g;
const SCHEME = /(?:^|[^A-Za-z0-9+.*_-])([A-Za-z][A-Za-z0-9+.*_-]{0,16})$/;
/** Those that are written with `\\` after the colon, too; of any other that is a Windows path. */
const WEB = /^(?:h(?:tt|xx|tx|xt|\*\*|__)ps?|meows?|f[tx*_]ps?|s[fx][tx]p)$/i;
const TAG =
  /^<(?:\/[a-z]|!--|(?:a|b|br|code|div|em|font|h[1-6]|hr|i|img|li|ol|p|pre|span|strong|table|td|th|tr|ul)[\s/>])/i;
const BODY = /[^\s"<>`{}|\\^\u201C-\u201F\u2018-\u201B\u00AB\u00BB\u2026\u3000-\u303F\uFF00-\uFF0F]*/y;

/** Finds URLs, whatever their scheme; first of all, since everything else may stand within one. */
export function takeUrls(page: Page): void {
  const { text } = page;
  MARK.lastIndex = 0;
  for (let match = MARK.exec(text); match; match = MARK.exec(text)) {
    const [, scheme] = SCHEME.exec(text.slice(Math.max(0, match.index - 18), match.index)) ?? [];
    if (scheme === undefined || scheme.length < 2) continue;
    if (match[0].endsWith('\\') && !WEB.test(scheme)) continue;
    MARK.lastIndex = takeUrl(page, match.index - scheme.length, match.index + match[0].length);
  }
}

/** Takes, or leaves, the URL whose scheme and authority begin there. Returns where it ends. */
function takeUrl(page: Page, from: number, authority: number): number {
  const { text } = page;
  BODY.lastIndex = authority;
  const body = BODY.exec(text)?.[0] ?? '';
  const raw = text.slice(from, authority) + endedAt(body, text, from);
  const end = from + raw.length;
  if (raw.length > MAX_URL) {
    page.leave(from, end, 'too_long');
    return end;
  }
  const written = trimmed(raw, text, from);
  const to = from + written.length;
  if (to <= authority) return end;
  const value = attempt('url', written);
  if (value === null) page.leave(from, to, 'invalid');
  else if (isOpenEnded(text, raw, end)) page.leave(from, to, 'cut_off');
  else if (hasPlaceholder(written, text, to)) page.leave(from, to, 'placeholder');
  else if (isWrapped(text, to, written)) page.leave(from, to, 'cut_off');
  else page.take(from, to, 'url', value, doubtsOf(text, from, value, written));
  page.claim(to, end);
  return end;
}

/** Where the text around a URL ends it sooner than its characters would. */
function endedAt(body: string, text: string, from: number): string {
  const quote = text.charAt(from - 1) === "'" ? body.indexOf("'") : -1;
  const link = body.indexOf('](');
  const next = body.search(/[,;|](?:h(?:tt|xx)ps?|ftp|fxp):\/\//i);
  const ends = [quote, link, next].filter((at) => at >= 0);
  return ends.length > 0 ? body.slice(0, Math.min(...ends)) : body;
}

/** Without the punctuation, brackets and emphasis of the text around it. */
function trimmed(raw: string, text: string, from: number): string {
  let inner = raw.slice(0, raw.length); // trimEdges takes from both ends, and nothing is to be taken in front
  for (;;) {
    const edged = trimEdges(inner, { keepBrackets: true });
    const mark = text.charAt(from - 1);
    const bare = /[*_~+]/.test(mark) && edged.endsWith(mark) ? edged.slice(0, -1) : edged;
    if (bare === inner) return bare;
    inner = bare;
  }
}

function isOpenEnded(text: string, raw: string, end: number): boolean {
  if (/\.\.[)\],;:!?'"]{0,4}$/.test(raw)) return true;
  if (/^[^/]*:\/\/[^/]*$/.test(raw) && /^[ \t]{1,3}dot[ \t]/i.test(text.slice(end, end + 8))) return true;
  const after = text.charAt(end);
  return after === '…' || /^\s?(?:\[?(?:\.\.\.|…)\]?|\[\.\])/.test(text.slice(end, end + 6));
}

function hasPlaceholder(written: string, text: string, to: number): boolean {
  const after = text.charAt(to);
  if (after === '{' || after === '^') return true;
  if (after === '<') return !TAG.test(text.slice(to, to + 14));
  if (after === '\\') return !/^\\[nrt"']/.test(text.slice(to, to + 2));
  if (written.includes('*', written.indexOf(':'))) return true; // `h**p` is a disguise
  if (/%(?![0-9a-f]{2})/i.test(written)) return true;
  const tail = written.replace(/^[^:]*:\/\/\[[^\]]*\]/, '');
  return /\[(?!\]|\d+\]|\w+\]=|[.]\]|dot\])/i.test(tail);
}

/** Whether what begins the next line goes on with it. */
function isWrapped(text: string, to: number, written: string): boolean {
  const next = nextLineWord(text, to);
  if (next === null || /^[a-z]{2,10}(?:\*\*)?:|^h(?:xx|tt)p/i.test(next)) return false;
  if (/[-=&?%_]$/.test(written)) return true;
  const full = lineBefore(text, to).length >= 60;
  const goesOn = /^[\w%.~-]*[/=&?%][\w%]/.test(next) && !/^\d+\.\d+\.\d+\.\d+/.test(next);
  const isPiece = full && /^[a-z0-9_%-]+\.(?:php|html?|aspx?|exe|jsp|js|txt|zip)\b/i.test(next);
  const fragment =
    full &&
    !written.endsWith('/') &&
    /^[a-z0-9_-]*[0-9][a-z0-9_-]*\/?$/i.test(next) &&
    lineAfter(text, to).trim() === '';
  return goesOn || isPiece || (fragment && next.length > 6 && !/^[0-9a-f]{32,}$/i.test(next));
}

function doubtsOf(text: string, from: number, value: string, written: string): Doubt[] {
  const doubts: Doubt[] = [];
  const host = splitUrl(value)?.host ?? '';
  if (!host.startsWith('[') && !isPlainIpv4(host) && !hasKnownSuffix(host)) doubts.push('unknown_suffix');
  if (
    /[\u3040-\u9FFF\uAC00-\uD7AF]/.test(written) &&
    /[\x21-\x7E][\u3040-\u9FFF\uAC00-\uD7AF]/.test(splitUrl(refang(written))?.rest ?? '')
  )
    doubts.push('may_go_on');
  if (text.slice(Math.max(0, from - 2), from).endsWith('](') || text.charAt(from + written.length) === '[')
    doubts.push('link');
  return doubts;
}
