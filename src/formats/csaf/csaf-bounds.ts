import { Fault } from '../../kernel/index.js';

/** What a document may hold, at most: the tests compare products with each other, and must not hold others up. Past these none is begun. */
const CSAF_LIMITS = {
  products: 2_000,
  depth: 30,
  vulnerabilities: 200,
  references: 20_000,
  listed: 1_000,
} as const;

/** Throws `csaf_invalid` for a document with more than {@link CSAF_LIMITS} allow. Walks without recursion. */
export function assertBounds(document: unknown): void {
  const { document: about, product_tree: tree, vulnerabilities } = (document ?? {}) as Record<string, unknown>;
  for (const list of listsIn(about))
    if (list.length > CSAF_LIMITS.listed) throw tooMuch(`more than ${CSAF_LIMITS.listed} of something in /document`);
  const {
    branches,
    full_product_names: names,
    relationships,
    product_groups: groups,
  } = (tree ?? {}) as Record<string, unknown>;
  const products = countProducts(branches) + lengthOf(names) + lengthOf(relationships);
  if (products > CSAF_LIMITS.products) throw tooMuch(`more than ${CSAF_LIMITS.products} products`);
  if (lengthOf(vulnerabilities) > CSAF_LIMITS.vulnerabilities)
    throw tooMuch(`more than ${CSAF_LIMITS.vulnerabilities} vulnerabilities`);
  if (countIds([groups, vulnerabilities]) > CSAF_LIMITS.references)
    throw tooMuch(`products named more than ${CSAF_LIMITS.references} times`);
}

const tooMuch = (what: string): Fault => new Fault('csaf_invalid', `the document has ${what}`);
const lengthOf = (value: unknown): number => (Array.isArray(value) ? value.length : 0);

/** Lists of what the document says of itself: its revisions among them, of which the tests compare each with each. */
const listsIn = (about: unknown): unknown[][] => {
  const { tracking } = (about ?? {}) as Record<string, unknown>;
  return [about, tracking]
    .flatMap((part) => (typeof part === 'object' && part !== null ? Object.values(part) : []))
    .filter((value): value is unknown[] => Array.isArray(value));
};

/** Those in branches, level by level. */
function countProducts(branches: unknown): number {
  let level: unknown[] = Array.isArray(branches) ? branches : [];
  let count = 0;
  let products = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    count += level.length;
    products += level.filter((branch) => (branch as { product?: unknown } | null)?.product !== undefined).length;
    if (depth >= CSAF_LIMITS.depth) throw tooMuch(`branches more than ${CSAF_LIMITS.depth} deep`);
    if (count > CSAF_LIMITS.products * 3) throw tooMuch(`more than ${CSAF_LIMITS.products} products`);
    level = level.flatMap((branch) => {
      const inner = (branch as { branches?: unknown } | null)?.branches;
      return Array.isArray(inner) ? (inner as unknown[]) : [];
    });
  }
  return products;
}

/** How many texts there are in lists, at any depth that the tests look at. */
function countIds(value: unknown): number {
  let level: unknown[] = [value];
  let count = 0;
  for (let depth = 0; level.length > 0 && depth < CSAF_LIMITS.depth; depth += 1) {
    count += level.filter((one) => typeof one === 'string').length;
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? (Object.values(one) as unknown[]) : []));
  }
  return count;
}
