import { TLP_MARKING } from '../../kernel/index.js';
import { markingOf } from './marking.js';
import { contributing, idByPlace, observableId } from './object-id.js';
import { isRecord, refuseObject, typeOfId } from './object-shapes.js';
import { upgradeObservable } from './upgrade-object.js';

type Json = Record<string, unknown>;

/** What an observed-data of STIX 2.0 is in 2.1: objects of their own, and one that refers to them. */
export interface Split {
  readonly observables: readonly Json[];
  readonly observed: Json;
  readonly notes: readonly string[];
}

/**
 * Splits the objects of an observed-data of STIX 2.0 into cyber observables with the ids that STIX 2.1 gives them; what has
 * nothing that makes its id gets one by the observed-data and its key, so that reading it again changes nothing. They are
 * marked as the observed-data is. Throws `object_invalid` where the objects are none.
 */
export function splitObserved(given: Json): Split {
  const { objects, ...rest } = given;
  if (!isRecord(objects) || Object.keys(objects).length === 0)
    refuseObject('expected a dictionary of observables', '/objects');
  const split = new Splitting(given, objects);
  const observables = Object.keys(objects).map((key) => split.observable(key));
  const unique = [...new Map(observables.map((one) => [one['id'], one])).values()];
  return { observables: unique, observed: { ...rest, object_refs: unique.map(({ id }) => id) }, notes: split.notes };
}

class Splitting {
  readonly notes: string[] = [];
  private readonly plain = new Map<string, Json>();
  private readonly ids = new Map<string, string | undefined>();
  private readonly marked: Json;

  constructor(
    private readonly given: Json,
    private readonly objects: Json,
  ) {
    this.marked = markingsFor(given);
    for (const [key, one] of Object.entries(objects)) {
      if (!isRecord(one) || typeof one['type'] !== 'string' || typeOfId(`${one['type']}--${ZERO}`) === undefined)
        refuseObject('expected an observable with a type', `/objects/${pointer(key)}`);
      const { object, notes } = upgradeObservable(one);
      this.plain.set(key, object);
      this.notes.push(...notes);
    }
  }

  observable(key: string): Json {
    const { type, ...own } = this.resolved(this.plain.get(key)!) as Json;
    return { type, spec_version: '2.1', id: this.id(key), ...own, ...this.marked };
  }

  /** By what contributes to it, references among it resolved. One that leads back to itself has one by its place. */
  private id(key: string): string {
    const plain = this.plain.get(key)!;
    const type = String(plain['type']);
    const byPlace = idByPlace(type, String(this.given['id']), key);
    if (this.ids.has(key)) return this.ids.get(key) ?? byPlace;
    this.ids.set(key, undefined);
    const parts = Object.fromEntries(
      contributing(type).flatMap((name) => (name in plain ? [[name, plain[name]]] : [])),
    );
    const id = observableId({ ...(this.resolved(parts) as Json), type }) ?? byPlace;
    this.ids.set(key, id);
    return id;
  }

  private resolved(value: unknown, depth = 0): unknown {
    if (depth > 32 || typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((one) => this.resolved(one, depth + 1));
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => {
        if (name.endsWith('_ref')) return [name, this.target(one)];
        if (name.endsWith('_refs') && Array.isArray(one)) return [name, one.map((each) => this.target(each))];
        return [name, this.resolved(one, depth + 1)];
      }),
    );
  }

  private target(ref: unknown): unknown {
    return typeof ref === 'string' && Object.hasOwn(this.objects, ref) ? this.id(ref) : ref;
  }
}

const ZERO = '00000000-0000-0000-0000-000000000000';

const pointer = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** The markings of the whole; a stricter label of a part of it is one of all that it is split into. */
function markingsFor({ object_marking_refs: refs, granular_markings: granular, type }: Json): Json {
  if (refs === undefined) return {};
  if (granular === undefined) return { object_marking_refs: refs };
  const tlp = markingOf({
    type: String(type),
    id: '',
    object_marking_refs: refs as string[],
    granular_markings: granular,
  });
  const others = (refs as string[]).filter((ref) => !isTlp(ref));
  return { object_marking_refs: [...others, TLP_MARKING[tlp]] };
}

function isTlp(ref: string): boolean {
  try {
    markingOf({ type: '', id: '', object_marking_refs: [ref] });
    return true;
  } catch {
    return false;
  }
}
