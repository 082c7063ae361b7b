import type { Item, StixObject } from '../types.js';
import { printable } from '../terminal/text.js';
import type { Intake, Parsed } from './parsed.js';
import type { Lines } from './source.js';
import { typeFor } from './type-names.js';

/** JSON of any kind: an array of items, one item, `{ items }`, a STIX bundle, or one of these on each line. */
export function readJson(lines: Lines): Intake {
  const left = new Map<string, number>();
  const notes: string[] = [];
  return { format: 'JSON', items: noted(parse(lines, left), left, notes), notes };
}

async function* noted(
  items: AsyncGenerator<Parsed>,
  left: Map<string, number>,
  notes: string[],
): AsyncGenerator<Parsed> {
  yield* items;
  const types = [...left].map(([type, count]) => `${count} ${printable(type)}`);
  if (types.length > 0) notes.push(`only indicators are submitted; left out: ${types.join(', ')}`);
}

/** Whether it is one document or one a line shows when the first line has been read: it is a document or it isn't. */
async function* parse(source: Lines, left: Map<string, number>): AsyncGenerator<Parsed> {
  let line = 0;
  let first = true;
  let whole: string[] | undefined;
  for await (const text of source.lines()) {
    line++;
    if (whole) whole.push(text);
    else if (text.trim() !== '') {
      const parsed = tryParse(text);
      const goesOn = first && !/\}\s*$/.test(text);
      first = false;
      if ('value' in parsed) yield* itemsOf(parsed.value, `line ${line}`, left);
      else if (goesOn) whole = [text];
      else yield { at: `line ${line}`, problem: parsed.problem };
    }
  }
  if (whole) yield* oneDocument(whole.join('\n'), left);
}

function* oneDocument(text: string, left: Map<string, number>): Generator<Parsed> {
  const parsed = tryParse(text);
  if ('problem' in parsed) {
    yield { at: 'line 1', problem: parsed.problem };
    return;
  }
  let count = 0;
  for (const each of itemsOf(parsed.value, '', left)) yield { ...each, at: `item ${++count}` };
}

function tryParse(text: string): { value: unknown } | { problem: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { problem: `not valid JSON: ${(error as Error).message}` };
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function* itemsOf(document: unknown, at: string, left: Map<string, number>): Generator<Parsed> {
  if (Array.isArray(document)) {
    for (const each of document) yield* itemsOf(each, at, left);
  } else if (typeof document === 'string') {
    yield { at, item: { value: document } };
  } else if (!isObject(document)) {
    yield { at, problem: 'neither an object nor a value' };
  } else if (document['type'] === 'bundle') {
    yield* bundled(document['objects'], at, left);
  } else if (Array.isArray(document['items'])) {
    const { items, ...defaults } = document;
    for (const item of items) yield* itemsOf(isObject(item) ? { ...defaults, ...item } : item, at, left);
  } else if ('Event' in document) {
    yield { at, problem: 'a MISP event; what is read here are items, lists of values and STIX' };
  } else if (isOtherStix(document)) {
    leaveOut(String(document['type']), left);
  } else {
    yield { at, item: renamed(document) };
  }
}

function* bundled(objects: unknown, at: string, left: Map<string, number>): Generator<Parsed> {
  for (const object of Array.isArray(objects) ? objects.filter(isObject) : []) {
    const type = String(object['type']);
    if (type === 'indicator') yield { at, item: object as StixObject };
    else leaveOut(type, left);
  }
}

function leaveOut(type: string, left: Map<string, number>): void {
  left.set(type, (left.get(type) ?? 0) + 1);
}

const isOtherStix = ({ type, id }: Record<string, unknown>): boolean =>
  typeof type === 'string' && type !== 'indicator' && typeof id === 'string' && id.startsWith(`${type}--`);

/** An item by its value may name its type as other tools do; a STIX object is left as it is. */
function renamed(item: Record<string, unknown>): Item {
  const { value, type } = item;
  if (typeof value !== 'string' || typeof type !== 'string' || 'spec_version' in item) return item as Item;
  const { type: _, ...rest } = item;
  const known = typeFor(type, value);
  return { ...rest, ...(known && { type: known }) } as Item;
}
