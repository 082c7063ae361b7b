/** A label as people write it: `TLP:GREEN`, `White`, `amber strict`. What is none is passed on for the hub to refuse. */
export function tlpFrom(cell: string): string {
  const label = cell
    .trim()
    .toLowerCase()
    .replace(/^tlp[\s:_-]*/, '')
    .replace(/[\s_-]+strict$/, '+strict');
  return label === 'white' ? 'clear' : label;
}

export const isTlp = (cell: string): boolean => /^(clear|green|amber(\+strict)?|red)$/.test(tlpFrom(cell));

/** STIX 2.1, appendix A: the None / Low / Med / High scale. */
const WORDS: Readonly<Record<string, number>> = { none: 0, low: 15, med: 50, medium: 50, high: 85 };

/** 0–100, with or without a per cent sign, or a word. */
export function confidenceFrom(cell: string): number {
  const text = cell.trim().toLowerCase();
  return WORDS[text] ?? Number(text.replace(/\s*%$/, ''));
}

/** RFC 3339 in UTC of what is plainly a date; anything else is passed on for the hub to refuse. */
export function timeFrom(cell: string): string {
  const text = cell.trim();
  const [, date, time, zone] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s*(Z|UTC|[+-]\d\d:?\d\d)?)?$/i.exec(text) ?? [];
  if (date === undefined) return /^\d{10}$/.test(text) ? iso(Number(text) * 1000, text) : text;
  const offset = zone === undefined || /^(z|utc)$/i.test(zone) ? 'Z' : zone.replace(/^(...)(\d\d)$/, '$1:$2');
  const seconds = (time ?? '00:00:00').replace(/(\.\d{3})\d+$/, '$1');
  return iso(Date.parse(`${date}T${seconds}${offset}`), text);
}

/** Whole seconds without a fraction: as people write them. */
const iso = (time: number, otherwise: string): string =>
  Number.isNaN(time) ? otherwise : new Date(time).toISOString().replace('.000Z', 'Z');

export const isTime = (cell: string): boolean => /^\d{4}-\d\d-\d\dT.*Z$/.test(timeFrom(cell));

/** Between commas, semicolons or bars; the hub's exports quote those that have one in them. Linear, whatever is quoted. */
export function labelsFrom(cell: string): string[] {
  const labels: string[] = [];
  let isQuoting = true;
  for (let at = 0; at < cell.length;) {
    const quoted = isQuoting && cell[at] === '"' ? quotedAt(cell, at) : undefined;
    if (cell[at] === '"' && !quoted) isQuoting = false; // it means nothing here: it is not looked for again
    const end = quoted?.end ?? endOf(cell, at);
    labels.push(quoted?.text ?? cell.slice(at, end).trim());
    at = end + 1;
    while (/\s/.test(cell[at] ?? '')) at += 1;
  }
  return labels.filter((label) => label !== '');
}

/** A quoted text that a separator, or nothing, follows. */
function quotedAt(cell: string, at: number): { readonly text: string; readonly end: number } | undefined {
  for (let quote = cell.indexOf('"', at + 1); quote !== -1; quote = cell.indexOf('"', quote + 2)) {
    if (cell[quote + 1] === '"') continue;
    const end = quote + 1;
    const ends = end === cell.length || /[,;|]/.test(cell[end]!);
    return ends ? { text: cell.slice(at + 1, quote).replaceAll('""', '"'), end } : undefined;
  }
  return undefined;
}

function endOf(cell: string, at: number): number {
  let end = at;
  while (end < cell.length && !/[,;|]/.test(cell[end]!)) end += 1;
  return end;
}

interface Reference {
  source_name: string;
  [property: string]: unknown;
}

/** A line each: a link, `source <link>`, a source's name, or JSON. A reference has more than a name: a source without a link is described by it. */
export const referencesFrom = (cell: string): Reference[] =>
  cell
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(referenceFrom);

function referenceFrom(text: string): Reference {
  const url = /^https?:\/\/([^/?#]+)/i.exec(text);
  if (url) return { source_name: url[1]!, url: text };
  const open = text.lastIndexOf(' <');
  const link = open > 0 ? /^<(https?:\/\/[^\s<>]+)>$/i.exec(text.slice(open + 1)) : null;
  if (link) return { source_name: text.slice(0, open), url: link[1]! };
  return asJson(text) ?? { source_name: text, description: text };
}

function asJson(text: string): Reference | undefined {
  if (!text.startsWith('{"')) return undefined;
  try {
    const said = JSON.parse(text) as Reference;
    return typeof said.source_name === 'string' ? said : undefined;
  } catch {
    return undefined;
  }
}

/** What a spreadsheet may take for a formula; the hub's exports put an apostrophe before it. */
const FORMULA = /^(?:['\s\u200b\ufeff]|\p{Cc})*[=+\-@\uff1d\uff0b\uff0d\uff20|%]|^\p{Cc}|^'/u;

/** A cell without that apostrophe; one that merely begins with one stays as it is. */
export const undefuse = (cell: string): string =>
  cell.startsWith("'") && FORMULA.test(cell.slice(1)) ? cell.slice(1) : cell;
