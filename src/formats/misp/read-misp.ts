import { setImmediate } from 'node:timers/promises';
import { Fault } from '../../kernel/index.js';
import { parseJson } from '../json/parse-json.js';
import type { Found, Place } from '../reading.js';
import type { Reach } from './misp.js';
import type { Reading, Taken } from './event-parts.js';
import { EventReading } from './from-event.js';
import { EventShape } from './misp-shapes.js';
import { type JsonItem, JsonItems } from './json-items.js';

/** Bytes of one event, and values in it. */
const EVENT_BYTES = 32 << 20;
const LIMITS = { depth: 64, nodes: 2_000_000 };
/** Objects after which others have the event loop. */
const SLICE = 500;

/** What the reader may be told of who hands the file in. */
export interface MispContext {
  /** Set apart by it, such as an organisation's id: what two organisations hand in makes objects of each one's own. */
  readonly scope?: string;
  /** Sharing groups of the hub that the organisation is in, by id: what an event may be for with distribution 4. */
  readonly groups?: ReadonlySet<string>;
  /** Whom all of it may go to at most; absent: as the events say. */
  readonly within?: Reach;
}

/** Bytes and values of a document that may hold one event, as {@link readMispEvent} takes it. */
export const MISP_LIMITS = { bytes: EVENT_BYTES, ...LIMITS };

/** Who a parsed event, `{"Event":…}` or bare, says that its maker is, by uuid. */
export function makerOf(json: unknown): string | undefined {
  const shape = EventShape.safeParse(unwrapped(json));
  return shape.success ? shape.data.Orgc?.uuid : undefined;
}

/** What one parsed event holds, as {@link readMispParts} finds it. */
export function readMispEvent(json: unknown, at: Place, context: MispContext = {}): Taken[] {
  const { scope = '', groups = new Set(), within = 'all' } = context;
  const event = unwrapped(json);
  const place = event === json ? at : `${at}${at === '' ? '' : '.'}Event`;
  try {
    return new EventReading(event, place, { scope, groups, within }).read();
  } catch (error) {
    if (error instanceof Fault) return [{ at, fault: error }];
    throw error;
  }
}

/**
 * Reads MISP events: one, a list of them, the answer of `/events/restSearch`, or several one after the other; each `{"Event":…}`
 * or bare. One event is in memory at a time. What an event, object or attribute says of who may have it is never widened: what
 * is for the organisation alone, or for one group, is found as `restricted`. What has no TLP tag is TLP:AMBER+STRICT. Ids are
 * made of MISP's own, so the same event again changes nothing, and a later state of it makes new versions of the same objects.
 */
export async function* readMisp(bytes: AsyncIterable<Uint8Array>, context: MispContext = {}): AsyncGenerator<Found> {
  for await (const taken of readMispParts(bytes, context)) yield toFound(taken);
}

/** The same, with what was deleted by the ids that it would have. */
export async function* readMispParts(
  bytes: AsyncIterable<Uint8Array>,
  { scope = '', groups = new Set(), within = 'all' }: MispContext = {},
): AsyncGenerator<Taken> {
  const items = new JsonItems(EVENT_BYTES);
  let found = 0;
  for await (const item of itemsOf(bytes, items)) {
    for (const taken of item.fault ? [item] : readItem(item.at, item.text, { scope, groups, within })) {
      yield taken;
      if (++found % SLICE === 0) await setImmediate();
    }
  }
  if (found === 0) yield { at: '', note: 'there is no event in it' };
}

async function* itemsOf(bytes: AsyncIterable<Uint8Array>, items: JsonItems): AsyncGenerator<JsonItem> {
  for await (const piece of bytes) yield* items.take(piece);
  yield* items.last();
}

function readItem(at: Place, text: Buffer, reading: Reading): Taken[] {
  try {
    return readMispEvent(parseJson(text, LIMITS), at, reading);
  } catch (error) {
    if (error instanceof Fault) return [{ at, fault: error }];
    throw error;
  }
}

const unwrapped = (json: unknown): unknown =>
  typeof json === 'object' && json !== null && 'Event' in json ? json.Event : json;

function toFound(taken: Taken): Found {
  if ('gone' in taken) return { at: taken.at, note: 'it is deleted' };
  if (!('object' in taken)) return taken;
  const { at, object, level } = taken;
  return level.reach === 'all'
    ? { at, item: object }
    : { at, restricted: { item: object, audience: audienceOf(level.reach) } };
}

const audienceOf = (reach: 'organisation' | { readonly group: string }) =>
  typeof reach === 'string' ? reach : { group: reach.group };
