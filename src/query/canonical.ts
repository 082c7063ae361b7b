import type { Draft, Node } from './node.js';
import { print } from './print.js';

/**
 * The one form of equal filters: `not` moved down to the leaves (De Morgan; the language has no third truth value),
 * nested groups of a kind made one, terms sorted and doubles removed.
 */
export function simplify(draft: Draft, negated = false): Node {
  if (draft.kind === 'not') return simplify(draft.of, !negated);
  if (draft.kind !== 'all' && draft.kind !== 'any') return negated ? { kind: 'not', of: draft } : draft;
  const kind = (draft.kind === 'all') === negated ? 'any' : 'all';
  const parts = draft.of
    .map((part) => simplify(part, negated))
    .flatMap((part) => (part.kind === kind ? part.of : [part]));
  const printed = new Map(parts.map((part) => [print(part), part]));
  const of = [...printed.keys()].toSorted().flatMap((text) => printed.get(text) ?? []);
  const [first] = of;
  return first && of.length === 1 ? first : { kind, of };
}
