import type { About, Acknowledgment, Note, ReadDocument, Reference, Vulnerability } from './csaf-shape.js';
import type { NamedProduct } from './from-products.js';
import { keptVectors, vectorsOf } from './from-vulnerabilities.js';
import { oneLine, storable } from './plain-lines.js';
import { productName } from './product-tree.js';

type Products = ReadonlyMap<string, NamedProduct>;

/** Products that are named one by one; of more, how many. */
const NAMED = 10;

/** What a document says in words, as Markdown: its notes, then a section for each vulnerability, then what has no other place. */
export function markdownOf(read: ReadDocument, products: Products, lost: Set<string>): string {
  const { document, vulnerabilities = [] } = read;
  const parts = [
    ...(document.notes ?? []).map((note) => noteOf(note, '##')),
    ...vulnerabilities.map((one) => sectionOf(one, read, products, lost)),
    section('## Products without a status', unstated(vulnerabilities, products).map(item)),
    section('## Acknowledgements', (document.acknowledgments ?? []).map(acknowledgmentOf)),
    document.distribution?.text === undefined ? '' : `## Distribution\n\n${storable(document.distribution.text)}`,
    document.aggregate_severity === undefined ? '' : `## Severity\n\n${storable(document.aggregate_severity.text)}`,
  ];
  return parts.filter(Boolean).join('\n\n');
}

const TITLES: Readonly<Record<string, string>> = {
  description: 'Description',
  details: 'Details',
  faq: 'Questions and answers',
  general: 'General',
  legal_disclaimer: 'Legal disclaimer',
  other: 'Further',
  summary: 'Summary',
};

const noteOf = ({ title, category, text }: Note, level: string): string =>
  `${level} ${oneLine(title ?? '', 300) || TITLES[category] || 'Note'}\n\n${storable(text)}`;

const item = (text: string): string => `- ${oneLine(text, 10_000)}`;

const section = (title: string, lines: readonly string[]): string =>
  lines.length > 0 ? `${title}\n\n${lines.join('\n')}` : '';

const acknowledgmentOf = ({ names = [], organization, summary }: Acknowledgment): string =>
  item([names.join(', '), organization, summary].filter(Boolean).join(', '));

function sectionOf(one: Vulnerability, read: ReadDocument, products: Products, lost: Set<string>): string {
  const { cve, title, ids = [], notes = [], remediations = [], threats = [], acknowledgments = [] } = one;
  const name = cve ?? ids[0]?.text ?? 'A vulnerability without a CVE';
  const about = (given: About) => aboutOf(given, read, products, lost);
  return [
    `## ${oneLine([name, title].filter((part) => part !== undefined).join(': '), 300)}`,
    ...notes.map((note) => noteOf(note, '###')),
    section(
      '### Remediations',
      remediations.map((r) => item(`**${r.category}**${about(r)}: ${[r.details, r.url].filter(Boolean).join(' ')}`)),
    ),
    section(
      '### Threats',
      threats.map((t) => item(`**${t.category}**${about(t)}: ${t.details}`)),
    ),
    section('### Further details', [...facts(one, products), ...flags(one, about)].map(item)),
    section('### Acknowledgements', acknowledgments.map(acknowledgmentOf)),
  ]
    .filter(Boolean)
    .join('\n\n');
}

const flags = ({ flags: given = [] }: Vulnerability, about: (of: About) => string): string[] =>
  given.map((flag) => `${flag.label.replaceAll('_', ' ')}${about(flag)}`);

/** What has no place of its own: further ids, weaknesses, vectors, dates, statuses. */
function facts(one: Vulnerability, products: Products): string[] {
  const { cve, ids = [], cwes = [], involvements = [], product_status: statuses = {} } = one;
  const kept = cve === undefined ? [] : keptVectors(one);
  const told =
    cve === undefined
      ? Object.entries(statuses)
      : Object.entries(statuses).filter(([key]) => ['recommended', 'unknown'].includes(key));
  const dates = { Discovered: one.discovery_date, Disclosed: one.disclosure_date ?? one.release_date };
  return [
    ...ids.map(({ system_name: system, text }) => `${system}: ${text}`),
    ...cwes.slice(1).map(({ id, name }) => `Weakness: ${id} ${name}`),
    ...vectorsOf(one)
      .filter((vector) => !kept.includes(vector))
      .map((vector) => `CVSS: ${vector}`),
    ...told.map(([key, given]) => `${key.replaceAll('_', ' ')}: ${given.map((id) => nameOf(id, products)).join('; ')}`),
    ...Object.entries(dates).flatMap(([what, date]) => (date === undefined ? [] : [`${what}: ${date}`])),
    ...involvements.map(({ party, status, summary }) =>
      [`Involvement of ${party}: ${status}`, summary].filter(Boolean).join('. '),
    ),
  ];
}

const nameOf = (id: string, products: Products): string => {
  const product = products.get(id);
  return product ? productName(product) : id;
};

/** Which products something is said of. */
function aboutOf(
  { product_ids: ids = [], group_ids: groups = [] }: About,
  { product_tree: tree }: ReadDocument,
  products: Products,
  lost: Set<string>,
): string {
  const byGroup = new Map((tree?.product_groups ?? []).map((group) => [group.group_id, group.product_ids]));
  const all = [...new Set([...ids, ...groups.flatMap((id) => byGroup.get(id) ?? [])])];
  if (all.length === 0 || all.length === products.size) return '';
  if (all.length <= NAMED) return ` (${all.map((id) => nameOf(id, products)).join('; ')})`;
  lost.add('for which products remediations, threats and flags hold, where there are many');
  return ` (${all.length} products)`;
}

/** Products that no vulnerability gives a status. */
function unstated(vulnerabilities: readonly Vulnerability[], products: Products): string[] {
  const stated = new Set(
    vulnerabilities.flatMap(({ product_status: statuses = {} }) => Object.values(statuses).flat()),
  );
  const names = [...products].filter(([id]) => !stated.has(id)).map(([, product]) => productName(product));
  return [...new Set(names)];
}

/** References of the document and of its vulnerabilities, each URL once. */
export const referencesOf = ({ document, vulnerabilities = [] }: ReadDocument): Reference[] =>
  [
    ...new Map(
      [...(document.references ?? []), ...vulnerabilities.flatMap(({ references = [] }) => references)]
        .toReversed()
        .map((one) => [one.url, one]),
    ).values(),
  ].toReversed();
