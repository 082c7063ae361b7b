import type { ImportOptions, ImportPreview } from '../../imports.js';
import { HEAD_BYTES } from '../../imports.js';
import { EXIT, Exit } from '../../terminal/exit.js';
import { counted, printable } from '../../terminal/text.js';
import type { Session } from '../session.js';
import { fileOf, type GivenFile, hubForFiles } from './file.js';

/** Items that are shown at most: what the hub shows at once. */
const SHOWN = 1_000;

/** `--dry-run`: what the hub would make of a file, by its beginning. */
export async function lookBefore(session: Session, path: string, options: ImportOptions): Promise<void> {
  const { out, signal } = session;
  const file = await fileOf(session, path);
  const hub = await hubForFiles(session);
  const preview = await hub.imports.preview(await headOf(file), { ...options, sample: SHOWN, signal });
  out.say(`${file.name}: ${described(preview)}`);
  const { tlp, audience } = options;
  const counts = { good: 0, bad: 0 };
  for (const { place, item, note, code, detail } of preview.sample) {
    if (note !== undefined) out.say(out.talkStyle.dim(`${place}: ${printable(note)}`));
    else if (code !== undefined) {
      counts.bad += 1;
      out.say(out.talkStyle.red(`${place}: ${printable(detail ?? 'rejected')} (${code})`));
    } else {
      counts.good += 1;
      const said = isStix(item) ? item : { ...(tlp && { tlp }), ...(audience && { audience }), ...(item as object) };
      await out.data(said, () => `${place}\t${JSON.stringify(said)}`);
    }
  }
  const much = preview.more ? 'of its beginning ' : '';
  out.say(`${much}${counted(counts.good, 'item')} would be sent, ${counts.bad} would be refused; nothing was sent`);
  if (counts.good + counts.bad === 0 && !preview.more) throw new Exit(EXIT.error, 'there is nothing in it to submit');
  if (counts.good === 0 && counts.bad > 0) throw new Exit(EXIT.error);
  if (counts.bad > 0) throw new Exit(EXIT.partial);
}

const isStix = (item: unknown): boolean => typeof item === 'object' && item !== null && 'spec_version' in item;

const SEPARATORS: Readonly<Record<string, string>> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars' };

/** `csv, separated by commas; value=1, type=2` */
function described({ format, mapping }: ImportPreview): string {
  if (!mapping) return format;
  const { delimiter, columns } = mapping;
  const which = Object.entries(columns).map(([field, column]) => `${field}=${column}`);
  return `${format}, separated by ${SEPARATORS[delimiter] ?? printable(delimiter)}; ${which.join(', ')}`;
}

async function headOf({ bytes }: GivenFile): Promise<Blob> {
  const parts: Buffer[] = [];
  let held = 0;
  for await (const piece of bytes) {
    parts.push(Buffer.from(piece));
    if ((held += piece.length) >= HEAD_BYTES) break;
  }
  return new Blob(parts);
}
