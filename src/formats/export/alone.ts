import type { Observable } from '../../kernel/index.js';
import type { Comparison, Pattern } from '../stix/pattern.js';
import { patternObservables } from '../stix/pattern-observables.js';

/**
 * The observables of a pattern each of which is enough by itself: alternatives, and nothing that must come together with
 * something else. An address that is bad only with a certain port is not one to block.
 */
export function aloneIn(pattern: Pattern): Observable[] {
  const found = new Map(enough(pattern).map((one) => [`${one.type}\0${one.value}`, one]));
  return [...found.values()];
}

function enough(pattern: Pattern): Observable[] {
  switch (pattern.kind) {
    case 'observation':
      return enoughIn(pattern.where);
    case 'or':
      return pattern.operands.flatMap(enough);
    case 'qualified':
      // once is not what it asks for, or not at that time
      return pattern.qualifiers.some(({ kind }) => kind !== 'within') ? [] : enough(pattern.of);
    case 'and':
    case 'followedby':
      return [];
  }
}

function enoughIn(where: Comparison): Observable[] {
  if (where.kind === 'or') return where.operands.flatMap(enoughIn);
  const isFilePath = where.kind === 'and' && where.operands.length === 2;
  if (where.kind !== 'test' && !isFilePath) return [];
  const named = patternObservables({ kind: 'observation', where });
  if (where.kind === 'test')
    return where.operator === 'ISSUBSET' || where.operator === '=' || where.operator === 'IN' ? named : [];
  return named.length === 1 && named[0]!.type === 'file-path' ? named : [];
}
