import type { PatternTokens } from './pattern-tokens.js';
import type { Comparison, Constant, ObjectPath, Operator, Step } from './pattern.js';

const ORDERED = ['string', 'integer', 'float', 'timestamp', 'hex', 'binary'] as const;
const ANY = [...ORDERED, 'boolean'] as const;

/** What an operator compares with: the constants the grammar allows after it. */
const OPERANDS: Record<Exclude<Operator, 'IN'>, readonly Constant['type'][]> = {
  '=': ANY,
  '!=': ANY,
  '<': ORDERED,
  '<=': ORDERED,
  '>': ORDERED,
  '>=': ORDERED,
  LIKE: ['string'],
  MATCHES: ['string'],
  ISSUBSET: ['string'],
  ISSUPERSET: ['string'],
};
const OPERATORS = Object.keys(OPERANDS) as (keyof typeof OPERANDS)[];

/** Parses what stands inside square brackets, to the first token that can't belong to it. */
export function parseComparison(tokens: PatternTokens): Comparison {
  return chain(tokens, 'or', 'OR', () => chain(tokens, 'and', 'AND', () => comparison(tokens)));
}

function chain(tokens: PatternTokens, kind: 'and' | 'or', word: string, operand: () => Comparison): Comparison {
  const first = operand();
  if (!tokens.is(word)) return first;
  const operands = [first];
  while (tokens.skip(word)) operands.push(operand());
  return { kind, operands: operands.flatMap((one) => (one.kind === kind ? one.operands : [one])) };
}

function comparison(tokens: PatternTokens): Comparison {
  if (tokens.skip('(')) return tokens.nested(() => parseComparison(tokens));
  tokens.countComparison();
  if (tokens.skip('EXISTS')) return { kind: 'exists', path: objectPath(tokens) };
  const path = objectPath(tokens);
  const negated = tokens.skip('NOT');
  if (tokens.skip('IN')) return { kind: 'test', path, negated, operator: 'IN', values: set(tokens) };
  const operator = OPERATORS.find((one) => tokens.skip(one)) ?? tokens.fail('expected a comparison operator');
  const types = OPERANDS[operator];
  const value = tokens.constant(types, types.length === 1 ? 'a string in single quotes' : 'a value');
  return { kind: 'test', path, negated, operator, values: [value] };
}

function set(tokens: PatternTokens): Constant[] {
  tokens.expect('(');
  const values: Constant[] = [];
  if (tokens.skip(')')) return values;
  do values.push(tokens.constant(ANY, 'a value'));
  while (tokens.skip(','));
  tokens.expect(')');
  return values;
}

function objectPath(tokens: PatternTokens): ObjectPath {
  const type = tokens.take(['name', 'hyphenated'], 'an object type, as in file:name').text;
  tokens.expect(':');
  const steps: Step[] = [key(tokens)];
  for (;;) {
    if (tokens.skip('.')) steps.push(key(tokens));
    else if (tokens.skip('[')) steps.push(index(tokens));
    else return { type, steps };
  }
}

function key(tokens: PatternTokens): Step {
  const expected = 'a property name; one with a hyphen stands in single quotes';
  if (tokens.isConstant()) return { key: tokens.constant(['string'], expected).text };
  return { key: tokens.take(['name'], expected).text };
}

function index(tokens: PatternTokens): Step {
  const place = tokens.skip('*') ? '*' : Number(tokens.constant(['integer'], 'a number or *').text) + 0; // no -0
  if (place !== '*' && !Number.isSafeInteger(place)) tokens.fail('the index before this is too large');
  tokens.expect(']');
  return { index: place };
}
