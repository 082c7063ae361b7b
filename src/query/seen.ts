import { misread } from './misread.js';
import type { Comparison, Leaf, QueryContext } from './node.js';
import type { Term } from './scanner.js';

const NOT_COUNTED =
  'how often something was seen changes without it: searches and exports count that, and nothing that judges objects as they come';

/** What `seen>3` asks for, of whoever can count. */
export function seenLeaf({ column, value }: Term, comparison: Comparison, { counts = false }: QueryContext): Leaf {
  if (!counts) throw misread(column, NOT_COUNTED);
  if (!/^\d{1,9}$/.test(value)) throw misread(column, 'how often something was seen is a whole number');
  return { kind: 'seen', comparison, times: Number(value) };
}
