import { Fault } from '../../kernel/index.js';
import { parseJson } from '../json/parse-json.js';
import { assertBounds } from './csaf-bounds.js';
import { checkCsaf } from './check-csaf.js';
import { CSAF_VERSIONS, type CsafDocument, type CsafVersion } from './csaf.js';
import { type FromCsaf, fromCsaf } from './from-csaf.js';

/** Values in a document, at most, and how deep. */
const LIMITS = { depth: 64, nodes: 400_000 };

/**
 * Reads a document as strangers send it: JSON within limits, then within bounds, then the schema and the mandatory tests of its
 * version, then what it says. Fault: `csaf_invalid` for whatever of it fails, with what and where.
 */
export async function readCsaf(bytes: Buffer): Promise<FromCsaf & { readonly version: CsafVersion }> {
  const document = parsed(bytes);
  const version = versionOf(document);
  assertBounds(document);
  const errors = await checkCsaf(document, version);
  if (errors[0])
    throw new Fault('csaf_invalid', `${errors[0].test}: ${errors[0].detail}`, {
      pointer: errors[0].pointer,
      extra: { errors: errors.map(({ pointer, test, detail }) => ({ pointer, detail: `${test}: ${detail}` })) },
    });
  return { ...fromCsaf(document), version };
}

function parsed(bytes: Buffer): CsafDocument {
  try {
    const value = parseJson(bytes, LIMITS);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as CsafDocument;
  } catch (error) {
    if (error instanceof Fault) throw new Fault('csaf_invalid', error.message, error.more);
    throw error;
  }
  throw new Fault('csaf_invalid', 'it is no JSON object');
}

function versionOf({ document }: CsafDocument): CsafVersion {
  const given = (document as { csaf_version?: unknown } | undefined)?.csaf_version;
  const version = CSAF_VERSIONS.find((one) => one === given);
  if (!version) throw new Fault('csaf_invalid', 'it is not of CSAF 2.0 or 2.1', { pointer: '/document/csaf_version' });
  return version;
}
