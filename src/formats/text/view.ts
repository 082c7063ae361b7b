import { htmlText } from './html-text.js';
import { mailText } from './mail-text.js';

/** How a report is written. */
export const TEXT_FORMATS = ['text', 'markdown', 'html', 'email'] as const;
export type TextFormat = (typeof TEXT_FORMATS)[number];

/** The text that a reader of the report sees; offsets are of this one. */
export interface View {
  readonly kind: TextFormat;
  readonly text: string;
  /** Where it names the address that a link leads to. */
  readonly links: readonly (readonly [from: number, to: number])[];
  /** Of a letter: where it tells its own way and who gets it. */
  readonly way: readonly (readonly [from: number, to: number])[];
}

/** Text and Markdown are read as they are written; of HTML and letters the text in them. Linear. */
export function viewOf(written: string, kind: TextFormat = formatOf(written)): View {
  if (kind === 'html') return { kind, ...htmlText(written), way: [] };
  if (kind === 'email') return { kind, ...mailText(written) };
  return { kind, text: written, links: [], way: [] };
}

/** Of an XML document: its name spaces look like addresses, and are none. */
const ROOT = /^<[a-z][\w.-]{0,40}(?::[\w.-]{1,60})?\s[^<>]{0,3000}\bxmlns/i;

/** What the beginning says: a page of HTML (other XML is read like one), the headers of a letter, or else text. */
function formatOf(written: string): TextFormat {
  const start = written.slice(0, 4_096).replace(/^[\s\uFEFF]+/, '');
  if (/^(?:<!doctype html|<html[\s>]|<\?xml\s)/i.test(start) || ROOT.test(start)) return 'html';
  const headers = start.split(/\r?\n\r?\n/, 1)[0] ?? '';
  const names = [...headers.matchAll(/^([A-Za-z][A-Za-z0-9-]{0,40}): /gm)].map(([, name = '']) => name.toLowerCase());
  const isLetter = /^[A-Za-z][A-Za-z0-9-]{0,40}: ?/.test(start) || start.startsWith('From ');
  const known = ['from', 'to', 'subject', 'date', 'received', 'mime-version', 'message-id', 'return-path'];
  return isLetter && known.filter((name) => names.includes(name)).length >= 3 ? 'email' : 'text';
}
