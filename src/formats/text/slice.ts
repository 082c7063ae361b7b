import { takeFingerprints } from './digests.js';
import { takeIdentifiers } from './identifiers.js';
import { takeMailboxes } from './mailboxes.js';
import type { LeftOut, Mention } from './mention.js';
import { Page } from './page.js';
import { takePaths } from './paths.js';
import { plainOf } from './plain.js';
import { takeRuns } from './runs.js';
import { takeUrls } from './urls.js';

/** How far a slice looks to both sides: further than the longest value. */
const AROUND = 10_240;
/** A slice takes some milliseconds. */
export const SLICE = 65_536;

export interface Slice {
  readonly mentions: readonly Mention[];
  readonly leftOut: readonly LeftOut[];
}

/** What begins between two places of a text, which is looked at from a little before to a little after. Linear. */
export function sliceOf(text: string, from: number, to: number): Slice {
  const start = from <= AROUND ? 0 : afterSeparator(text, from - AROUND, to);
  const page = new Page(plainOf(text.slice(start, to + AROUND)));
  takeUrls(page);
  takeMailboxes(page);
  takePaths(page);
  takeFingerprints(page);
  takeIdentifiers(page);
  takeRuns(page);
  const mentions: Mention[] = [];
  const leftOut: LeftOut[] = [];
  for (const taken of page.taken.toSorted((a, b) => a.from - b.from)) {
    const offset = start + page.plain.at(taken.from);
    if (offset < from || offset >= to) continue;
    const length = start + page.plain.at(taken.to) - offset;
    if ('reason' in taken) leftOut.push({ offset, length, reason: taken.reason });
    else {
      const { type, value, doubts } = taken;
      mentions.push({ type, value, offset, length, defanged: isDefanged(page, text, offset, taken), doubts });
    }
  }
  return { mentions, leftOut };
}

const isDefanged = (
  { plain }: Page,
  text: string,
  offset: number,
  { from, to }: { from: number; to: number },
): boolean =>
  plain.changed(from, to) || /^(?:h(?:xx|\*\*|__|tx|xt)p|meow|fxp|f[*_]p|sxxp)/i.test(text.slice(offset, offset + 4));

/** What a slice begins in the middle of is left to the one before. */
function afterSeparator(text: string, at: number, most: number): number {
  let from = at;
  while (from < most && !/[\s,;|"'<>]/.test(text.charAt(from))) from += 1;
  return from;
}
