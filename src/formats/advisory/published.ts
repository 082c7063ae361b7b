import { z } from 'zod';
import type { StixObject, Tlp } from '../../kernel/index.js';
import { markingOf } from '../stix/marking.js';
import { AdvisoryText } from './advisory-text.js';
import { advisoryOf, type Signature } from './report.js';

/** That an advisory was taken back, and why. */
export interface Withdrawal {
  /** RFC 3339. */
  readonly at: string;
  readonly reason: string;
  /** Id of the advisory that stands in its place. */
  readonly superseded_by?: string | undefined;
}

/** A published advisory as those who print it want it: what {@link toReport} and publication put into the report, read back. */
export interface Published extends AdvisoryText {
  readonly id: string;
  readonly version: number;
  readonly tlp: Tlp;
  /** Identity of the organisation that leads. */
  readonly lead: string;
  /** Identities of those who wrote it, the lead first. */
  readonly authors: readonly string[];
  readonly quorum: number;
  readonly signatures: readonly Signature[];
  readonly publish_at?: string | undefined;
  readonly acknowledge_by?: string | undefined;
  /** RFC 3339: when its first version was published, and when the version that stands was. */
  readonly created: string;
  readonly published: string;
  /** RFC 3339; later than `published` once it was withdrawn. */
  readonly modified: string;
  readonly withdrawn?: Withdrawal | undefined;
  /** Ids of what it refers to: linked objects, actor, campaign. */
  readonly links: readonly string[];
}

const Added = z.object({
  version: z.int(),
  authors: z.array(z.string()),
  quorum: z.int(),
  publish_at: z.string().optional(),
  acknowledge_by: z.string().optional(),
  signatures: z
    .array(z.object({ organisation: z.string(), key: z.string(), signed_at: z.string(), signature: z.string() }))
    .default([]),
  withdrawn: z.object({ at: z.string(), reason: z.string(), superseded_by: z.string().optional() }).optional(),
});

/** Reads a report back; undefined for one that is no advisory of a hub's making. Faults: those of {@link markingOf}. */
export function publishedOf(report: StixObject): Published | undefined {
  const extension = advisoryOf(report);
  const added = Added.safeParse(extension);
  const text = AdvisoryText.safeParse({
    ...Object.fromEntries(Object.keys(AdvisoryText.shape).map((name) => [name, extension?.[name]])),
    title: report.name,
    body: report['description'],
    lang: report['lang'],
    confidence: report.confidence,
    references: ((report['external_references'] ?? []) as Record<string, unknown>[])
      .filter(({ url }) => url !== undefined)
      .map(({ source_name: title, url }) => ({ title, url })),
  });
  if (!added.success || !text.success) return undefined;
  const created = report.created ?? '';
  return {
    ...text.data,
    ...added.data,
    id: report.id,
    tlp: markingOf(report),
    lead: report.created_by_ref ?? '',
    created,
    published: typeof report['published'] === 'string' ? report['published'] : created,
    modified: report.modified ?? created,
    links: (report['object_refs'] as string[]).filter((ref) => ref !== report.created_by_ref),
  };
}
