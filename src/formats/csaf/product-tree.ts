import { sha256 } from '../../kernel/index.js';
import type { AdvisoryText } from '../advisory/advisory-text.js';
import { listed } from './csaf.js';

/** A product as an advisory names it, with its status. */
export type Product = AdvisoryText['products'][number];

/** What stands for a vendor or version that nobody named, as in CPE 2.3. */
export const UNSAID = '-';

/** Stable: the same product has it in every version of every advisory. */
export const productId = ({ vendor, name, version }: Product): string =>
  `CSAFPID-${sha256(JSON.stringify([vendor, name, version]))
    .toString('hex')
    .slice(0, 16)}`;

const RANGE = /[<>]|(?:^|\s)(?:after|all|before|earlier|later|prior|versions)(?:\s|$)/i;

/** The products as branches vendor → name → version, each once. `{}` where there are none. */
export function productTree(products: readonly Product[]): Record<string, unknown> {
  const branches = groups(products, ({ vendor }) => vendor).flatMap(([vendor, theirs]) => {
    const inner = groups(theirs, ({ name }) => name).flatMap(([name, versions]) => named(name, versions));
    return vendor === UNSAID ? inner : [{ category: 'vendor', name: vendor, branches: inner }];
  });
  return branches.length > 0 ? { product_tree: { branches } } : {};
}

/** A product without a version is a leaf of its own: a branch has either branches or a product. */
function named(name: string, products: readonly Product[]): object[] {
  const versions = groups(products, ({ version }) => version);
  const whole = versions.filter(([version]) => version === UNSAID).map(([, [product]]) => product!);
  const parts = versions.filter(([version]) => version !== UNSAID).map(([, [product]]) => product!);
  return [
    ...whole.map((product) => ({ category: 'product_name', name, product: fullName(product) })),
    ...(parts.length > 0
      ? [
          {
            category: 'product_name',
            name,
            ...listed(
              'branches',
              parts.map((product) => versioned(product)),
            ),
          },
        ]
      : []),
  ];
}

const versioned = (product: Product): object => ({
  // a range under `product_version` is an error (CSAF 2.0, 6.1.31)
  category: RANGE.test(product.version) ? 'product_version_range' : 'product_version',
  name: product.version,
  product: fullName(product),
});

const fullName = (product: Product): object => ({
  name: productName(product),
  product_id: productId(product),
});

/** In words. */
export const productName = ({ vendor, name, version }: Omit<Product, 'status'>): string =>
  [vendor, name, version].filter((part) => part !== UNSAID).join(' ') || name;

/** By key, in the order in which the keys first came. */
function groups<T>(items: readonly T[], key: (item: T) => string): [string, T[]][] {
  const found = new Map<string, T[]>();
  for (const item of items) {
    const group = found.get(key(item));
    if (group) group.push(item);
    else found.set(key(item), [item]);
  }
  return [...found];
}
