import { typeFor } from './type-names.js';

/** An item by its value whose type may be named as other tools do; whatever else it is, it is left as it is. */
export function namedItem(item: unknown): unknown {
  if (typeof item !== 'object' || item === null || 'spec_version' in item || 'id' in item) return item;
  const { value, type } = item as Readonly<Record<string, unknown>>;
  if (typeof value !== 'string' || typeof type !== 'string') return item;
  const known = typeFor(type, value);
  if (known === null || known === type) return item; // a name that nobody knows is refused by who takes the item
  const { type: _, ...rest } = item as Readonly<Record<string, unknown>>;
  return known === undefined ? rest : { ...rest, type: known };
}
