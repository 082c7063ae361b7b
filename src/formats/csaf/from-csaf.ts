import { type Tlp } from '../../kernel/index.js';
import { AdvisoryText, BODY_CHARACTERS, SEVERITIES } from '../advisory/advisory-text.js';
import { tlpFromLabel } from '../stix/marking.js';
import type { CsafDocument } from './csaf.js';
import type { ReadDocument } from './csaf-shape.js';
import { productsOf } from './from-products.js';
import { rowsOf } from './from-statuses.js';
import { markdownOf, referencesOf } from './from-text.js';
import { vulnerabilityOf } from './from-vulnerabilities.js';
import { oneLine } from './plain-lines.js';

/** A CSAF document in the words of the hub. */
export interface FromCsaf {
  readonly text: AdvisoryText;
  /** Undefined: the document has no label. */
  readonly tlp: Tlp | undefined;
  readonly tracking: {
    readonly id: string;
    readonly version: string;
    readonly status: string;
    readonly initialReleaseDate: string;
    readonly currentReleaseDate: string;
  };
  readonly publisher: { readonly name: string; readonly namespace: string; readonly category: string };
  /** The group that it is for (2.1), if not for everybody: whom that means only its importer knows. */
  readonly sharingGroup: string | undefined;
  /** What the advisory has no place for, or only in words. */
  readonly lost: readonly string[];
}

const MOST_REFERENCES = 100;
/** Room is left for where it comes from. */
const MOST_CHARACTERS = BODY_CHARACTERS - 1_000;
const SEVERITY: Readonly<Record<string, (typeof SEVERITIES)[number]>> = { moderate: 'medium', important: 'high' };

/** Reads a valid document of CSAF 2.0 or 2.1 (see {@link checkCsaf}). Fault: `csaf_invalid` where an advisory can't hold it. */
export function fromCsaf(given: CsafDocument): FromCsaf {
  const read = given as unknown as ReadDocument;
  const { document, vulnerabilities = [] } = read;
  const lost = new Set<string>();
  const products = productsOf(read, lost);
  const severity = severityOf(document.aggregate_severity?.text);
  const text = AdvisoryText.parse({
    kind: 'advisory',
    title: oneLine(document.title, 300) || document.tracking.id,
    ...bodyOf(read, products, lost),
    ...(isLanguage(document.lang) && { lang: document.lang }),
    ...(severity && { severity }),
    vulnerabilities: vulnerabilities.map((one) => vulnerabilityOf(one, lost)).filter((one) => one !== undefined),
    products: rowsOf(vulnerabilities, products, lost),
  } satisfies Partial<AdvisoryText>);
  if (
    vulnerabilities.some(
      ({ remediations, threats, flags, involvements }) => remediations ?? threats ?? flags ?? involvements,
    )
  )
    lost.add('remediations, threats, flags and involvements, but in words');
  const { id, version, status, initial_release_date, current_release_date } = document.tracking;
  const { name, namespace, category } = document.publisher;
  const label = document.distribution?.tlp?.label;
  return {
    text,
    tlp: label === undefined ? undefined : tlpFromLabel(label),
    tracking: {
      id,
      version,
      status,
      initialReleaseDate: initial_release_date,
      currentReleaseDate: current_release_date,
    },
    publisher: { name, namespace, category },
    sharingGroup: groupOf(document.distribution?.sharing_group),
    lost: [...lost],
  };
}

/** The text, and the references that have a place of their own. */
function bodyOf(read: ReadDocument, products: ReturnType<typeof productsOf>, lost: Set<string>) {
  const links = referencesOf(read).map(({ summary, url }) => ({ title: oneLine(summary, 300) || url, url }));
  const kept = links.filter(({ url }) => isLink(url)).slice(0, MOST_REFERENCES);
  const others = links
    .filter((one) => !kept.includes(one))
    .map(({ title, url }) => `- ${title}: ${oneLine(url, 2_000)}`);
  const words = markdownOf(read, products, lost);
  const whole = [words, others.length > 0 ? `## Further references\n\n${others.join('\n')}` : '']
    .filter(Boolean)
    .join('\n\n');
  return { body: cut(whole, lost), references: kept };
}

const END = '\n\n*The document has more text than an advisory can hold; it is cut here.*';

function cut(text: string, lost: Set<string>): string {
  if (text.length <= MOST_CHARACTERS) return text || 'The document has no text.';
  lost.add(`text past ${MOST_CHARACTERS} characters`);
  const kept = text.slice(0, MOST_CHARACTERS - END.length);
  return `${kept.slice(0, Math.max(kept.lastIndexOf('\n'), kept.length - 2_000))}${END}`;
}

const isLink = (url: string): boolean => AdvisoryText.shape.references.safeParse([{ title: 'x', url }]).success;
const isLanguage = (lang: string | undefined): boolean =>
  lang !== undefined && AdvisoryText.shape.lang.safeParse(lang).success;

/** The Max UUID stands for the public (CSAF 2.1, 3.2.2.5.1). */
const groupOf = (group: { readonly id: string } | undefined): string | undefined =>
  group && /^[f-]+$/.test(group.id) ? undefined : group?.id;

function severityOf(text = ''): (typeof SEVERITIES)[number] | undefined {
  const word = text.trim().toLowerCase();
  return SEVERITIES.find((one) => one === word) ?? SEVERITY[word];
}
