import { parseMetadata, providersIn, type RemoteMetadata } from '../../../formats/index.js';

const WELL_KNOWN = '/.well-known/csaf/provider-metadata.json';
/** Bytes of each file, at most. */
const METADATA = 1 << 20;
const SECURITY_TEXT = 1 << 16;

/** The bytes at a URL, of which there are so many at most; throws where they can't be had. */
type Get = (url: string, most: number) => Promise<Buffer>;

/** A provider's metadata, and where they were. */
export interface Discovered {
  readonly url: string;
  readonly metadata: RemoteMetadata;
}

/** The path at which a domain's provider has its metadata (CSAF 2.0, requirement 9). */
export const wellKnown = (domain: string): string => `https://${domain}${WELL_KNOWN}`;

/**
 * Reads the metadata of the provider that has a key. Where a domain has none at its well-known path they are where its
 * `security.txt` says, else at `csaf.data.security.` before its name (CSAF 2.0, requirements 8 to 10). Throws what the URL
 * itself failed with; where none has the key, gives those of the first.
 */
export async function discover(url: string, fingerprint: string, get: Get): Promise<Discovered> {
  const at = async (place: string): Promise<Discovered> => ({
    url: place,
    metadata: parseMetadata(await get(place, METADATA)),
  });
  const first = at(url);
  let found = await first.catch(() => undefined);
  if (found && hasKey(found, fingerprint)) return found;
  for await (const place of elsewhere(new URL(url), get)) {
    const other = await at(place).catch(() => undefined);
    if (other && hasKey(other, fingerprint)) return other;
    found ??= other;
  }
  return found ?? first;
}

const hasKey = ({ metadata }: Discovered, fingerprint: string): boolean =>
  metadata.keys.some((key) => key.fingerprint === fingerprint);

/** Where else a domain's metadata may be; nowhere where their URL was given. */
async function* elsewhere({ host, hostname, pathname }: URL, get: Get): AsyncGenerator<string> {
  if (pathname !== WELL_KNOWN) return;
  for (const path of ['/.well-known/security.txt', '/security.txt']) {
    const text = await get(`https://${host}${path}`, SECURITY_TEXT).catch(() => undefined);
    if (text === undefined) continue;
    yield* providersIn(text.toString('utf8'));
    break;
  }
  yield `https://csaf.data.security.${hostname}${host.slice(hostname.length)}/`;
}
