import { Readable } from 'node:stream';
import { itemIn, layoutOf, lookInto, refusePacked } from '../formats/index.js';
import { toChange } from '../indicators/index.js';
import { completed, type ImportAsk, optionsOf } from './defaults.js';
import { formatOf, READERS } from './readers.js';

/** Things of a file that are shown of it. */
const SAMPLE = 20;

/** One of the first things in a file: an item as it would be submitted and, if it would be, why it is refused; or a note. */
interface Shown {
  readonly place: string;
  readonly item?: unknown;
  readonly note?: string;
  readonly code?: string;
  readonly detail?: string;
}

/** What a file seems to be, by its beginning: what is to be confirmed or changed before it is imported. */
export async function preview(head: Buffer, ask: ImportAsk) {
  refusePacked(head);
  const options = optionsOf(ask);
  const lines = (await lookInto(Readable.from([head]))).head;
  const format = ask.format === 'auto' ? formatOf(lines) : ask.format;
  const layout = format === 'csv' ? layoutOf(lines, options.mapping) : undefined;
  const columns = layout && Object.entries(layout.columns.at).map(([field, index]) => [field, index + 1] as const);
  const sample: Shown[] = [];
  for await (const found of READERS[format]!(options.mapping)(Readable.from([head]))) {
    const place = found.at;
    if ('note' in found) sample.push({ place, note: found.note });
    else if ('fault' in found) sample.push({ place, ...told(found.fault) });
    else {
      const item = completed(itemIn(found)?.item, options, new Date());
      const change = toChange(item, options.defaults);
      sample.push({ place, item, ...(change.do === 'refuse' && told(change.fault)) });
    }
    if (sample.length >= SAMPLE) break;
  }
  return {
    format,
    ...(layout && {
      header: layout.header?.cells ?? null,
      ignored: layout.columns.ignored,
      mapping: {
        delimiter: layout.delimiter,
        header: layout.header !== undefined,
        columns: Object.fromEntries(columns ?? []),
      },
    }),
    sample,
  };
}

const told = ({ code, detail, title }: { code: string; detail?: string | undefined; title: string }) => ({
  code,
  detail: detail ?? title,
});
