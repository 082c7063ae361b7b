import { HubError } from './errors.js';
import type { Rest } from './rest.js';
import type { AudienceSpec, Counts, Item, Outcome, SubmissionAnswer, Tlp } from './types.js';

export interface SubmitOptions {
  /** For items that have none of their own. */
  tlp?: Tlp;
  audience?: AudienceSpec;
  /** Told of each item, in order and once. `outcome.index` counts over all items. */
  onOutcome?: (outcome: Outcome, item: Item) => void;
  /** The same key with the same items changes nothing when sent again; random unless told. */
  idempotencyKey?: string;
  signal?: AbortSignal;
}

export interface SubmitResult {
  /** Ids of the submissions the items went in as. */
  submissions: string[];
  counts: Counts;
}

/** What one request carries at most. Fixed, so that the same items with the same key are cut the same way. */
const CHUNK = { items: 1000, bytes: 1024 * 1024 };
/** A hub that restarts is back within a minute; giving up before would leave half a file. */
const RETRIES = 8;

/** Items in requests of bounded size, one after the other; each is repeated under its own key until it is answered. */
export async function submitAll(
  rest: Rest,
  items: Iterable<Item> | AsyncIterable<Item>,
  options: SubmitOptions = {},
): Promise<SubmitResult> {
  const key = options.idempotencyKey ?? globalThis.crypto.randomUUID();
  const result: SubmitResult = { submissions: [], counts: { created: 0, updated: 0, unchanged: 0, rejected: 0 } };
  let before = 0;
  for await (const chunk of chunksOf(items)) {
    const answer = await send(rest, chunk, `${key}-${result.submissions.length}`, options);
    result.submissions.push(answer.submission);
    for (const outcome of answer.outcomes) {
      result.counts[outcome.outcome]++;
      options.onOutcome?.({ ...outcome, index: before + outcome.index }, chunk[outcome.index]!);
    }
    before += chunk.length;
  }
  return result;
}

async function send(rest: Rest, items: Item[], key: string, options: SubmitOptions): Promise<SubmissionAnswer> {
  const { tlp, audience, signal } = options;
  const body = { ...(tlp && { tlp }), ...(audience && { audience }), items };
  const answer = await rest.post<SubmissionAnswer>('/api/v1/indicators', body, {
    headers: { 'idempotency-key': key },
    repeatable: true,
    retries: RETRIES,
    timeout: 120_000,
    ...(signal && { signal }),
  });
  // An item without an outcome would be an item nobody knows of.
  if (answer.outcomes.length !== items.length) {
    const detail = `${items.length} items went in, ${answer.outcomes.length} outcomes came back`;
    throw new HubError({ code: 'outcomes_missing', status: 0, detail });
  }
  return answer;
}

async function* chunksOf(items: Iterable<Item> | AsyncIterable<Item>): AsyncGenerator<Item[]> {
  let chunk: Item[] = [];
  let bytes = 0;
  for await (const item of items) {
    const size = JSON.stringify(item).length;
    if (chunk.length > 0 && (chunk.length >= CHUNK.items || bytes + size > CHUNK.bytes)) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(item);
    bytes += size;
  }
  if (chunk.length > 0) yield chunk;
}
