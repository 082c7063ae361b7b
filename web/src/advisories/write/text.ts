import type { AdvisoryBody, AudienceSpec, Evidence, Product, Tlp, Vulnerability } from 'tocsin';
import type { Person } from '../../queries.ts';
import { ALL, type Choice, choiceOf, type Group, specOf } from '../../submit/whom.ts';
import { readVector } from './cvss.ts';

/** An advisory as it stands in the editor: rows may lack something, and nothing is left out that has a field. */
export interface Text {
  kind: AdvisoryBody['kind'];
  title: string;
  body: string;
  tlp: Tlp;
  /** As the hub had it; null once whom it is for was chosen anew. */
  audience: AudienceSpec | null;
  choice: Choice;
  severity: AdvisoryBody['severity'] | '';
  indicators: string[];
  vulnerabilities: Required<Vulnerability>[];
  products: Required<Product>[];
  techniques: string[];
  actor: { type: 'threat-actor' | 'intrusion-set'; name: string; aliases: string[] };
  campaign: string;
  confidence: string;
  evidence: Required<Evidence>[];
  references: { title: string; url: string }[];
  authors: string[];
  signers: string[];
  quorum: string;
  publish_at: string;
  acknowledge_by: string;
  /** What the editor has no field for, kept as it is. */
  rest: Record<string, unknown>;
}

export const KINDS: readonly AdvisoryBody['kind'][] = [
  'alert',
  'advisory',
  'situation-report',
  'joint-attribution',
  'request-for-information',
];
export const SEVERITIES = ['none', 'low', 'medium', 'high', 'critical'] as const;
export const STATUSES: readonly Product['status'][] = ['affected', 'not_affected', 'fixed', 'under_investigation'];

/** Whom an audience names, as far as the fields can say it. */
function fieldsOf(audience: AudienceSpec = 'all'): Choice {
  const choice = choiceOf(audience);
  if (choice) return choice;
  const organisations = typeof audience === 'object' && 'organisations' in audience ? audience.organisations : [];
  return { ...ALL, kind: 'list', organisations };
}

export function textOf(from: Partial<AdvisoryBody>): Text {
  const { kind, title, body, tlp, audience, severity, actor, campaign, confidence, quorum, ...more } = from;
  const { indicators, vulnerabilities, products, techniques, evidence, references, ...others } = more;
  const { authors, signers, publish_at: publishAt, acknowledge_by: acknowledgeBy, ...rest } = others;
  return {
    kind: kind ?? 'advisory',
    title: title ?? '',
    body: body ?? '',
    tlp: tlp ?? 'amber+strict',
    audience: audience ?? null,
    choice: fieldsOf(audience),
    severity: severity ?? '',
    indicators: indicators ?? [],
    vulnerabilities: (vulnerabilities ?? []).map((row) => ({ title: '', cwe: '', cvss: [], ...row })),
    products: (products ?? []).map((row) => ({ cves: [], ...row })),
    techniques: techniques ?? [],
    actor: { type: 'threat-actor', name: '', aliases: [], ...actor },
    campaign: campaign ?? '',
    confidence: confidence === undefined ? '' : String(confidence),
    evidence: (evidence ?? []).map((row) => ({ url: '', object: '', sha256: '', ...row })),
    references: references ?? [],
    authors: authors ?? [],
    signers: signers ?? [],
    quorum: quorum === undefined ? '' : String(quorum),
    publish_at: publishAt ?? '',
    acknowledge_by: acknowledgeBy ?? '',
    rest,
  };
}

/** What stands in the way of saving all of it. */
export type Gap = 'title' | 'audience' | 'vulnerabilities' | 'products' | 'techniques' | 'evidence' | 'references';

const CVE = /^CVE-\d{4}-\d{4,19}$/;
const CWE = /^CWE-[1-9]\d{0,5}$/;
const TECHNIQUE = /^T\d{4}(?:\.\d{3})?$/;
const SHA256 = /^[0-9a-f]{64}$/;
const isLink = (text: string): boolean => /^https?:\/\/\S+$/.test(text);

