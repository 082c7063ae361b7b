import { weaknesses } from '@secvisogram/csaf-validator-lib/cwe.js';
import type { AdvisoryText } from '../advisory/advisory-text.js';
import { type CsafVersion, listed } from './csaf.js';
import { type CvssVector, cvssVector } from './cvss-vector.js';
import { type Product, productId, productName } from './product-tree.js';

type Vulnerability = AdvisoryText['vulnerabilities'][number];
type Status = Product['status'];

/** The release of the list of weaknesses that {@link weaknesses} is. */
const CWE_VERSION = '4.17';
const CWE_NAMES = new Map(weaknesses.map(({ id, name }) => [id, name]));

const STATUS: Record<Status, string> = {
  affected: 'known_affected',
  under_investigation: 'under_investigation',
  fixed: 'fixed',
  not_affected: 'known_not_affected',
};
/** Which of two statuses of one product holds: the one that asks for more care. */
const CARE: readonly Status[] = ['affected', 'under_investigation', 'fixed', 'not_affected'];

/** The vulnerabilities that an advisory names, those among its products' included, each once. */
export function csafVulnerabilities(text: AdvisoryText, version: CsafVersion): Record<string, unknown>[] {
  const named = new Map(text.vulnerabilities.map((one) => [one.cve, one]));
  for (const cve of text.products.flatMap(({ cves = [] }) => cves)) if (!named.has(cve)) named.set(cve, { cve });
  return [...named.values()].map((one) => vulnerability(one, text.products, version));
}

function vulnerability(given: Vulnerability, all: readonly Product[], version: CsafVersion): Record<string, unknown> {
  const { cve, title, cwe } = given;
  const { statuses, contradictions } = statusesOf(cve, all);
  const products = statuses.map(([id]) => id);
  const { taken, told } = metricsOf(given, version, products.length > 0);
  const weakness = cwe === undefined ? undefined : CWE_NAMES.get(cwe);
  const further = [
    ...told.map((vector) => `CVSS: ${vector}`),
    ...(cwe !== undefined && weakness === undefined ? [`Weakness: ${cwe}`] : []),
    ...contradictions,
  ];
  return {
    cve,
    ...(title !== undefined && { title }),
    ...(cwe !== undefined && weakness !== undefined && weaknessOf(cwe, weakness, version)),
    notes: [
      { category: 'description', title: 'Description', text: title ?? `${cve}: see the text of this advisory.` },
      ...(further.length > 0 ? [{ category: 'details', title: 'Further details', text: further.join('\n') }] : []),
    ],
    ...listedStatuses(statuses),
    ...listed(
      version === '2.0' ? 'scores' : 'metrics',
      taken.map((one) => scoreOf(one, products, version)),
    ),
  };
}

const weaknessOf = (id: string, name: string, version: CsafVersion): object =>
  version === '2.0' ? { cwe: { id, name } } : { cwes: [{ id, name, version: CWE_VERSION }] };

/** Status by product id: what is said of this CVE goes before what is said of all, and of two the one with more care. */
function statusesOf(cve: string, all: readonly Product[]): { statuses: [string, Status][]; contradictions: string[] } {
  const found = new Map<string, Product>();
  const contradictions: string[] = [];
  for (const product of all.filter(({ cves }) => cves === undefined || cves.includes(cve))) {
    const id = productId(product);
    const before = found.get(id);
    if (before && before.status !== product.status && !before.cves === !product.cves)
      contradictions.push(`${productName(product)} is said to be ${before.status} and ${product.status}.`);
    if (!before || isBefore(product, before)) found.set(id, product);
  }
  return { statuses: [...found].map(([id, { status }]) => [id, status]), contradictions };
}

const isBefore = (one: Product, other: Product): boolean =>
  !one.cves === !other.cves ? CARE.indexOf(one.status) < CARE.indexOf(other.status) : one.cves !== undefined;

function listedStatuses(statuses: readonly [string, Status][]): object {
  const lists = CARE.map((status): [string, string[]] => [
    STATUS[status],
    statuses.filter(([, one]) => one === status).map(([id]) => id),
  ]).filter(([, ids]) => ids.length > 0);
  return lists.length > 0 ? { product_status: Object.fromEntries(lists) } : {};
}

/**
 * The vectors that the version of the standard has a place for: 2.0 none of CVSS 4.0, none where there is no product, and of
 * each version of CVSS one, the highest (6.1.7). All others are told in words.
 */
function metricsOf({ cvss = [] }: Vulnerability, version: CsafVersion, hasProducts: boolean) {
  const read = cvss.map(cvssVector);
  const fit = read
    .filter((one): one is CvssVector => one !== undefined && one.version !== '2.0')
    .filter((one) => hasProducts && (version === '2.1' || one.version !== '4.0'))
    .toSorted((a, b) => b.score - a.score);
  const taken = fit.filter((one, i) => fit.findIndex((other) => other.version === one.version) === i);
  const told = cvss.filter((vector) => !taken.some((one) => one.vector === vector));
  return { taken, told };
}

function scoreOf(one: CvssVector, products: readonly string[], version: CsafVersion): object {
  const rating = {
    version: one.version,
    vectorString: one.vector,
    baseScore: one.score,
    baseSeverity: one.severity,
  };
  const content = { [one.version === '4.0' ? 'cvss_v4' : 'cvss_v3']: rating };
  return version === '2.0' ? { ...content, products } : { content, products };
}
