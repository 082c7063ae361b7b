import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { Change, Exchange, Submission } from '../exchange/index.js';
import { compactJson, type Found, itemIn, keepText, parseJson, type Restricted, textOf } from '../formats/index.js';
import { Fault, type Viewer } from '../kernel/index.js';
import { type Defaults, isStix, toPut } from './indicator.js';
import { LINE_BYTES, lines } from './lines.js';
import type { Part } from './outcome-lines.js';
import { warned } from './warned.js';
import type { Warninglists } from '../warninglists/index.js';

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

/** What goes into one transaction, a hash of what was sent of it, and where it came from, as far as that is known. */
/** What a submission says of an item that may go to some at most: no further than that, nor than the submission asks for. */
export function narrowed<T extends Defaults>(defaults: T, most: Restricted['audience'] | undefined): T {
  if (most === undefined) return defaults;
  const { audience = 'all' } = defaults;
  return { ...defaults, audience: audience === 'all' ? most : 'organisation' };
}

interface Chunk {
  readonly changes: readonly Change[];
  readonly hash: Buffer;
  readonly places?: readonly string[];
  readonly notes?: readonly { readonly at: string; readonly note: string }[];
}

function parseLine(line: Buffer, defaults: Defaults): Change {
  try {
    if (line.length > LINE_BYTES) throw new Fault('body_too_large', `a line has more than ${LINE_BYTES} bytes`);
    const item = parseJson(line);
    if (typeof item === 'object' && item !== null && isStix(item)) keepText(item, compactJson(line));
    return toPut(item, defaults);
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
  readonly lists: Pick<Warninglists, 'hitsOf'>;
}

/** Cuts what a reader of a format finds into chunks. What ends the reading early ends it after the chunk so far. */
async function* chunksOf(found: AsyncIterable<Found>, defaults: Defaults): AsyncGenerator<Chunk> {
  let part = new Cutting();
  let failure: unknown;
  try {
    for await (const one of found) {
      part.add(one, defaults);
      if (!part.full) continue;
      yield part.chunk();
      part = new Cutting();
    }
  } catch (error) {
    failure = error;
  }
  if (!part.empty) yield part.chunk();
  if (failure !== undefined) throw failure;
}

class Cutting {
  private readonly changes: Change[] = [];
  private readonly places: string[] = [];
  private readonly notes: { at: string; note: string }[] = [];
  private readonly hash = createHash('sha256');
  private bytes = 0;

  add(found: Found, defaults: Defaults): void {
    const { at } = found;
    if ('note' in found) return void this.notes.push({ at, note: found.note });
    const given = itemIn(found);
    const text = given ? textOfItem(given.item) : 'fault' in found ? found.fault.code : '';
    this.hash.update(text).update('\n');
    this.bytes += text.length;
    if (given) this.changes.push(toChange(given.item, narrowed(defaults, given.most)));
    else if ('fault' in found) this.changes.push({ do: 'refuse', fault: found.fault });
    this.places.push(at);
  }

  get full(): boolean {
    return this.changes.length >= CHUNK || this.bytes >= CHUNK_BYTES || this.notes.length >= CHUNK;
  }

  get empty(): boolean {
    return this.changes.length + this.notes.length === 0;
  }

  chunk(): Chunk {
    return { changes: this.changes, hash: this.hash.digest(), places: this.places, notes: this.notes };
  }
}

const textOfItem = (item: unknown): string =>
  (typeof item === 'object' && item !== null ? textOf(item) : undefined) ?? JSON.stringify(item) ?? '';

/**
 * Submits a stream of any length, a chunk a transaction, and yields the outcomes of each chunk once it is on disk, in
 * order, with indexes of the whole stream. With an Idempotency-Key, a stream that was cut off can be sent again.
 */
export function submitStream(
  intake: Intake,
  viewer: Viewer,
  stream: Readable,
  defaults: Defaults,
  idempotencyKey?: string,
): AsyncGenerator<Part> {
  return submitChunks(intake, viewer, chunks(stream, defaults), 'ndjson', idempotencyKey);
}

/** Likewise what a reader of a format finds in a file; outcomes say where in it their item stands. */
export function submitFound(
  intake: Intake,
  viewer: Viewer,
  { found, door }: { readonly found: AsyncIterable<Found>; readonly door: string },
  defaults: Defaults,
  idempotencyKey?: string,
): AsyncGenerator<Part> {
  return submitChunks(intake, viewer, chunksOf(found, defaults), door, idempotencyKey);
}

async function* submitChunks(
  intake: Intake,
  viewer: Viewer,
  chunked: AsyncIterable<Chunk>,
  door: string,
  idempotencyKey?: string,
): AsyncGenerator<Part> {
  const sent: Promise<Part>[] = [];
  let first = 0;
  let number = 0;
  let refusal: unknown;
  try {
    for await (const chunk of chunked) {
      await intake.admit(viewer, chunk.changes.length);
      const key = idempotencyKey === undefined ? undefined : `${idempotencyKey}#${number++}`;
      const part = submitChunk(intake, { viewer, door, chunk, first, key });
      part.catch(() => undefined); // looked at when its turn comes
      sent.push(part);
      first += chunk.changes.length;
      if (sent.length >= AHEAD) yield await sent.shift()!;
    }
  } catch (error) {
    refusal = error; // those before it are on their way, and their outcomes owed
  }
  for (const part of sent) yield await part;
  if (refusal !== undefined) throw refusal;
}

interface Sending {
  readonly viewer: Viewer;
  readonly door: string;
  readonly chunk: Chunk;
  /** The index of its first item in the whole stream. */
  readonly first: number;
  readonly key: string | undefined;
}

async function submitChunk({ exchange, lists }: Intake, { viewer, door, chunk, first, key }: Sending): Promise<Part> {
  const { changes, hash, places, notes = [] } = chunk;
  const submission: Submission = {
    viewer,
    changes,
    door,
    ...(key !== undefined && { idempotency: { key, request: hash } }),
  };
  const outcomes = changes.length === 0 ? [] : (await warned(exchange.submit(submission), changes, lists)).outcomes;
  return {
    outcomes: outcomes.map((outcome) => {
      const at = places?.[outcome.index];
      return { ...outcome, index: outcome.index + first, ...(at !== undefined && { at }) };
    }),
    notes,
  };
}
