import { Fault } from '../../kernel/index.js';
import type { Vulnerability } from './csaf-shape.js';
import type { NamedProduct } from './from-products.js';
import type { Product } from './product-tree.js';

/** Statuses that an advisory knows; what first and last mean is lost, and told. */
const STATUS: Readonly<Record<string, Product['status']>> = {
  first_affected: 'affected',
  known_affected: 'affected',
  last_affected: 'affected',
  known_not_affected: 'not_affected',
  first_fixed: 'fixed',
  fixed: 'fixed',
  under_investigation: 'under_investigation',
};

/** Rows that an advisory may have, and characters that they may take of what an object of the log may. */
const ROWS = 1_000;
const CHARACTERS = 48_000;
const LINE = 200;

/**
 * Rows of products and their statuses by CVE. Where there are more than an advisory can hold, versions of the same product with
 * the same status share a row, and `lost` says so. Fault: `csaf_invalid` where that is still too much.
 */
export function rowsOf(
  vulnerabilities: readonly Vulnerability[],
  products: ReadonlyMap<string, NamedProduct>,
  lost: Set<string>,
): Product[] {
  const rows = new Map<string, Product & { cves: string[] }>();
  for (const { cve, product_status: statuses = {} } of vulnerabilities) {
    if (cve === undefined) continue;
    for (const [given, ids] of Object.entries(statuses)) {
      const status = STATUS[given];
      if (given.startsWith('first_') || given.startsWith('last_'))
        lost.add('which versions were the first or the last');
      if (status) for (const id of ids) addRow(rows, products.get(id), status, cve);
    }
  }
  const all = [...rows.values()];
  if (fits(all)) return all;
  const shared = shareRows(all);
  lost.add('versions of one product with one status share a row');
  if (!fits(shared)) throw new Fault('csaf_invalid', 'the document names more products than an advisory can hold');
  return shared;
}

const fits = (rows: readonly Product[]): boolean => rows.length <= ROWS && JSON.stringify(rows).length <= CHARACTERS;

function addRow(
  rows: Map<string, Product & { cves: string[] }>,
  product: NamedProduct | undefined,
  status: Product['status'],
  cve: string,
): void {
  if (!product) return; // the document's own test 6.1.1 refuses it
  const key = JSON.stringify([product.vendor, product.name, product.version, status]);
  const row = rows.get(key);
  if (!row) rows.set(key, { ...product, status, cves: [cve] });
  else if (row.cves.at(-1) !== cve) row.cves.push(cve);
}

/** Versions joined by commas, as many as a line holds. */
function shareRows(rows: readonly (Product & { cves: string[] })[]): Product[] {
  const shared = new Map<string, Product[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.vendor, row.name, row.status, row.cves]);
    const group = shared.get(key) ?? [];
    shared.set(key, group);
    const last = group.at(-1);
    const version = last && `${last.version}, ${row.version}`;
    if (last && version !== undefined && version.length <= LINE) group[group.length - 1] = { ...last, version };
    else group.push({ ...row });
  }
  return [...shared.values()].flat();
}
