import { parseComparison } from './parse-comparison.js';
import { PatternTokens } from './pattern-tokens.js';
import type { Pattern, Qualifier } from './pattern.js';

type ChainKind = 'and' | 'or' | 'followedby';

/**
 * Parses a STIX 2.1 pattern by the whole grammar of the OASIS technical committee; duplicate qualifiers right
 * after one observation are refused, those of a group are not, as in its validator. Takes linear time; limits are those of `PATTERN_LIMITS`.
 * Throws `pattern_invalid` with `line L, column C: …`, which never repeats the pattern.
 */
export function parsePattern(text: string): Pattern {
  const tokens = new PatternTokens(text);
  const pattern = observations(tokens);
  if (!tokens.atEnd()) tokens.fail('expected AND, OR, FOLLOWEDBY, a qualifier or the end');
  return pattern;
}

function observations(tokens: PatternTokens): Pattern {
  return chain(tokens, 'followedby', () => chain(tokens, 'or', () => chain(tokens, 'and', () => observation(tokens))));
}

function chain(tokens: PatternTokens, kind: ChainKind, operand: () => Pattern): Pattern {
  const word = kind.toUpperCase();
  const first = operand();
  if (!tokens.is(word)) return first;
  const operands = [first];
  while (tokens.skip(word)) operands.push(operand());
  // `AND` and `OR` mean the same however they are grouped; who follows whom does not.
  const flat = kind === 'followedby' ? operands : operands.flatMap((one) => (one.kind === kind ? one.operands : [one]));
  return { kind, operands: flat };
}

function observation(tokens: PatternTokens): Pattern {
  const grouped = tokens.is('(');
  const of = simple(tokens);
  const qualifiers: Qualifier[] = [];
  for (let next = qualifier(tokens); next; next = qualifier(tokens)) {
    const { kind } = next;
    if (!grouped && qualifiers.some((earlier) => earlier.kind === kind))
      tokens.fail('the qualifier before this is there twice');
    qualifiers.push(next);
  }
  return qualifiers.length === 0 ? of : { kind: 'qualified', of, qualifiers };
}

function simple(tokens: PatternTokens): Pattern {
  if (tokens.skip('(')) return tokens.nested(() => observations(tokens));
  tokens.expect('[');
  const where = parseComparison(tokens);
  tokens.expect(']');
  return { kind: 'observation', where };
}

function qualifier(tokens: PatternTokens): Qualifier | null {
  if (tokens.skip('WITHIN')) {
    const seconds = positive(tokens, ['integer', 'float']);
    tokens.expect('SECONDS');
    return { kind: 'within', seconds };
  }
  if (tokens.skip('REPEATS')) {
    const times = positive(tokens, ['integer']);
    tokens.expect('TIMES');
    return { kind: 'repeats', times };
  }
  if (!tokens.skip('START')) return null;
  const start = tokens.constant(['timestamp'], "a timestamp such as t'2026-01-31T00:00:00Z'").text;
  tokens.expect('STOP');
  const stop = tokens.constant(['timestamp'], "a timestamp such as t'2026-01-31T00:00:00Z'").text;
  return { kind: 'start-stop', start, stop };
}

function positive(tokens: PatternTokens, types: readonly ('integer' | 'float')[]): string {
  const { text } = tokens.constant(types, 'a number');
  return text.startsWith('-') ? tokens.fail('the number before this is negative') : text;
}
