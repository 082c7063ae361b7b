import type { Published, Withdrawal } from '../advisory/published.js';
import { listed } from './csaf.js';
import { type Product, productName } from './product-tree.js';

/** What of an advisory has no property in CSAF, as notes. `nameOf`: the name of an organisation by its identity. */
export function csafNotes(published: Published, nameOf: (identity: string) => string): object[] {
  const { body } = published;
  const told = details(published, nameOf);
  return [
    ...(body === '' ? [] : [{ category: 'description', title: 'Text', text: body }]),
    ...(told.length > 0 ? [{ category: 'details', title: 'Further details', text: told.join('\n') }] : []),
  ];
}

/** Instead of all others, once an advisory was withdrawn or superseded (CSAF 2.1, 6.1.27.17 and 6.1.27.18). */
export const withdrawalNotes = ({ reason, superseded_by: by }: Withdrawal): object[] => [
  {
    category: 'description',
    title: by === undefined ? 'Reasoning for Withdrawal' : 'Reasoning for Supersession',
    text: reason,
  },
];

const KINDS: Record<Published['kind'], string> = {
  alert: 'Alert',
  advisory: 'Advisory',
  'situation-report': 'Situation report',
  'joint-attribution': 'Joint attribution',
  'request-for-information': 'Request for information',
};

function details(published: Published, nameOf: (identity: string) => string): string[] {
  const { kind, actor, campaign, confidence, techniques, evidence, authors, quorum, acknowledge_by } = published;
  const several = authors.length > 1 || quorum > 0;
  return [
    `Kind: ${KINDS[kind]}`,
    ...(several ? [`Authors: ${authors.map(nameOf).join(', ')}`] : []),
    ...(actor ? [`Actor: ${[actor.name, ...(actor.aliases ?? [])].join(', ')} (${actor.type})`] : []),
    ...(campaign === undefined ? [] : [`Campaign: ${campaign}`]),
    ...(confidence === undefined ? [] : [`Confidence: ${confidence} of 100`]),
    ...(techniques.length > 0 ? [`Techniques (ATT&CK): ${techniques.join(', ')}`] : []),
    ...evidence.map(({ title, url, object, sha256 }) =>
      ['Evidence: ', [title, url, object, sha256 && `SHA-256 ${sha256}`].filter(Boolean).join(', ')].join(''),
    ),
    ...(acknowledge_by === undefined ? [] : [`An answer is asked until ${acknowledge_by}`]),
    ...general(published),
  ];
}

const STATUS: Record<Product['status'], string> = {
  affected: 'affected',
  not_affected: 'not affected',
  fixed: 'fixed',
  under_investigation: 'under investigation',
};

/** Without a vulnerability there is no place for a status. */
function general({ products, vulnerabilities }: Published): string[] {
  if (vulnerabilities.length > 0) return [];
  return products
    .filter(({ cves = [] }) => cves.length === 0)
    .map((product) => `${productName(product)}: ${STATUS[product.status]}`);
}

/** Who wrote it besides its lead, and who signed it. */
export function csafAcknowledgments(published: Published, nameOf: (identity: string) => string): object {
  const { authors, lead, signatures } = published;
  return listed('acknowledgments', [
    ...authors.filter((one) => one !== lead).map((one) => ({ organization: nameOf(one), summary: 'Co-author' })),
    ...signatures.map(({ organisation, signed_at }) => ({
      organization: nameOf(organisation),
      summary: `Signed on ${signed_at}`,
    })),
  ]);
}
