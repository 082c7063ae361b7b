import {
  csvReader,
  itemsReader,
  listReader,
  type Mapping,
  type Reader,
  readMisp,
  readStix,
  readText,
  sniffLists,
  zeekReader,
} from '../formats/index.js';

type HeadLines = Parameters<typeof sniffLists>[0];

/** What a file may be, by the name that its sender gives it, and what reads it. `scope`: the organisation whose it is, where ids depend on that. */
export const READERS: Readonly<Record<string, (mapping: Mapping, scope?: string) => Reader>> = {
  ndjson: () => itemsReader,
  csv: (mapping) => csvReader(mapping),
  list: () => listReader,
  zeek: () => zeekReader,
  stix: () => readStix,
  text: () => readText,
  misp: (_, scope) => (bytes) => readMisp(bytes, scope === undefined ? {} : { scope }),
};

export const FORMATS = Object.keys(READERS);

/** In a document over several lines, which may name its type last. */
const STIX_ID = /"id"\s*:\s*"[a-z][a-z\d-]{1,60}--[\da-f]{8}-[\da-f]{4}-/;

/** The format of a file that begins with these lines, where its sender does not say. */
export function formatOf(head: HeadLines): string {
  const text = head
    .map((line) => line.text)
    .join('\n')
    .trimStart();
  if (/^[[{]/.test(text)) {
    if (/"Event"\s*:\s*\{/.test(text)) return 'misp';
    const isLines = /^\{.*\}\s*(?:\n|$)/.test(text);
    if (!isLines && /"Attribute"\s*:\s*\[/.test(text)) return 'misp';
    if (!isLines && STIX_ID.test(text)) return 'stix';
    if (/"type"\s*:\s*"bundle"/.test(text) || /^\{\s*"(?:more|next|objects)"/.test(text)) return 'stix';
  }
  return sniffLists(head);
}
