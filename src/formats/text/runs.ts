import { isPlainIpv4 } from '../observables/address.js';
import { takeDigest } from './digests.js';
import { closes, isWord, lineAfter, lineBefore, opens, WORD_CLASS } from './edges.js';
import type { Doubt } from './mention.js';
import {
  attempt,
  hasKnownSuffix,
  isCutByLine,
  isFileEnding,
  isOverbroad,
  mayBeFileEnding,
  readsLikeCode,
  readsLikeSentence,
} from './names.js';
import type { Page } from './page.js';

const RUN = new RegExp(`[${WORD_CLASS}.-]+`, 'g');
/** A name has at most 253 characters, a file as many; a run that is longer is nothing. */
const LONGEST = 300;
const NUMBERS = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const RANGE = /^\d{1,3}(?:\.\d{1,3}){3}-(?:\d{1,3}\.){0,3}\d{1,3}$/;

/** Finds addresses, names, digests and names of files in runs of the characters that they are made of; last of all. */
export function takeRuns(page: Page): void {
  for (const match of page.text.matchAll(RUN)) {
    const run = match[0];
    if (run.length < 4 || run.length > LONGEST || !page.isFree(match.index)) continue;
    if (run.length < 31 && !run.includes('.')) continue;
    const [from, to] = core(page.text, match.index, match.index + run.length);
    if (to - from < 4) continue;
    takeRun(page, from, to);
  }
}

/** The run without what is of the sentence or of its emphasis. */
function core(text: string, start: number, end: number): [number, number] {
  let [from, to] = [start, end];
  while (from < to && /[.-]/.test(text.charAt(from))) from += 1;
  while (to > from && /[.-]/.test(text.charAt(to - 1))) to -= 1;
  while (to - from > 2 && text.charAt(from) === '_' && text.charAt(to - 1) === '_') [from, to] = [from + 1, to - 1];
  return [from, to];
}

function takeRun(page: Page, from: number, to: number): void {
  const { text } = page;
  const run = text.slice(from, to);
  if (!run.includes('.')) {
    if (isApart(text, from, to)) takeDigest(page, from, to);
  } else if (NUMBERS.test(run)) takeIpv4(page, from, to);
  else if (RANGE.test(run)) page.leave(from, to, 'range');
  else takeName(page, from, to);
}

/** Of a digest: nothing joins it to a word but a sign that it is a value or begins a path of its own. */
function isApart(text: string, from: number, to: number): boolean {
  const before = text.charAt(from - 1);
  return (
    !/^(?:[\w+/\\]|=\w|-\w)/.test(text.slice(to, to + 2)) &&
    !(before !== '' && /[\w+\\-]/.test(before) && !opens(text, from, to))
  );
}

function takeIpv4(page: Page, from: number, end: number): void {
  const { text } = page;
  const prefix = /^\/\d{1,2}(?![\w/]|\.\d)/.exec(text.slice(end, end + 5))?.[0] ?? '';
  const to = end + prefix.length;
  const run = text.slice(from, end);
  if (!isPlainIpv4(run)) return;
  const value = attempt('ipv4-addr', run + prefix);
  if (value === null) return page.leave(from, to, 'invalid');
  const before = text.charAt(from - 1);
  const isProduct = before === '/' && isWord(text.charAt(from - 2)) && prefix === '';
  if (/[.-]/.test(text.charAt(to)) && !closes(text, to, to) && text.charAt(to + 1) !== '\n') {
    if (/^(?:\.\.|-)/.test(text.slice(to, to + 2))) return page.leave(from, to, 'cut_off');
  }
  if (before === '.' || (!isProduct && !opens(text, from, to)) || (!closes(text, from, to) && text.charAt(to) !== '.'))
    return page.leave(from, to, 'glued');
  page.take(from, to, 'ipv4-addr', value, isProduct ? ['version'] : ipv4Doubts(page, from, to, value));
}

