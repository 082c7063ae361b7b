import { Fault } from '../../kernel/index.js';
import type { Published } from '../advisory/published.js';
import { checkCsaf } from './check-csaf.js';
import { csafFileName, type CsafVersion } from './csaf.js';
import type { ListedDocument } from './csaf-lists.js';
import { type CsafContext, toCsaf } from './to-csaf.js';

/** A document as it is given away, and how lists name it. */
export interface CsafExport extends ListedDocument {
  /** What CSAF documents are served as. */
  readonly mediaType: 'application/json';
  readonly body: Buffer;
}

/**
 * The CSAF document of a published advisory, printed, and valid by the schema and the mandatory tests of its version. Fault:
 * `csaf_unexpressible` for what the version can't carry.
 */
export async function csafExport(
  published: Published,
  context: CsafContext,
  version: CsafVersion,
): Promise<CsafExport> {
  const document = toCsaf(published, context, version);
  const [wrong] = await checkCsaf(document, version);
  if (wrong) throw new Fault('csaf_unexpressible', `${wrong.test}: ${wrong.detail}`, { pointer: wrong.pointer });
  const { title, tracking } = document['document'] as { title: string; tracking: Record<string, string> };
  const released = tracking['initial_release_date'] ?? '';
  const listed = {
    trackingId: published.id,
    title,
    fileName: csafFileName(published.id),
    year: new Date(released).getUTCFullYear(),
    published: released,
    updated: tracking['current_release_date'] ?? '',
  };
  return { ...listed, mediaType: 'application/json', body: Buffer.from(`${JSON.stringify(document, null, 2)}\n`) };
}
