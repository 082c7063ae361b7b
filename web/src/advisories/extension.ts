import type { AdvisoryBody, StixObject } from 'tocsin';
import type { Told } from './Details.tsx';

/** What the hub's extension says of a report, as far as it is shown. */
export interface Said extends Pick<
  AdvisoryBody,
  'vulnerabilities' | 'products' | 'techniques' | 'actor' | 'campaign' | 'evidence' | 'acknowledge_by'
> {
  version?: number;
  kind?: string;
  severity?: string;
  quorum?: number;
  /** Identities of those who wrote it. */
  authors?: readonly string[];
  signatures?: readonly object[];
  withdrawn?: { at: string; reason: string; superseded_by?: string };
}

const ADVISORY = 'extension-definition--642ecd66-dc6f-469e-91c6-426a9ad27b8b';

export const extensionOf = (report: StixObject): Said =>
  (report['extensions'] as Record<string, Said | undefined> | undefined)?.[ADVISORY] ?? {};

/** When it was published; what came from elsewhere may say only when it was made. */
export function publishedOf(report: StixObject): string | undefined {
  const published = report['published'];
  return typeof published === 'string' ? published : report.created;
}

interface Reference {
  source_name?: string;
  url?: string;
}

/** What it says beside its text. */
export function detailsOf(report: StixObject): Told {
  const { vulnerabilities, products, techniques, actor, campaign, evidence, acknowledge_by: by } = extensionOf(report);
  const references = ((report['external_references'] ?? []) as Reference[]).flatMap(({ source_name: title, url }) =>
    url === undefined ? [] : [{ title: title ?? '', url }],
  );
  return {
    ...(vulnerabilities && { vulnerabilities }),
    ...(products && { products }),
    ...(techniques && { techniques }),
    ...(actor && { actor }),
    ...(campaign !== undefined && { campaign }),
    ...(report.confidence !== undefined && { confidence: report.confidence }),
    ...(evidence && { evidence }),
    references,
    ...(by !== undefined && { acknowledge_by: by }),
  };
}

/** Objects that it links, but for the organisation that stands in where it links none. */
export const linksOf = (report: StixObject): string[] =>
  ((report['object_refs'] ?? []) as string[]).filter((ref) => !ref.startsWith('identity--'));
