import { Readable } from 'node:stream';
import type { AudienceAsk } from '../audience/index.js';
import type { Change } from '../exchange/index.js';
import { FIELDS, itemIn, layoutOf, lookInto, refusePacked } from '../formats/index.js';
import { Fault, type Tlp } from '../kernel/index.js';
import { asked } from './asked.js';
import { completed, mispContext, type Options, optionsOf, type PreviewAsk } from './defaults.js';
import { formatSaid, type Part, READERS } from './readers.js';
import { CHUNK_BYTES } from './receiving.js';

/** One of the first things in a file: an item as it would be submitted and, if it would be, why it is refused; or a note. */
interface Shown {
  readonly place: string;
  readonly item?: unknown;
  /** The label that it would have: its own, or that which the sender says. */
  readonly tlp?: Tlp;
  /** Whom it is for by its own word, where that is not whom the sender says. */
  readonly audience?: AudienceAsk;
  readonly note?: string;
  readonly code?: string;
  readonly detail?: string;
}

/** Who looks: his organisation, and the sharing groups that it is in. */
interface Sender {
  readonly organisationId: string;
  readonly groups: readonly string[];
}

/** What a file seems to be, by its beginning: what is to be confirmed or changed before it is imported. */
export async function preview(given: Buffer, ask: PreviewAsk, sender: Sender) {
  refusePacked(given);
  const isPart = given.length >= CHUNK_BYTES;
  const options = { ...optionsOf(ask), groups: sender.groups };
  const lines = (await lookInto(Readable.from([given]))).head;
  const format = formatSaid(lines, ask);
  const layout = format === 'csv' ? layoutOf(lines, options.mapping) : undefined;
  const columns = layout && Object.entries(layout.columns.at).map(([field, index]) => [field, index + 1] as const);
  const sample: Shown[] = [];
  let more = isPart;
  const whole = isPart ? wholeLines(given, format === 'csv') : given;
  for await (const part of parts(whole, format, options, sender, isPart)) {
    more = more || sample.length >= ask.sample;
    if (sample.length >= ask.sample) break;
    sample.push(shown(part, options));
  }
  return {
    format,
    ...(layout && {
      header: layout.header?.cells ?? null,
      ignored: layout.columns.ignored,
      fields: FIELDS,
      mapping: {
        delimiter: layout.delimiter,
        header: layout.header !== undefined,
        columns: Object.fromEntries(columns ?? []),
      },
    }),
    sample,
    more,
  };
}

/** What stands in it, as far as a file that is cut off can be read. */
async function* parts(
  bytes: Buffer,
  format: string,
  options: Options,
  { organisationId }: Sender,
  isPart: boolean,
): AsyncGenerator<Part> {
  try {
    yield* READERS[format]!(options.mapping, mispContext(options, organisationId))(Readable.from([bytes]));
  } catch (error) {
    if (!isPart || !(error instanceof Fault)) throw error;
  }
}

/** Without the line that is cut off, or the row, where quotes may go on over lines; all of it where it has one line alone. */
function wholeLines(bytes: Buffer, isTable: boolean): Buffer {
  let end = bytes.lastIndexOf(0x0a);
  if (isTable) {
    let quotes = 0;
    let closed = -1;
    for (let at = 0; at < bytes.length; at++) {
      if (bytes[at] === 0x22) quotes += 1;
      else if (bytes[at] === 0x0a && quotes % 2 === 0) closed = at;
    }
    if (closed !== -1) end = closed;
  }
  return end === -1 ? bytes : bytes.subarray(0, end + 1);
}

function shown(part: Part, options: Options): Shown {
  const place = part.at;
  if ('note' in part) return { place, note: part.note };
  if ('gone' in part) return { place, note: 'it is deleted' };
  const [change] = asked(part, options, new Date()).changes;
  const says = change === undefined ? {} : whom(change, options);
  if ('fault' in part) return { place, ...says };
  return { place, item: 'object' in part ? part.object : completed(itemIn(part)?.item, options, new Date()), ...says };
}

/** How far it would go, or why it goes nowhere. */
function whom(change: Change, { defaults }: Options): Partial<Shown> {
  if (change.do === 'refuse') return told(change.fault);
  if (change.do !== 'put') return {};
  const { tlp, audience } = change;
  const own = audience !== undefined && JSON.stringify(audience) !== JSON.stringify(defaults.audience);
  return { ...(tlp && { tlp }), ...(own && { audience }) };
}

const told = ({ code, detail, title }: { code: string; detail?: string | undefined; title: string }) => ({
  code,
  detail: detail ?? title,
});
