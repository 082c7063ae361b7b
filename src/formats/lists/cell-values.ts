/** A label as people write it: `TLP:GREEN`, `White`, `amber strict`. What is none is passed on for the hub to refuse. */
export function tlpFrom(cell: string): string {
  const label = cell
    .trim()
    .toLowerCase()
    .replace(/^tlp[\s:_-]*/, '')
    .replace(/(?<![\s_-])[\s_-]+strict$/, '+strict');
  return label === 'white' ? 'clear' : label;
}

/** A PAP label: `PAP:AMBER`, `White`. */
export function papFrom(cell: string): string {
  const label = cell
    .trim()
    .toLowerCase()
    .replace(/^pap[\s:_-]*/, '');
  return label === 'white' ? 'clear' : label;
}

export const isTlp = (cell: string): boolean => /^(clear|green|amber(\+strict)?|red)$/.test(tlpFrom(cell));

/** STIX 2.1, appendix A: the None / Low / Med / High scale. */
const WORDS: Readonly<Record<string, number>> = { none: 0, low: 15, med: 50, medium: 50, high: 85 };

/** 0–100, with or without a per cent sign, or a word. */
export function confidenceFrom(cell: string): number {
  const text = cell.trim().toLowerCase();
  return Object.hasOwn(WORDS, text) ? WORDS[text]! : Number(text.replace(/(?<!\s)\s*%$/, ''));
}

/** RFC 3339 in UTC of what is plainly a date; anything else is passed on for the hub to refuse. */
export function timeFrom(cell: string): string {
  const text = cell.trim();
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/.test(text)) return text;
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
