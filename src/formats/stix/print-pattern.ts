import { KEYWORDS, type Comparison, type Constant, type ObjectPath, type Pattern, type Qualifier } from './pattern.js';

/** A text as a string constant: the only way that a value may enter a pattern. */
export function quote(text: string): string {
  return `'${text.replace(/['\\]/g, String.raw`\$&`)}'`;
}

/**
 * The pattern in normal form: one space between words, no parentheses but those that mean something, `=` and `!=`,
 * `NOT` after the path, keys quoted only where they must be. `parsePattern(printPattern(p))` equals `p`.
 */
export function printPattern(pattern: Pattern): string {
  switch (pattern.kind) {
    case 'observation':
      return `[${printComparison(pattern.where)}]`;
    case 'qualified':
      return [qualifiable(pattern), ...pattern.qualifiers.map(printQualifier)].join(' ');
    default:
      return pattern.operands
        .map((operand) => operandOf(pattern.kind, operand))
        .join(` ${pattern.kind.toUpperCase()} `);
  }
}

const BINDING = { followedby: 0, or: 1, and: 2, qualified: 3, observation: 4 } as const;

function operandOf(chain: 'and' | 'or' | 'followedby', operand: Pattern): string {
  const text = printPattern(operand);
  return BINDING[operand.kind] > BINDING[chain] ? text : `(${text})`;
}

/** What qualifiers apply to as a whole; only a group may have two of a kind. */
function qualifiable({ of, qualifiers }: Extract<Pattern, { kind: 'qualified' }>): string {
  const kinds = new Set(qualifiers.map(({ kind }) => kind));
  const bare = of.kind === 'observation' && kinds.size === qualifiers.length;
  return bare ? printPattern(of) : `(${printPattern(of)})`;
}

function printComparison(comparison: Comparison): string {
  switch (comparison.kind) {
    case 'exists':
      return `EXISTS ${printPath(comparison.path)}`;
    case 'test': {
      const { path, negated, operator, values } = comparison;
      const value =
        operator === 'IN' ? `(${values.map(printConstant).join(', ')})` : values.map(printConstant).join('');
      return [printPath(path), ...(negated ? ['NOT'] : []), operator, value].join(' ');
    }
    case 'and':
      return comparison.operands
        .map((operand) => (operand.kind === 'or' ? `(${printComparison(operand)})` : printComparison(operand)))
        .join(' AND ');
    case 'or':
      return comparison.operands.map(printComparison).join(' OR ');
  }
}

/** An object path as patterns write it; also its key in tables of paths. */
function printPath({ type, steps }: ObjectPath): string {
  const [first = '', ...rest] = steps.map((step) => ('key' in step ? printKey(step.key) : `[${step.index}]`));
  return `${type}:${first}${rest.map((step) => (step.startsWith('[') ? step : `.${step}`)).join('')}`;
}

function printKey(key: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) && !KEYWORDS.has(key) ? key : quote(key);
}

const PREFIX: Partial<Record<Constant['type'], string>> = { hex: 'h', binary: 'b', timestamp: 't' };

function printConstant({ type, text }: Constant): string {
  if (type === 'string') return quote(text);
  const prefix = PREFIX[type];
  return prefix === undefined ? text : `${prefix}'${text}'`;
}

function printQualifier(qualifier: Qualifier): string {
  switch (qualifier.kind) {
    case 'within':
      return `WITHIN ${qualifier.seconds} SECONDS`;
    case 'repeats':
      return `REPEATS ${qualifier.times} TIMES`;
    case 'start-stop':
      return `START t'${qualifier.start}' STOP t'${qualifier.stop}'`;
  }
}
