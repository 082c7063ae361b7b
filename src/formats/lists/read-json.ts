import { Fault } from '../../kernel/index.js';
import { isRecord } from '../json/is-record.js';
import { type Cut, JsonCutter } from '../json/json-cutter.js';
import { compactJson, keepText } from '../json/json-text.js';
import { parseJson } from '../json/parse-json.js';
import { unmarked } from '../json/unmarked.js';
import type { Found, Reader } from '../reading.js';
import { namedItem } from './named-item.js';
import { LINE_BYTES } from './text-lines.js';

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads a JSON document of the hub's own items: an array of them, one alone, or `{ "items": [ … ] }`, where what stands before
 * the list is said for all that don't say it. A string is a value; STIX objects are left as they are.
 */
export const jsonReader: Reader = async function* (bytes) {
  const cutter = new JsonCutter('items', LINE_BYTES);
  let common: Json = {};
  for await (const piece of unmarked(bytes)) {
    for (const cut of cutter.push(piece)) {
      const read = parsed(cut);
      if (read instanceof Fault) yield { at: cut.at, fault: read };
      else if (cut.kind === 'head') common = isRecord(read) ? read : {};
      else if (cut.kind === 'tail') yield* late(cut.at, read);
      else yield item(cut.at, read, common);
    }
  }
  const open = cutter.end();
  if (open !== undefined) throw new Fault('invalid_json', `${open}: the file ends before this does`);
};

function parsed(cut: Cut): unknown {
  if (cut.kind === 'fault') return new Fault('invalid_json', cut.detail);
  if (!cut.bytes) return new Fault('body_too_large', `an item has at most ${LINE_BYTES} bytes`);
  try {
    const value: unknown = parseJson(cut.bytes);
    return isRecord(value) && 'spec_version' in value ? keepText(value, compactJson(cut.bytes)) : value;
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
}

/** What is said for all after the items can't be said of those that were read. */
function* late(at: string, tail: unknown): Generator<Found> {
  if (isRecord(tail) && Object.keys(tail).length > 0)
    yield { at, fault: new Fault('invalid', 'what is said for all items must stand before them') };
}

function item(at: string, value: unknown, common: Json): Found {
  if (typeof value === 'string') return { at, item: { ...common, value } };
  if (!isRecord(value) || 'spec_version' in value) return { at, item: value };
  return { at, item: namedItem({ ...common, ...value }) };
}
