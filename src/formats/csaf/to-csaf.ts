import type { Published, Withdrawal } from '../advisory/published.js';
import { csafAcknowledgments, csafNotes, withdrawalNotes } from './csaf-notes.js';
import { type CsafDocument, csafLabel, type CsafVersion, listed } from './csaf.js';
import { csafVulnerabilities } from './csaf-vulnerabilities.js';
import { productTree } from './product-tree.js';

/** What a document says besides what the advisory does. */
export interface CsafContext {
  /** Base of all document ids of the hub, as a URL. */
  readonly namespace: string;
  /** Where the document can be had; undefined: nowhere in particular. */
  readonly self?: string | undefined;
  /** Names of organisations by their identity. */
  readonly names: ReadonlyMap<string, string>;
  /** When versions before this one were published (RFC 3339); those that are not told are left to be guessed at. */
  readonly earlier: readonly { readonly version: number; readonly published: string }[];
}

/**
 * A published advisory as a CSAF document. Its id is the advisory's, its version the number of the published version, and one
 * more once it was withdrawn or superseded: then it says so, why, by what, and nothing else. Fault: `csaf_unexpressible` for a label that the version
 * does not have, and TLP:RED.
 */
export function toCsaf(published: Published, context: CsafContext, version: CsafVersion): CsafDocument {
  const label = csafLabel(published.tlp, version);
  const { withdrawn } = published;
  const vulnerabilities = withdrawn ? [] : csafVulnerabilities(published, version);
  const nameOf = (identity: string) => context.names.get(identity) ?? identity;
  return {
    ...(version === '2.1' && { $schema: 'https://docs.oasis-open.org/csaf/csaf/v2.1/schema/csaf.json' }),
    document: {
      category: withdrawn ? withdrawnCategory(withdrawn, version) : categoryOf(vulnerabilities, version),
      csaf_version: version,
      title:
        withdrawn && version === '2.0' ? `${wordOf(withdrawn).toUpperCase()}: ${published.title}` : published.title,
      ...(published.lang !== undefined && { lang: published.lang }),
      publisher: { category: 'coordinator', name: nameOf(published.lead), namespace: context.namespace },
      distribution: { tlp: { label, url: 'https://www.first.org/tlp/' } },
      ...(published.severity !== undefined && !withdrawn && { aggregate_severity: { text: published.severity } }),
      ...listed('notes', withdrawn ? withdrawalNotes(withdrawn) : csafNotes(published, nameOf)),
      ...csafAcknowledgments(published, nameOf),
      ...listed('references', references(published, context)),
      tracking: tracking(published, context),
    },
    ...(withdrawn ? {} : productTree(published.products)),
    ...listed('vulnerabilities', vulnerabilities),
  };
}

const wordOf = ({ superseded_by: by }: Withdrawal): string => (by === undefined ? 'Withdrawn' : 'Superseded');

/** CSAF 2.0 has no profile for it. */
const withdrawnCategory = (withdrawn: Withdrawal, version: CsafVersion): string =>
  version === '2.1' ? `csaf_${wordOf(withdrawn).toLowerCase()}` : 'csaf_base';

/** A security advisory says of each vulnerability which products have which status (2.1: which are affected); others are the base profile. */
function categoryOf(vulnerabilities: readonly Record<string, unknown>[], version: CsafVersion): string {
  const says = (one: Record<string, unknown>) => {
    const statuses = one['product_status'] as Record<string, unknown> | undefined;
    return version === '2.0' ? statuses !== undefined : statuses?.['known_affected'] !== undefined;
  };
  return vulnerabilities.length > 0 && vulnerabilities.every(says) ? 'csaf_security_advisory' : 'csaf_base';
}

function references({ references: links, withdrawn }: Published, { self, namespace }: CsafContext): object[] {
  const by = withdrawn?.superseded_by;
  return [
    ...(self === undefined ? [] : [{ category: 'self', summary: 'This document', url: self }]),
    // CSAF 2.1, 6.1.27.19
    ...(by === undefined
      ? []
      : [{ category: 'external', summary: `Superseding Document: ${by}`, url: `${namespace}/advisories/${by}` }]),
    ...(withdrawn ? [] : links).map(({ title, url }) => ({ category: 'external', summary: title, url: uri(url) })),
  ];
}

/** As RFC 3986 has it: browsers take more for a URL. */
const uri = (url: string): string => {
  const [, before = '', fragment] = /^([^#]*)(?:#(.*))?$/s.exec(new URL(url).href) ?? [];
  const escaped = (text: string) =>
    text
      .replaceAll(/[^A-Za-z0-9\-._~:/?@!$&'()*+,;=%[\]]/gu, encodeURIComponent)
      .replaceAll(/%(?![0-9A-Fa-f]{2})/g, '%25');
  const [, host = '', path = ''] = /^(https?:\/\/[^/]*)(.*)$/s.exec(escaped(before)) ?? [];
  const bare = (text: string) => text.replaceAll('[', '%5B').replaceAll(']', '%5D');
  return `${host}${bare(path)}${fragment === undefined ? '' : `#${bare(escaped(fragment))}`}`;
};

/** When its first version was published, as its documents say (RFC 3339). */
export function initialRelease(
  { version, created, published }: Published,
  { earlier }: Pick<CsafContext, 'earlier'>,
): string {
  if (version === 1) return published;
  return earlier.find((one) => one.version === 1)?.published ?? created;
}

function tracking(advisory: Published, context: CsafContext): object {
  const { id, version, published, withdrawn } = advisory;
  const known = new Map(context.earlier.map((one) => [one.version, one.published]));
  known.set(version, published);
  let date = '';
  const history = Array.from({ length: version }, (_, i) => {
    date = i === 0 ? initialRelease(advisory, context) : later(date, known.get(i + 1) ?? date);
    return { date, number: String(i + 1), summary: i === 0 ? 'First published' : 'New version' };
  });
  if (withdrawn)
    history.push({ date: later(date, withdrawn.at), number: String(version + 1), summary: wordOf(withdrawn) });
  return {
    id,
    status: 'final',
    version: String(history.length),
    initial_release_date: history[0]!.date,
    current_release_date: history.at(-1)!.date,
    revision_history: history,
  };
}

/** The order of versions is read from their dates (6.1.14): each is later than the one before. */
const later = (before: string, date: string): string =>
  Date.parse(date) > Date.parse(before) ? date : new Date(Date.parse(before) + 1).toISOString();