const filled = <T extends object>(row: T): T =>
  Object.fromEntries(
    Object.entries(row).filter(([, value]) => value !== '' && !(Array.isArray(value) && value.length === 0)),
  ) as T;

const isWhole = {
  vulnerabilities: ({ cve, cwe, cvss }: Required<Vulnerability>) =>
    CVE.test(cve) && (cwe === '' || CWE.test(cwe)) && cvss.every((one) => readVector(one) !== undefined),
  products: ({ vendor, name, version, cves }: Required<Product>) =>
    [vendor, name, version].every((word) => word.trim() !== '') && cves.every((cve) => CVE.test(cve)),
  techniques: (id: string) => TECHNIQUE.test(id),
  evidence: ({ title, url, sha256 }: Required<Evidence>) =>
    title.trim() !== '' && (url === '' || isLink(url)) && (sha256 === '' || SHA256.test(sha256)),
  references: ({ title, url }: { title: string; url: string }) => title.trim() !== '' && isLink(url),
};

/** What is sent to the hub, and what of it is not whole yet. Rows that lack something wait; without a title nothing is sent. */
export function bodyOf(text: Text): { body: AdvisoryBody; gaps: Gap[] } {
  const { choice, audience, rest, actor, campaign, confidence, severity, quorum, ...plain } = text;
  const { publish_at: publishAt, acknowledge_by: acknowledgeBy, ...lists } = plain;
  const gaps = (['vulnerabilities', 'products', 'techniques', 'evidence', 'references'] as const).filter(
    (name) => !(text[name] as unknown[]).every((row) => isWhole[name](row as never)),
  );
  const chosen = audience ?? specOf(choice);
  const nobody = chosen === undefined;
  const whole = Number(confidence);
  const many = Number(quorum);
  const body: AdvisoryBody = {
    ...rest,
    ...lists,
    title: text.title.trim(),
    body: text.body.trim(),
    ...(severity !== '' && { severity }),
    vulnerabilities: text.vulnerabilities.filter(isWhole.vulnerabilities).map(filled),
    products: text.products.filter(isWhole.products).map(filled),
    techniques: [...new Set(text.techniques.filter(isWhole.techniques))],
    evidence: text.evidence.filter(isWhole.evidence).map(filled),
    references: text.references.filter(isWhole.references),
    ...(actor.name.trim() !== '' && { actor: filled({ ...actor, name: actor.name.trim() }) }),
    ...(campaign.trim() !== '' && { campaign: campaign.trim() }),
    ...(confidence.trim() !== '' && Number.isInteger(whole) && { confidence: Math.min(100, Math.max(0, whole)) }),
    ...(text.signers.length > 0 && quorum !== '' && { quorum: Math.min(many, text.signers.length) }),
    ...(publishAt !== '' && { publish_at: publishAt }),
    ...(acknowledgeBy !== '' && { acknowledge_by: acknowledgeBy }),
    ...(audience !== null ? { audience } : chosen !== undefined && choice.kind !== 'all' && { audience: chosen }),
  };
  return {
    body,
    gaps: [
      ...(text.title.trim() === '' ? (['title'] as const) : []),
      ...(nobody ? (['audience'] as const) : []),
      ...gaps,
    ],
  };
}

/** Who would have it, by the fields alone; undefined: it can’t be told here, for the hub resolves it (blocs, exceptions). */
export function choiceIn(text: Pick<Text, 'audience' | 'choice'>, groups: readonly Group[]): Choice | undefined {
  const { audience, choice } = text;
  if (typeof audience === 'object' && audience !== null && ('rel_to' in audience || 'except' in audience))
    return undefined;
  const named = groups.find(({ id, name }) => id === choice.group || name === choice.group);
  return choice.kind === 'group' && named ? { ...choice, group: named.id } : choice;
}

/** Whether the person writes here: a member of staff who may submit. */
export const mayWrite = ({ scopes, ceiling }: Pick<Person, 'scopes' | 'ceiling'>): boolean =>
  scopes.includes('submit') && (ceiling === 'amber+strict' || ceiling === 'red');
