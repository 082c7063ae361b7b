import { closes, isWord, opens, standsAlone, WORD_CLASS } from './edges.js';
import { attempt, hasKnownSuffix, isCutByLine } from './names.js';
import type { Page } from './page.js';

const LOCAL = new RegExp(`[${WORD_CLASS}.+%=&~!#$^/-]`);
const DOMAIN = new RegExp(`[${WORD_CLASS}.-]*`, 'y');
const LONGEST_LOCAL = 64;

/** Finds e-mail addresses, from each `@` to both sides. */
export function takeMailboxes(page: Page): void {
  const { text } = page;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    if (!page.isFree(at)) continue;
    DOMAIN.lastIndex = at + 1;
    const domain = (DOMAIN.exec(text)?.[0] ?? '').replace(/[._-]{1,8}$/, '');
    const to = at + 1 + domain.length;
    if (domain.length === 0 || domain.length > 253 || !domain.includes('.') || !hasKnownSuffix(domain)) continue;
    takeMailbox(page, at, to);
  }
}

function takeMailbox(page: Page, at: number, to: number): void {
  const { text } = page;
  let from = at;
  while (from > 0 && at - from <= LONGEST_LOCAL && LOCAL.test(text.charAt(from - 1)) && page.isFree(from - 1))
    from -= 1;
  while (from < at && /[._+%=&~!#$^/-]/.test(text.charAt(from)) && !isWord(text.charAt(from))) from += 1;
  if (text.charAt(from) === '_' && text.charAt(to) === '_') from += 1;
  if (from === at) return page.leave(at + 1, to, 'glued'); // `@evil.example`: whose?
  const value = attempt('email-addr', text.slice(from, to));
  if (value === null) page.leave(from, to, 'invalid');
  else if (/^\.\.|^…/.test(text.slice(to, to + 2)) || isCutByLine(text, from, to)) page.leave(from, to, 'cut_off');
  else if (/[’']/.test(text.charAt(from - 1)) && isWord(text.charAt(from - 2))) page.leave(from, to, 'glued');
  else if (!opensMailbox(text, from, to) || !closes(text, from, to)) page.leave(from, to, 'glued');
  else page.take(from, to, 'email-addr', value);
}

/** What was passed over in front, such as the second `=` of `to==name@…`, is no part of it. */
const opensMailbox = (text: string, from: number, to: number): boolean =>
  opens(text, from, to) || standsAlone(text, from, to) || /[=&#!/+~-]/.test(text.charAt(from - 1));
