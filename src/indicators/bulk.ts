import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { Change, Exchange, Outcome, Receipt, Submission } from '../exchange/index.js';
import { parseJson } from '../formats/index.js';
import { Fault, type Viewer } from '../kernel/index.js';
import { type Defaults, toPut } from './indicator.js';
import { LINE_BYTES, lines } from './lines.js';

/** Lines and bytes of one transaction, at most. */
const CHUNK = 1_000;
const CHUNK_BYTES = 4 << 20;
/** Transactions on their way at once: the next lines are parsed while the last are committed. */
const AHEAD = 3;

/** An item of a submission, or why it is none: a bad item never sinks its neighbours. */
export function toChange(item: unknown, defaults: Defaults = {}): Change {
  try {
    return toPut(item, defaults);
  } catch (error) {
    if (error instanceof Fault) return { do: 'refuse', fault: error };
    throw error;
  }
}

interface Chunk {
  readonly changes: readonly Change[];
  readonly hash: Buffer;
}

function parseLine(line: Buffer, defaults: Defaults): Change {
  try {
    if (line.length > LINE_BYTES) throw new Fault('body_too_large', `a line has more than ${LINE_BYTES} bytes`);
    return toPut(parseJson(line), defaults);
  } catch (error) {
    if (error instanceof Fault) return { do: 'refuse', fault: error };
    throw error;
  }
}

/** Cuts a stream of newline-delimited JSON into chunks, holding one chunk in memory. */
async function* chunks(stream: Readable, defaults: Defaults): AsyncGenerator<Chunk> {
  let changes: Change[] = [];
  let hash = createHash('sha256');
  let bytes = 0;
  for await (const line of lines(stream)) {
    hash.update(line).update('\n');
    changes.push(parseLine(line, defaults));
    bytes += line.length;
    if (changes.length < CHUNK && bytes < CHUNK_BYTES) continue;
    yield { changes, hash: hash.digest() };
    [changes, hash, bytes] = [[], createHash('sha256'), 0];
  }
  if (changes.length > 0) yield { changes, hash: hash.digest() };
}

/** Where submissions go, and what lets so many items of the viewer's organisation in; throws what refuses them. */
export interface Intake {
  readonly exchange: Pick<Exchange, 'submit'>;
  readonly admit: (viewer: Viewer, items: number) => Promise<void>;
}

/**
 * Submits a stream of any length, a chunk a transaction, and yields the outcomes of each chunk once it is on disk, in
 * order, with indexes of the whole stream. With an Idempotency-Key, a stream that was cut off can be sent again.
 */
export async function* submitStream(
  { exchange, admit }: Intake,
  viewer: Viewer,
  stream: Readable,
  defaults: Defaults,
  idempotencyKey?: string,
): AsyncGenerator<Receipt> {
  const sent: Promise<Receipt>[] = [];
  let first = 0;
  let number = 0;
  let refusal: unknown;
  for await (const { changes, hash } of chunks(stream, defaults)) {
    refusal = await admit(viewer, changes.length).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (refusal !== undefined) break; // those before it are on their way, and their outcomes owed
    const idempotency =
      idempotencyKey === undefined ? {} : { idempotency: { key: `${idempotencyKey}#${number++}`, request: hash } };
    const submission: Submission = { viewer, changes, door: 'ndjson', ...idempotency };
    const from = first;
    const receipt = exchange.submit(submission).then((r) => ({ ...r, outcomes: r.outcomes.map(shifted(from)) }));
    receipt.catch(() => undefined); // looked at when its turn comes
    sent.push(receipt);
    first += changes.length;
    if (sent.length >= AHEAD) yield await sent.shift()!;
  }
  for (const receipt of sent) yield await receipt;
  if (refusal !== undefined) throw refusal;
}

const shifted =
  (by: number) =>
  (outcome: Outcome): Outcome => ({ ...outcome, index: outcome.index + by });
