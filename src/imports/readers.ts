import {
  csvReader,
  type Found,
  itemsReader,
  jsonReader,
  listReader,
  type Mapping,
  type MispContext,
  type MispPart,
  readMispParts,
  readStix,
  readText,
  sniffLists,
  zeekReader,
} from '../formats/index.js';

type HeadLines = Parameters<typeof sniffLists>[0];

/** One thing that a reader came upon: of MISP events also what was deleted in them. */
export type Part = Found | MispPart;
type PartReader = (bytes: AsyncIterable<Uint8Array>) => AsyncIterable<Part>;

/** What a file may be, by the name that its sender gives it, and what reads it. `context`: in whose name MISP events are read, on which their ids depend. */
export const READERS: Readonly<Record<string, (mapping: Mapping, context: MispContext) => PartReader>> = {
  ndjson: () => itemsReader,
  json: () => jsonReader,
  csv: (mapping) => csvReader(mapping),
  list: () => listReader,
  zeek: () => zeekReader,
  stix: () => readStix,
  text: () => readText,
  misp: (_, context) => (bytes) => readMispParts(bytes, context),
};

export const FORMATS = Object.keys(READERS);

/** What a file is that begins with these lines: as its sender says, who also maps columns of tables alone. */
export function formatSaid(
  head: HeadLines,
  { format, mapping }: { format: string; mapping?: Mapping | undefined },
): string {
  if (format !== 'auto') return format;
  return mapping === undefined ? formatOf(head) : 'csv';
}

/** What a document of STIX objects outside a bundle says, type last perhaps. On lines of their own they may stand among the hub's items. */
const STIX_OBJECT = /"spec_version"\s*:\s*"2\.|"id"\s*:\s*"[a-z][a-z\d-]{1,60}--[\da-f]{8}-[\da-f]{4}-/;

/** The format of a file that begins with these lines, where its sender does not say. */
export function formatOf(head: HeadLines): string {
  const text = head
    .map((line) => line.text)
    .join('\n')
    .trimStart();
  if (/^[[{]/.test(text)) {
    if (/"Event"\s*:\s*\{/.test(text)) return 'misp';
    const isLines = /^\{.*\}\s*(?:\n|$)/.test(text);
    if (!isLines && /"Attribute"\s*:\s*\[|"Orgc"\s*:\s*\{/.test(text)) return 'misp';
    if (/"type"\s*:\s*"bundle"/.test(text) || /^\{\s*"(?:more|next|objects)"/.test(text)) return 'stix';
    if (!isLines && STIX_OBJECT.test(text)) return 'stix';
  }
  return sniffLists(head);
}
