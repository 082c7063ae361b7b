import { attempt } from './names.js';
import type { Doubt } from './mention.js';
import type { Page } from './page.js';

const HIVE =
  /(?<![A-Za-z0-9_\\])(?:Computer\\)?(?:HKEY_(?:LOCAL_MACHINE|CURRENT_USER|CLASSES_ROOT|USERS|CURRENT_CONFIG)|HK(?:LM|CU|CR|U|CC)):?\\/gi;
const WINDOWS =
  /(?<![A-Za-z0-9_\\/])(?:[A-Za-z]:\\{1,2}|%[\w()]{2,40}%\\{1,2}|\\\\(?=[\w.-]{1,63}\\[\w$])|\\Device\\)/g;
const UNIX =
  /(?<![\w/.:~)\]-])(?:~|\/(?:etc|usr|tmp|var|opt|home|root|bin|sbin|dev|lib|lib64|mnt|private|system|proc|run|srv|data|Users|Library|Applications|System|Volumes))\/(?=[\w.])/g;
const LONGEST = 1_024;
const QUOTES: Readonly<Record<string, string>> = { '"': '"', "'": "'", '`': '`', '“': '”', '«': '»', '‘': '’' };

/** Finds keys of the registry and paths of files. Where a space ends one can’t be told unless it is in quotation marks. */
export function takePaths(page: Page): void {
  for (const match of page.text.matchAll(HIVE))
    take(page, match.index, match.index + match[0].length, 'windows-registry-key');
  for (const match of page.text.matchAll(WINDOWS)) take(page, match.index, match.index + match[0].length, 'file-path');
  for (const match of page.text.matchAll(UNIX)) takeUnix(page, match.index, match.index + match[0].length);
}

function take(page: Page, from: number, begun: number, type: 'windows-registry-key' | 'file-path'): void {
  if (!page.isFree(from)) return;
  const { text } = page;
  const quoted = endOfQuoted(text, from, begun);
  const [to, doubts] = quoted === null ? endOfBare(text, begun) : [quoted, []];
  const written = text.slice(from, to).replaceAll(/\\{2,}(?!$)/g, (run, at: number) => (at === 0 ? run : '\\'));
  const value = to > begun && to - from <= LONGEST ? attempt(type, written) : null;
  if (value === null) page.claim(from, Math.max(to, begun));
  else if (/[*?]|\.\.\.$|…|[<{[](?!\d)[\w ]+[>}\]]/.test(written)) page.leave(from, to, 'placeholder');
  else page.take(from, to, type, value, doubts);
}

/** Where the quotation mark in front is closed, on the same line. Marks of literal text may stand between. */
function endOfQuoted(text: string, from: number, begun: number): number | null {
  const marks = /(?:["'`“«‘])(?:\+\+)?$/.exec(text.slice(Math.max(0, from - 3), from))?.[0] ?? '';
  const close = QUOTES[marks.charAt(0)];
  if (close === undefined) return null;
  const piece = text.slice(begun, begun + LONGEST);
  const line = /[\r\n]/.exec(piece)?.index ?? piece.length;
  const end = piece.indexOf(marks.length > 1 ? `++${close}` : close);
  return end < 0 || end > line ? null : begun + piece.slice(0, end).trimEnd().length;
}

const SEGMENT = /[^\\\s"'`<>|*?:;,]+(?: (?=[A-Z0-9(&-])[^\\\s"'`<>|*?:;,]+){0,4}\\{1,2}(?=[^\s\\])/y;
const LAST = /[^\\\s"'`<>|*?:;,“”‘’«»]+/y;

/** Segments go on over spaces only while each word begins like a name; the last one ends at the first space. */
function endOfBare(text: string, begun: number): [number, Doubt[]] {
  let at = begun;
  for (let segments = 0; segments < 64; segments += 1) {
    SEGMENT.lastIndex = at;
    if (!SEGMENT.test(text)) break;
    at = SEGMENT.lastIndex;
  }
  LAST.lastIndex = at;
  const last = (LAST.exec(text)?.[0] ?? '').replace(/[.)\]}]+$/, (tail) =>
    tail.startsWith(')') && text.slice(at, at + 200).includes('(') ? ')' : '',
  );
  const to = at + last.length;
  const ended = /\.\w{1,5}$/.test(last);
  const goesOn = /^ [A-Z0-9(]/.test(text.slice(to, to + 2)) || /^ [\w-]+\.\w{2,4}\b/.test(text.slice(to, to + 40));
  return [to, !ended && goesOn ? ['may_go_on'] : []];
}

function takeUnix(page: Page, from: number, begun: number): void {
  if (!page.isFree(from)) return;
  const { text } = page;
  const quoted = endOfQuoted(text, from, begun);
  const bare = /^[^\s"'`<>|*?;,:“”‘’«»(){}[\]]+/.exec(text.slice(begun, begun + LONGEST))?.[0] ?? '';
  const to = quoted ?? begun + bare.replace(/[.]+$/, '').length;
  const value = to > begun ? attempt('file-path', text.slice(from, to)) : null;
  if (value === null) page.claim(from, to);
  else if (/[*?]|…/.test(text.slice(from, to + 1)) || /[[{<]/.test(text.charAt(to)))
    page.leave(from, to, 'placeholder');
  else page.take(from, to, 'file-path', value, quoted === null && text.charAt(to) === '\\' ? ['may_go_on'] : []);
}
