import type { Comparison } from './node.js';

/** Whether a number is in that relation to the bound. */
export function comparing(comparison: Comparison, bound: number): (value: number) => boolean {
  switch (comparison) {
    case '=':
      return (value) => value === bound;
    case '!=':
      return (value) => value !== bound;
    case '<':
      return (value) => value < bound;
    case '<=':
      return (value) => value <= bound;
    case '>':
      return (value) => value > bound;
    case '>=':
      return (value) => value >= bound;
  }
}
