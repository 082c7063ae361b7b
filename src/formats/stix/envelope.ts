import { Fault } from '../../kernel/index.js';
import { type Cut, JsonCutter } from '../json/json-cutter.js';
import { parseJson } from '../json/parse-json.js';
import { isRecord } from './object-shapes.js';

/** What a TAXII 2.1 envelope says besides its objects. */
export interface Envelope {
  readonly more: boolean;
  /** What the rest is asked for with. */
  readonly next: string | undefined;
  /** How many objects there are in it. */
  readonly objects: number;
}

/** Bytes of what stands around the objects; and of a `next`, which goes into a URL. */
const AROUND_BYTES = 1 << 16;
const NEXT_CHARACTERS = 4_000;

/**
 * What an envelope says besides its objects, which are not looked at: {@link readStix} reads them. Faults: `invalid_json` and
 * its like, `invalid` for JSON that is no envelope.
 */
export function envelopeOf(bytes: Buffer): Envelope {
  const cutter = new JsonCutter('objects', AROUND_BYTES);
  const cuts = cutter.push(bytes);
  if (cutter.end() !== undefined) throw new Fault('invalid_json', 'it ends in the middle');
  const { more = false, next } = Object.assign({}, ...cuts.filter(isAround).map(membersOf)) as Record<string, unknown>;
  if (!cuts.some(isAround)) throw new Fault('invalid', 'it is no envelope');
  if (typeof more !== 'boolean') throw new Fault('invalid', '“more” is neither true nor false');
  if (next !== undefined && (typeof next !== 'string' || next.length > NEXT_CHARACTERS))
    throw new Fault('invalid', '“next” is no text, or far too long');
  const objects = cuts.filter(({ kind, at }) => kind === 'value' && at.startsWith('objects[')).length;
  return { more, next: next === '' ? undefined : next, objects };
}

/** What stands around a list of objects, or all of an envelope that has none. */
const isAround = ({ kind, at }: Cut): boolean =>
  kind === 'head' || kind === 'tail' || (kind === 'value' && at === 'line 1');

function membersOf(cut: Cut): object {
  const members = cut.kind !== 'fault' && cut.bytes ? parseJson(cut.bytes) : undefined;
  if (!isRecord(members)) throw new Fault('invalid', 'it is no envelope');
  return members;
}
