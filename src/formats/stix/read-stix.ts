import { Fault } from '../../kernel/index.js';
import { type Cut, JsonCutter } from '../json/json-cutter.js';
import { compactJson, keepText, reprint, textOf } from '../json/json-text.js';
import { parseJson } from '../json/parse-json.js';
import { unmarked } from '../json/unmarked.js';
import type { Found, Place, Reader } from '../reading.js';
import { tlpOfId } from './marking.js';
import { checkMarkingDefinition } from './marking-definition.js';
import { idByPlace, observableId } from './object-id.js';
import { isRecord } from './object-shapes.js';
import { OBSERVABLE_OBJECTS } from './object-types.js';
import { splitObserved } from './split-observed.js';
import { upgradeObject } from './upgrade-object.js';

/** A longer object is passed over, and refused: what is stored is far shorter. */
const OBJECT_BYTES = 1 << 20;

type Json = Record<string, unknown>;

/**
 * Reads STIX: a bundle (or a TAXII envelope, or an array), bundles or objects one a line or one after the other. Items are
 * STIX 2.1 objects, each with the text that it came as ({@link textOf}) but for white space between tokens. Objects of STIX
 * 2.0 are made ones of 2.1, with a note of what was changed; cyber observables without an id get theirs; the definitions
 * of the TLP markings, which the hub has, are passed over. Never checks more than that: who takes the items does.
 */
export const readStix: Reader = async function* (bytes) {
  const reading = new StixReading();
  for await (const piece of unmarked(bytes)) {
    for (const cut of reading.cutter.push(piece)) yield* reading.found(cut);
  }
  const open = reading.cutter.end();
  if (open !== undefined) throw new Fault('invalid_json', `${open}: the file ends before this does`);
};

/** What has been read of the bundle under way. */
class StixReading {
  readonly cutter = new JsonCutter('objects', OBJECT_BYTES);
  private head: Json = {};
  /** Why nothing of the list under way is taken. */
  private refusal: Fault | undefined;

  *found(cut: Cut): Generator<Found> {
    const { at } = cut;
    if (cut.kind === 'fault') return yield { at, fault: new Fault('invalid_json', cut.detail) };
    const parsed = this.parsed(cut.bytes);
    switch (cut.kind) {
      case 'head':
        return yield* this.begin(at, parsed);
      case 'tail':
        return yield* this.finish(at, parsed);
      default:
        if (parsed instanceof Fault) yield { at, fault: parsed };
        else if (!this.refusal || /^line \d+$/.test(at)) yield* this.objects(at, parsed, /^line \d+$/.test(at));
    }
  }

  private parsed(bytes: Buffer | undefined): unknown {
    if (!bytes) return new Fault('body_too_large', `an object has at most ${OBJECT_BYTES} bytes`);
    try {
      const parsed = parseJson(bytes);
      return isRecord(parsed) ? keepText(parsed, compactJson(bytes)) : parsed;
    } catch (error) {
      if (error instanceof Fault) return error;
      throw error;
    }
  }

  private *begin(at: Place, head: unknown): Generator<Found> {
    this.head = isRecord(head) && !(head instanceof Fault) ? head : {};
    const { type } = this.head;
    this.refusal = head instanceof Fault ? head : undefined;
    if (type !== undefined && type !== 'bundle')
      this.refusal = new Fault('object_invalid', 'of STIX objects a bundle alone has a list of objects', {
        pointer: '/objects',
      });
    if (this.refusal) yield { at, fault: this.refusal };
  }

  /** What comes after the list can't undo what was read; but a reader that takes the last of two would read something else. */
  private *finish(at: Place, tail: unknown): Generator<Found> {
    const { head } = this;
    this.refusal = undefined;
    this.head = {};
    if (tail instanceof Fault) yield { at, fault: tail };
    else if (isRecord(tail) && Object.keys(tail).some((key) => key === 'objects' || key in head))
      yield { at, fault: new Fault('duplicate_key', 'the bundle has a member twice; its first objects were read') };
  }

  private *objects(at: Place, item: unknown, alone: boolean): Generator<Found> {
    if (!isRecord(item)) return yield { at, item };
    if (item['type'] === 'bundle' && alone) return; // an empty one
    const old = isOld(item, alone ? undefined : this.head['spec_version']);
    try {
      if (isTlpDefinition(item)) yield { at, note: 'the hub has the TLP markings' };
      else if (old && item['type'] === 'observed-data' && 'objects' in item) yield* split(at, item);
      else if (old) yield* upgraded(at, item);
      else yield { at, item: withId(at, item) };
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      yield { at, fault: error };
    }
  }
}

/**
 * Whether an object is of STIX 2.0: it says so, or it says nothing and its bundle does, or it says nothing and lacks what 2.1
 * requires and 2.0 has not. All others are of 2.1.
 */
function isOld({ type, spec_version: version, ...item }: Json, ofBundle: unknown): boolean {
  if (version !== undefined) return version === '2.0';
  if (ofBundle === '2.0') return true;
  return (
    (type === 'indicator' && item['pattern_type'] === undefined && item['pattern'] !== undefined) ||
    (type === 'malware' && item['is_family'] === undefined) ||
    (type === 'observed-data' && isRecord(item['objects']))
  );
}

function isTlpDefinition(item: Json): boolean {
  if (item['type'] !== 'marking-definition' || tlpOfId(String(item['id'])) === undefined) return false;
  checkMarkingDefinition(item);
  return true;
}

function* upgraded(at: Place, item: Json): Generator<Found> {
  const { object, notes } = upgradeObject(item);
  yield { at, item: changed(item, object) };
  if (notes.length > 0) yield { at, note: `STIX 2.0: ${notes.join('; ')}` };
}

function* split(at: Place, item: Json): Generator<Found> {
  const { observables, observed, notes } = splitObserved(upgradeObject(item).object);
  for (const one of observables) yield { at, item: keepText(one, JSON.stringify(one)) };
  yield { at, item: changed(item, observed) };
  yield { at, note: ['STIX 2.0: its observables are objects of their own', ...notes].join('; ') };
}

/** The object after a change, the rest of its text as it came. */
function changed(before: Json, after: Json): Json {
  return keepText(after, reprint(textOf(before) ?? JSON.stringify(before), before, after));
}

/** A cyber observable that came without an id, with the one it has by what it is. */
function withId(at: Place, item: Json): Json {
  const { type } = item;
  if (item['id'] !== undefined || typeof type !== 'string' || !Object.hasOwn(OBSERVABLE_OBJECTS, type)) return item;
  const id = observableId(item) ?? idByPlace(type, at, textOf(item) ?? '');
  return changed(item, { ...item, id });
}
