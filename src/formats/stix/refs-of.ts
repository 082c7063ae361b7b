import type { StixObject } from '../../kernel/index.js';

/** Deeper than this nothing is looked for: no type of the standard has references there. */
const DEPTH = 8;

/** Ids of the objects that an object refers to, by any property that ends in `_ref` or `_refs`; each once. */
export function refsOf(object: StixObject): string[] {
  const refs = new Set<string>();
  collect(object, refs, 0);
  refs.delete(object.id);
  return [...refs];
}

function collect(value: unknown, refs: Set<string>, depth: number): void {
  if (typeof value !== 'object' || value === null || depth > DEPTH) return;
  if (Array.isArray(value)) {
    for (const one of value) collect(one, refs, depth + 1);
    return;
  }
  for (const [name, one] of Object.entries(value)) {
    if (name.endsWith('_ref') && typeof one === 'string') refs.add(one);
    else if (name.endsWith('_refs') && Array.isArray(one)) {
      for (const each of one) if (typeof each === 'string') refs.add(each);
    } else collect(one, refs, depth + 1);
  }
}
