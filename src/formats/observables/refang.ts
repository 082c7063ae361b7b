import { trimEdges, unwrap } from './trim-edges.js';

const INVISIBLE = /[\u00AD\u200B\u200E\u200F\u2060\uFEFF]/g;
// Joiners mean something inside Persian or Hindi names; beside ASCII or at the end they can only be copied-in noise.
const JOINERS = /(?<=[\s!-~])[\u200C\u200D]+|(?<![\u200C\u200D])[\u200C\u200D]+(?=[\s!-~]|$)/g;

// A scheme, then `://` in any of its disguises: `[:]//`, `[://]`, `:\\`, `:[/][/]`.
const SCHEME = new RegExp(
  String.raw`^([a-z][a-z0-9+.*_-]{1,15})(?:[[({]:[/\\]{2}[\])}]|(?::|[[({]{1,2}:[\])}]{1,2})` +
    String.raw`(?:[[({][/\\]{2}[\])}]|(?:[/\\]|[[({][/\\][\])}]){2}))`,
  'i',
);

// Brackets are taken in whole runs, so that a value defanged twice comes back at once; the look-behind keeps it linear.
const DOT = /(?<![[({])[[({]+(?:[.,。．｡]|dot)[\])}]+/gi;
const TAIL_DOT = /(?<!\[)\[+(?:\.|dot)\]+/gi;
const AT = /\[(?:@|at)\]|\((?:@|at)\)|\{(?:@|at)\}/gi;
const COLON = /\[:\]|\(:\)|\{:\}/g;
const SLASH = /\[\/\]|\(\/\)|\{\/\}/g;

/**
 * Undoes defanging (the rules are those of the console's help): `hxxp`, `h**p`, `meow`, `fxp`, `sxxp`; `[.] (dot) {.}`
 * and ` dot `; `[:] [://] [/] [@] [at] [www.]`; invisible characters; full-width dots; and, around anything but the
 * path of a URL, sentence punctuation and brackets. A URL's path loses only `[.]` and `[dot]`.
 * Promises `refang(defang(o)) === o.value` for every canonical address, name, URL, mailbox and hash. It validates
 * nothing, and numeric hosts with full-width dots stay as they are so that they can be refused. Linear in the input.
 */
export function refang(input: string): string {
  const text = unwrap(withoutInvisible(input));
  const scheme = SCHEME.exec(text);
  if (!scheme) {
    const bare = trimEdges(refangHost(text.replace(SLASH, '/')));
    return SCHEME.test(bare) ? refang(bare) : bare; // what stood before the scheme hid it
  }
  const rest = text.slice(scheme[0].length);
  const { host, tail } = splitAuthority(rest);
  const authority = refangHost(host);
  const edge = tail === '' ? trimEdges(authority, { keepBrackets: true }) : authority;
  return `${realScheme(scheme[1] ?? '')}://${edge}${tail.replace(TAIL_DOT, '.')}`;
}

/** Strips zero-width and soft-hyphen characters that came along when the text was copied, and outer white space. */
export function withoutInvisible(input: string): string {
  return input.replace(INVISIBLE, '').replace(JOINERS, '').trim();
}

function splitAuthority(rest: string): { host: string; tail: string } {
  const at = rest.search(/[/\\?#]/);
  if (at < 0) return { host: rest, tail: '' };
  const bracketed = /^[[({][/\\][\])}]$/.test(rest.slice(Math.max(0, at - 1), at + 2));
  return bracketed
    ? { host: rest.slice(0, at - 1), tail: `/${rest.slice(at + 2)}` }
    : { host: rest.slice(0, at), tail: rest.slice(at) };
}

function realScheme(written: string): string {
  const name = written.toLowerCase();
  const http = /^(?:h(?:xx|tx|xt|\*\*|__)p|meow)(s?)$/.exec(name);
  if (http) return `http${http[1]}`;
  const ftp = /^f[x*_]p(s?)$/.exec(name);
  if (ftp) return `ftp${ftp[1]}`;
  return name === 'sxxp' ? 'sftp' : name;
}

function refangHost(host: string): string {
  const text = host
    .replace(/(?<!\s)\s+/g, ' ')
    .replace(/ ?([[\](){}]) ?/g, '$1')
    .replace(/^\[www(?:\.|\[\.\])\]/i, 'www.')
    .replace(DOT, '.')
    .replace(/ dot /gi, '.');
  return plainDots(twice(twice(text, AT, '@'), COLON, ':'));
}

const twice = (text: string, token: RegExp, by: string): string => text.replace(token, by).replace(token, by);

/** Full-width dots become dots, unless the name would then read as a number: nobody wrote that address. */
function plainDots(text: string): string {
  if (!/[。．｡]/.test(text)) return text;
  const from = text.lastIndexOf('@') + 1;
  const host = text.slice(from).replace(/[。．｡]/g, '.');
  const last = host.replace(/:\d*$/, '').replace(/\.$/, '').split('.').at(-1) ?? '';
  return /^(?:\p{Nd}*|0x[0-9a-f]*)$/iu.test(last) ? text : text.slice(0, from) + host;
}
