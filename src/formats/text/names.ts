import { parse } from 'tldts';
import { Fault, type ObservableType } from '../../kernel/index.js';
import { canonical } from '../observables/canonical.js';
import { overbroad } from '../observables/overbroad.js';
import { lastLineWord, nextLineWord } from './edges.js';

/** A pure function that remembers: a text says the same names again and again. */
function remembering<T>(work: (type: ObservableType, text: string) => T): (type: ObservableType, text: string) => T {
  const byType = new Map<ObservableType, Map<string, T>>();
  return (type, text) => {
    if (text.length > 256) return work(type, text);
    const known = byType.get(type) ?? new Map<string, T>();
    const before = known.get(text);
    if (before !== undefined) return before;
    const result = work(type, text);
    if (known.size === 0) byType.set(type, known);
    if (known.size >= 4_096) known.clear();
    known.set(text, result);
    return result;
  };
}

/** The canonical value, or null when it is none. */
export const attempt = remembering((type, text): string | null => {
  try {
    return canonical(type, text);
  } catch (error) {
    if (error instanceof Fault) return null;
    throw error;
  }
});

/** Whether a canonical value covers far too much to be an indicator. */
export const isOverbroad = remembering((type, value) => overbroad({ type, value }) !== null);

/** Whether a name is below a suffix of the public suffix list, `.onion`, or the `.example` of RFC 2606. */
export const hasKnownSuffix = (name: string): boolean => isBelowSuffix('domain-name', name);

const isBelowSuffix = remembering((_, name) => {
  const { isIcann, isPrivate, publicSuffix } = parse(name, { allowPrivateDomains: true, extractHostname: false });
  return isIcann === true || isPrivate === true || publicSuffix === 'example';
});

const isTopLevel = (label: string): boolean =>
  parse(`x.${label}`, { extractHostname: false }).isIcann === true && !label.includes('.');

/** Whether the end of a line cuts a name: a part of it stands on the next line, or on the one before. */
export function isCutByLine(text: string, from: number, to: number): boolean {
  const last = lastLineWord(text, from);
  // `evil-⏎bank.example`, `name@⏎mail.example`, `a.b.⏎example.net`
  if (last !== null && (/\w[-@]$/.test(last) || isBegun(last))) return true;
  const dot = text.charAt(to) === '.' ? 1 : 0;
  const next = nextLineWord(text, to + dot);
  if (next === null) return false;
  if (/^[.@]\w/.test(next)) return true;
  const [, label] = /^([a-z]{2,20})[.,;)]?$/.exec(next) ?? [];
  return dot === 1 && label !== undefined && isTopLevel(label);
}

/** `a.b.`: the beginning of a name, and no whole one. */
function isBegun(word: string): boolean {
  const [, begun] = /(\w[\w-]*\.[\w.-]*[A-Za-z])\.$/.exec(word) ?? [];
  return (
    begun !== undefined &&
    !hasKnownSuffix(begun.toLowerCase()) &&
    !isFileEnding(begun.slice(begun.lastIndexOf('.') + 1))
  );
}

/** The registrable domain of a host; the host itself when it has none. */
export function registrable(host: string): string {
  return parse(host, { extractHostname: false }).domain ?? host;
}

/** Endings of files that are no top-level domains. */
const FILES = new Set(
  (
    '7z ahk apk asar asmx asp aspx atn bak bash bat bin bmp cab cfg cgi chm class cmd conf config cpl cpp crt csv ctl dat db dex dll dmg ' +
    'doc docm docx dotm drv dylib efi elf eml exe exp gif gz hta htm html ico img inf ini iso jar java jpeg jpg js jse json jsp jspx key ' +
    'lib lnk log lua macho mdb mof mp3 mp4 msc msi msp mui ocx ods odt old one p12 pcap pdb pdf pem pfx php php5 plist png ppt pptm pptx ' +
    'prf ps1 psd1 psm1 psc1 pst pub pyc pyd pyo rar rb reg rll rpm rtf sam sav scpt scr sct settingcontent-ms so sql sqlite svg swf sys ' +
    'tar temp tgz tif tiff tmp torrent txt url vb vba vbe vbs vhd vhdx war wav webp wim wll wsc wsf wsh xla xlam xls xlsb xlsm xlsx xml ' +
    'xsl xz yaml yar yara yml'
  ).split(' '),
);
/** Endings of files that are top-level domains, too. */
const BOTH = new Set(
  'ai app as bz cc cd cl com do dot fm gdn gg in la mk ml mm mov md nc pl pm ps pub py rs sc sh so st tf vi ws zip'.split(
    ' ',
  ),
);
/** Of those, endings that names of hosts have more often than names of files: never doubted. */
const RATHER_HOSTS = new Set([
  'ai',
  'app',
  'cc',
  'com',
  'in',
  'fm',
  'gg',
  'la',
  'ml',
  'st',
  'ws',
  'cd',
  'cl',
  'do',
  'as',
  'bz',
  'nc',
  'pm',
  'sc',
  'tf',
  'vi',
  'gdn',
]);

export const isFileEnding = (label: string): boolean => FILES.has(label.toLowerCase());
export const mayBeFileEnding = (label: string): boolean => {
  const ending = label.toLowerCase();
  return BOTH.has(ending) && !RATHER_HOSTS.has(ending);
};

const OBJECTS =
  /^(?:this|self|window|document|process|console|system|string|math|json|os|sys|re|request|response|req|res|user|config|file|node|event|obj|object|item|data|module|package|std|np|pd|fmt|time|http|net|java|android|org|com|microsoft|my|properties|app)$/i;
const PRODUCTS = /^(?:asp|vb|ado|c#|f#|dot|socket|next|ml|booking|deno)\.(?:net|io)$/i;

/** Whether an undisguised name of two labels reads like a member of a program’s object, or a product: `process.name`, `ASP.NET`. */
export function readsLikeCode(name: string): boolean {
  const labels = name.split('.');
  const last = labels.at(-1) ?? '';
  if (
    /[a-z]/.test(name) &&
    /^[A-Z]/.test(last) &&
    last.length > 1 &&
    /[A-Z].*[A-Z]|[a-z].*/.test(last) &&
    last === last.toUpperCase()
  )
    return true; // System.IO
  if (labels.length === 2 && (OBJECTS.test(labels[0] ?? '') || PRODUCTS.test(name))) return true;
  return labels.length > 2 && /^(?:com|org|net|java|javax|android)$/.test(labels[0] ?? '') && labels.length < 8;
}

/** Whether it reads like the end of a sentence and the beginning of the next, with no space between: `server.In`. */
export const readsLikeSentence = (name: string): boolean => /^[^.]*[a-z0-9]\.(?:[A-Z][a-z]+)$/.test(name);
