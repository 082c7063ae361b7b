import { Fault } from '../../kernel/index.js';
import type { Found, Reader } from '../reading.js';
import { wholeText } from '../lists/text-lines.js';
import { extracting } from './extract.js';
import { DOUBTS, OMISSIONS } from './mention.js';
import { viewOf } from './view.js';

/** The longest report: what a text gives as its sources is known when all of it was read, so it is read as a whole. */
const TEXT_BYTES = 16 << 20;

/**
 * Reads a report for an import: an item for each value that nothing speaks against. What is doubtful, what was left out,
 * and techniques, which are no values, are notes. A report has at most 16 MiB; it may be UTF-16 or Windows-1252.
 */
export const readText: Reader = async function* readText(bytes) {
  const work = extracting(viewOf(await whole(bytes)));
  let step = work.next();
  for (; !step.done; step = work.next()) await new Promise(setImmediate);
  for (const { type, value, doubts, places } of step.value.items) {
    const at = `line ${places[0]?.line ?? 1}`;
    if (type === 'attack-technique') yield { at, note: `technique ${value} of ATT&CK: not a value to submit` };
    else if (doubts.length > 0)
      yield { at, note: `${type} ${value}: ${doubts.map((doubt) => DOUBTS[doubt]).join('; ')}` };
    else yield { at, item: { type, value } } satisfies Found;
  }
  for (const { line, written, reason } of step.value.omitted)
    yield { at: `line ${line}`, note: `${written.slice(0, 100)} was left out: ${OMISSIONS[reason]}` };
};

async function whole(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    length += chunk.length;
    if (length > TEXT_BYTES) throw new Fault('body_too_large', 'a report has at most 16 MiB');
    parts.push(chunk);
  }
  return wholeText(Buffer.concat(parts));
}
