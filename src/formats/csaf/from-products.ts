import { type Branch, type FullName, type ReadDocument } from './csaf-shape.js';
import { oneLine } from './plain-lines.js';
import { UNSAID } from './product-tree.js';

/** A product of a document in the words of an advisory. */
export interface NamedProduct {
  readonly vendor: string;
  readonly name: string;
  readonly version: string;
}

const LINE = 200;
const VERSIONS = ['product_version', 'product_version_range'];

/** The products of a document by their id: branches, names and relationships alike. What had to be cut or left out is added to `lost`. */
export function productsOf({ product_tree: tree = {} }: ReadDocument, lost: Set<string>): Map<string, NamedProduct> {
  const found = new Map<string, NamedProduct>();
  const add = (product: FullName, named: NamedProduct) => {
    if (product.product_identification_helper) lost.add('identifiers of products (CPE, purl, hashes, serial numbers)');
    const vendor = clipped(named.vendor, lost);
    const name = clipped(named.name, lost);
    found.set(product.product_id, { vendor, name, version: clipped(named.version, lost) });
  };
  for (const [path, product] of leaves(tree.branches ?? [])) add(product, byPath(path, product));
  for (const product of tree.full_product_names ?? [])
    add(product, { vendor: UNSAID, name: product.name, version: UNSAID });
  for (const { full_product_name: product, relates_to_product_reference: whole } of tree.relationships ?? [])
    add(product, { vendor: found.get(whole)?.vendor ?? UNSAID, name: product.name, version: UNSAID });
  return distinct(found, tree.branches ?? []);
}

function clipped(text: string, lost: Set<string>): string {
  const line = oneLine(text, LINE) || UNSAID;
  if (line.endsWith('…') && !text.endsWith('…')) lost.add(`parts of names of products longer than ${LINE} characters`);
  return line;
}

/** Each branch that holds a product, with those above it; without recursion. */
function leaves(branches: readonly Branch[]): [readonly Branch[], FullName][] {
  const found: [readonly Branch[], FullName][] = [];
  const stack = branches.toReversed().map((branch): readonly Branch[] => [branch]);
  for (let path = stack.pop(); path; path = stack.pop()) {
    const last = path.at(-1)!;
    if (last.product) found.push([path, last.product]);
    for (const inner of (last.branches ?? []).toReversed()) stack.push([...path, inner]);
  }
  return found;
}

/** Vendor and version by their categories; all that is between them is the name. */
function byPath(path: readonly Branch[], product: FullName): NamedProduct {
  const named = (categories: readonly string[]) =>
    path.filter(({ category }) => categories.includes(category)).map(({ name }) => name);
  const rest = path.filter(({ category }) => category !== 'vendor' && !VERSIONS.includes(category));
  return {
    vendor: named(['vendor']).join(' / ') || UNSAID,
    name: rest.map(({ name }) => name).join(' / ') || product.name,
    version: named(VERSIONS).join(' / ') || UNSAID,
  };
}

/** Where two products would read alike, they go by their full names. */
function distinct(found: ReadonlyMap<string, NamedProduct>, branches: readonly Branch[]): Map<string, NamedProduct> {
  const key = (one: NamedProduct) => JSON.stringify([one.vendor, one.name, one.version]);
  const times = new Map<string, number>();
  for (const one of found.values()) times.set(key(one), (times.get(key(one)) ?? 0) + 1);
  const full = new Map(leaves(branches).map(([, { product_id: id, name }]) => [id, name]));
  return new Map(
    [...found].map(([id, one]) => {
      const alike = (times.get(key(one)) ?? 0) > 1;
      return [id, alike && full.has(id) ? { ...one, name: oneLine(full.get(id) ?? '', LINE) || one.name } : one];
    }),
  );
}
