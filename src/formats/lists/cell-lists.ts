import { isDeepStrictEqual } from 'node:util';

/** Labels in one cell: one with a separator, a quote or a blank at its end in it stands in quotes. */
export const labelsText = (labels: readonly string[]): string =>
  labels.map((one) => (/[,;|"]|^\s|\s$/.test(one) ? `"${one.replaceAll('"', '""')}"` : one)).join(';');

/** What {@link labelsText} was given, and what other tools put between commas, semicolons or bars. Linear, whatever is quoted. */
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

/** Where something is said, as STIX has it. */
export interface Reference {
  readonly source_name: string;
  readonly [property: string]: unknown;
}

/** References in one cell, a line each: a link, `source <link>`, a source's name; as JSON where these would say less. */
export function referencesText(references: unknown): string {
  const all = Array.isArray(references) ? (references as Reference[]) : [];
  return all
    .map((one) => {
      const { source_name: name, url } = one;
      const texts = [String(url), `${name} <${String(url)}>`, name];
      return texts.find((text) => isDeepStrictEqual(referencesFrom(text), [one])) ?? JSON.stringify(one);
    })
    .join('\n');
}

/** What {@link referencesText} was given. A reference has more than a name: a source that has no link is described by it. */
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
