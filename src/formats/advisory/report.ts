import { type StixObject, type Tlp, TLP_MARKING } from '../../kernel/index.js';
import { uriOf } from '../stix/object-shapes.js';
import { uuid5 } from '../stix/uuid5.js';
import type { AdvisoryText } from './advisory-text.js';

/** Our property extension of STIX reports: what of an advisory the standard has no property for. */
export const ADVISORY_EXTENSION = 'extension-definition--642ecd66-dc6f-469e-91c6-426a9ad27b8b';
const NAMESPACE = 'c74de427-1562-489b-adb9-50c094ea4fae';

/** How an advisory is issued: what its signers sign besides its text. */
export interface Issue {
  /** `report--…`; the same for all versions. */
  readonly id: string;
  /** From 1 on. */
  readonly version: number;
  readonly tlp: Tlp;
  /** The identity of the organisation that leads. */
  readonly lead: string;
  /** Identities of all organisations that wrote it, the lead first. */
  readonly authors: readonly string[];
  /** Whom it goes to: named by a commitment, which only those can open who were told what is in it. */
  readonly audience: { readonly kind: string; readonly commitment: string };
  /** Who is asked to sign: a mark for each, which only its own signature opens. */
  readonly signers: readonly string[];
  /** Organisations that must have signed before it is published; 0: it is the lead's alone. */
  readonly quorum: number;
  /** RFC 3339; nobody gets it earlier. */
  readonly publish_at?: string | undefined;
  /** RFC 3339; until when an answer is asked of those it goes to. */
  readonly acknowledge_by?: string | undefined;
  /** Ids of linked objects that all of its readers may see. */
  readonly links: readonly string[];
  /** Ids of the objects that came along with the version before and stand. */
  readonly standing: readonly string[];
}

/** A co-signature as it stands in the published report. */
export interface Signature {
  /** Identity of the organisation. */
  readonly organisation: string;
  /** Id of its key. */
  readonly key: string;
  /** RFC 3339. */
  readonly signed_at: string;
  /** Ed25519 (RFC 8032) over the canonical statement, base64url. */
  readonly signature: string;
  /** Opens the mark of the organisation among the signers; what was signed before there were marks has none. */
  readonly asked?: string | undefined;
}

/** A report and the objects that come along with it. */
export interface Issued {
  readonly report: StixObject;
  /** Actor, campaign, and that the one is attributed to the other. */
  readonly companions: readonly StixObject[];
}

/** An advisory as STIX 2.1: a `report` without signatures and times, and the objects that it brings. */
export function toReport(text: AdvisoryText, issue: Issue): Issued {
  const companions = companionsOf(text, issue);
  const refs = [...new Set([...issue.links, ...companions.map(({ id }) => id)])];
  const report: StixObject = {
    type: 'report',
    spec_version: '2.1',
    id: issue.id,
    created_by_ref: issue.lead,
    name: text.title,
    description: text.body,
    ...(text.lang !== undefined && { lang: text.lang }),
    report_types: typesOf(text),
    object_refs: refs.length > 0 ? refs : [issue.lead],
    labels: [text.kind, ...(text.severity === undefined ? [] : [`severity:${text.severity}`])],
    ...(text.confidence !== undefined && { confidence: text.confidence }),
    ...listed('external_references', referencesOf(text)),
    object_marking_refs: [TLP_MARKING[issue.tlp]],
    extensions: { [ADVISORY_EXTENSION]: extensionOf(text, issue) },
  };
  return { report, companions };
}

/** Whether the report is an advisory of this hub's making. */
export function advisoryOf(report: StixObject): Record<string, unknown> | undefined {
  const extensions = report['extensions'] as Record<string, Record<string, unknown> | undefined> | undefined;
  return report.type === 'report' ? extensions?.[ADVISORY_EXTENSION] : undefined;
}

/** The report as it is published: with its signatures. */
export function withSignatures(report: StixObject, signatures: readonly Signature[]): StixObject {
  const extension = { ...advisoryOf(report), ...listed('signatures', signatures) };
  return { ...report, extensions: { ...(report['extensions'] as object), [ADVISORY_EXTENSION]: extension } };
}

const listed = (name: string, values: readonly unknown[]): Record<string, unknown> =>
  values.length > 0 ? { [name]: values } : {};

function extensionOf(text: AdvisoryText, issue: Issue): Record<string, unknown> {
  const { kind, severity, vulnerabilities, products, techniques, actor, campaign, evidence } = text;
  return {
    extension_type: 'property-extension',
    version: issue.version,
    kind,
    ...(severity !== undefined && { severity }),
    authors: issue.authors,
    ...listed('signers', issue.signers),
    quorum: issue.quorum,
    audience: issue.audience,
    ...(issue.publish_at !== undefined && { publish_at: issue.publish_at }),
    ...(issue.acknowledge_by !== undefined && { acknowledge_by: issue.acknowledge_by }),
    ...listed('vulnerabilities', vulnerabilities),
    ...listed('products', products),
    ...listed('techniques', techniques),
    ...(actor && { actor }),
    ...(campaign !== undefined && { campaign }),
    ...listed('evidence', evidence),
  };
}

/** Of STIX's open vocabulary. */
function typesOf({ kind, actor, campaign, vulnerabilities, indicators }: AdvisoryText): string[] {
  const types = [
    ...(kind === 'joint-attribution' ? ['attribution'] : []),
    ...(actor ? [actor.type] : []),
    ...(campaign === undefined ? [] : ['campaign']),
    ...(vulnerabilities.length > 0 ? ['vulnerability'] : []),
    ...(indicators.length > 0 ? ['indicator'] : []),
  ];
  return types.length > 0 ? types : ['threat-report'];
}

function referencesOf({ vulnerabilities, techniques, references }: AdvisoryText): object[] {
  return [
    ...vulnerabilities.map(({ cve }) => ({ source_name: 'cve', external_id: cve })),
    ...techniques.map((id) => ({ source_name: 'mitre-attack', external_id: id })),
    ...references.map(({ title, url }) => ({ source_name: title, url: uriOf(url) ?? url })),
  ];
}

/**
 * Named by what they say, to whom, and since which version: the same actor in the next version is the same object, and one that
 * was taken back in between is another.
 */
function companionsOf(text: AdvisoryText, issue: Issue): StixObject[] {
  const { actor, campaign, confidence } = text;
  const { tlp, lead } = issue;
  const make = (type: string, properties: Record<string, unknown>): StixObject => ({
    type,
    spec_version: '2.1',
    id: companionId(issue, type, properties),
    created_by_ref: lead,
    ...properties,
    object_marking_refs: [TLP_MARKING[tlp]],
  });
  const who = actor && make(actor.type, { name: actor.name, ...listed('aliases', actor.aliases ?? []) });
  const what = campaign === undefined ? undefined : make('campaign', { name: campaign });
  const attributed =
    who &&
    what &&
    make('relationship', {
      relationship_type: 'attributed-to',
      source_ref: what.id,
      target_ref: who.id,
      ...(confidence !== undefined && { confidence }),
    });
  return [who, what, attributed].filter((object): object is StixObject => object !== undefined);
}

function companionId(issue: Issue, type: string, properties: Record<string, unknown>): string {
  const { id, version, tlp, audience, standing } = issue;
  const since = (first: number): string =>
    `${type}--${uuid5(NAMESPACE, JSON.stringify([id, tlp, audience.commitment, type, properties, first]))}`;
  for (let first = version - 1; first > 0; first--) if (standing.includes(since(first))) return since(first);
  return since(version);
}