function ipv4Doubts({ text }: Page, from: number, to: number, value: string): Doubt[] {
  const doubts: Doubt[] = [];
  const before = lineBefore(text, from);
  if (
    /\b(?:v|ver|version|versions|release|releases|build|firmware|update|upgraded? to|prior to|before|patch)[ .:#]{0,3}$/i.test(
      before,
    )
  )
    doubts.push('version');
  else if (/\b(?:versions?|builds?|releases?)\b[\s\d.,-]{0,60}(?:and|or|to|through|,|-)?\s?$/i.test(before))
    doubts.push('version');
  const octets = value.split(/[./]/).map(Number);
  const small = octets.every((octet) => octet < 30);
  if (small && /^[#=\s*]*$/.test(before) && /^[.)]?[ \t]+[A-Z]/.test(lineAfter(text, to))) doubts.push('section');
  if (isOverbroad('ipv4-addr', value)) doubts.push('overbroad');
  if (text.charAt(to) === '/') doubts.push('has_path');
  return doubts;
}

function takeName(page: Page, from: number, to: number): void {
  const { text } = page;
  const run = text.slice(from, to);
  const last = run.slice(run.lastIndexOf('.') + 1);
  if (isFileEnding(last)) return takeFile(page, from, to);
  if (!/[a-z\u0080-\uffff]/i.test(last) || (run.includes('-') && run.startsWith('.'))) return;
  if (run.length > 253 || !hasKnownSuffix(run.toLowerCase())) return;
  const before = text.charAt(from - 1);
  if (before === '/' || before === '\\' || before === '@' || before === '$') return page.claim(from, to); // a part of a path or of a mailbox
  const value = attempt('domain-name', run);
  if (value === null) return;
  const wildcard = wildcardBefore(text, from);
  if (isBroken(text, from, to, wildcard)) return page.leave(from, to, 'cut_off');
  if (!(wildcard > 0 || opens(text, from, to)) || !closes(text, from, to)) return page.leave(from, to, 'glued');
  page.take(from, to, 'domain-name', value, nameDoubts(page, from, to, run, value, wildcard > 0));
}

/** Length of a `*.` or of a single `.` in front, which stands for all names below. */
function wildcardBefore(text: string, from: number): number {
  if (text.charAt(from - 1) !== '.') return 0;
  const star = text.charAt(from - 2) === '*' ? 2 : 1;
  return opens(text, from - star, from - star) && !/[.…]/.test(text.charAt(from - star - 1)) ? star : 0;
}

function isBroken(text: string, from: number, to: number, wildcard: number): boolean {
  const [before, after] = [text.charAt(from - 1), text.charAt(to)];
  if (before === '.' && wildcard === 0) return true;
  if (before === '…' || after === '…' || text.startsWith('..', to)) return true;
  if (/^\s?\[(?:\.\.\.|…)\]/.test(text.slice(to, to + 6))) return true;
  if (before === '-' && !/^\s*-$/.test(lineBefore(text, from))) return true;
  if (after === '-') return true;
  return isCutByLine(text, from, to);
}

function nameDoubts(page: Page, from: number, to: number, run: string, value: string, isWildcard: boolean): Doubt[] {
  const { text, plain } = page;
  const doubts: Doubt[] = [];
  const live = !plain.changed(from, to);
  const after = text.charAt(to);
  if (isWildcard) doubts.push('wildcard');
  if (after === '/' && isWord(text.charAt(to + 1))) doubts.push('has_path');
  if (isOverbroad('domain-name', value)) doubts.push('overbroad');
  if (plain.unsure(from, to)) doubts.push('spelt_out');
  if (!live) return doubts;
  if (text.startsWith('()', to) || readsLikeCode(run)) doubts.push('code');
  if (run.split('.').length === 2 && mayBeFileEnding(run.slice(run.lastIndexOf('.') + 1))) doubts.push('file_name');
  if (readsLikeSentence(run)) doubts.push('sentence');
  if (text.slice(Math.max(0, from - 2), from).endsWith('](')) doubts.push('link');
  return doubts;
}

/** The name of a file, unless it is a part of a path or of a longer name. */
function takeFile(page: Page, from: number, to: number): void {
  const { text } = page;
  const before = text.charAt(from - 1);
  if (before === '/' || before === '\\' || page.text.charAt(to) === '/') return page.claim(from, to);
  const value = attempt('file-name', text.slice(from, to));
  if (value === null || !opens(text, from, to) || !closes(text, from, to) || page.plain.changed(from, to)) return;
  page.take(from, to, 'file-name', value, ['file_alone']);
}
