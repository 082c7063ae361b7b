import { Fault } from '../../kernel/index.js';
import { isRecord } from './is-record.js';
import { type Cut, JsonCutter } from './json-cutter.js';
import { parseJson } from './parse-json.js';
import { unmarked } from './unmarked.js';

/** Bytes of what stands around the list, and of a text in it. */
const AROUND_BYTES = 1 << 16;

/** How long a list may be: its texts, and all of the bytes. */
export interface ListLimits {
  readonly texts: number;
  readonly bytes: number;
}

/** A JSON object that has a long list of texts in it. */
export interface TextList {
  /** What it says besides the list. */
  readonly around: Readonly<Record<string, unknown>>;
  /** Undefined where it has no such list. The caller's own. */
  readonly list: string[] | undefined;
}

/**
 * Reads a JSON object whose member `name` is a list of texts, as its bytes come: it may be longer than what should be parsed in one
 * go. Faults: those of {@link parseJson}; `body_too_large` for more than `most`; `invalid`, with its place, for what is no text or no list.
 */
export async function readTextList(
  bytes: AsyncIterable<Uint8Array>,
  name: string,
  most: ListLimits,
): Promise<TextList> {
  const cutter = new JsonCutter(name, AROUND_BYTES);
  const around: Record<string, unknown> = {};
  let list: string[] | undefined;
  let ended = false;
  let length = 0;
  for await (const piece of unmarked(bytes)) {
    if ((length += piece.length) > most.bytes) throw new Fault('body_too_large', `at most ${most.bytes} bytes`);
    for (const cut of cutter.push(piece)) {
      const value = parsed(cut);
      if (cut.kind === 'value' && list && !ended) {
        list.push(textAt(value, `/${name}/${list.length}`));
        if (list.length > most.texts) throw new Fault('body_too_large', `a list has at most ${most.texts} entries`);
        continue;
      }
      if (ended || !isRecord(value)) throw new Fault('invalid_json', 'it is not one object');
      if (cut.kind === 'head') list = [];
      else ended = true;
      addTo(around, value, name, list !== undefined);
    }
  }
  if (!ended || cutter.end() !== undefined) throw new Fault('invalid_json', 'it ends in the middle');
  return { around, list };
}

function parsed(cut: Cut): unknown {
  if (cut.kind === 'fault') throw new Fault('invalid_json', `${cut.at}: ${cut.detail}`);
  if (!cut.bytes) throw new Fault('body_too_large', `${cut.at}: at most ${AROUND_BYTES} bytes`);
  try {
    return parseJson(cut.bytes);
  } catch (error) {
    throw error instanceof Fault ? new Fault(error.code, `${cut.at}: ${error.detail}`) : error;
  }
}

function textAt(value: unknown, pointer: string): string {
  if (typeof value === 'string') return value;
  throw new Fault('invalid', 'it is no text', { pointer });
}

/** What stands before the list and after it are members of one object: none comes twice, the list's own name included. */
function addTo(around: Record<string, unknown>, members: object, name: string, hasList: boolean): void {
  const twice = Object.keys(members).find((key) => Object.hasOwn(around, key) || (hasList && key === name));
  if (twice !== undefined) throw new Fault('duplicate_key', twice);
  if (Object.hasOwn(members, name)) throw new Fault('invalid', 'it is no list', { pointer: `/${name}` });
  Object.assign(around, members);
}
