import { type Base, type CsafFolder, feedFile } from './csaf-lists.js';

/** Who provides, and with which key documents are signed. */
export interface Provider {
  readonly base: Base;
  readonly publisher: { readonly name: string; readonly namespace: string };
  readonly key: { readonly fingerprint: string; readonly url: string };
  /** RFC 3339. */
  readonly lastUpdated: string;
  /** Those that the reader may ask for at all. */
  readonly folders: readonly CsafFolder[];
}

/** `provider-metadata.json` of a trusted provider (CSAF 2.0, requirement 7). */
export const providerMetadata = ({ base, publisher, key, lastUpdated, folders }: Provider): object => ({
  canonical_url: `${base}/provider-metadata.json`,
  distributions: [
    {
      rolie: {
        feeds: folders.map((folder) => ({
          summary: `All TLP:${folder.toUpperCase()} advisories`,
          tlp_label: folder.toUpperCase(),
          url: `${base}/${folder}/${feedFile(folder)}`,
        })),
        services: [`${base}/service.json`],
      },
    },
    ...folders.map((folder) => ({ directory_url: `${base}/${folder}/` })),
  ],
  last_updated: lastUpdated,
  list_on_CSAF_aggregators: true,
  mirror_on_CSAF_aggregators: folders.length === 1,
  metadata_version: '2.0',
  public_openpgp_keys: [{ fingerprint: key.fingerprint.toUpperCase(), url: key.url }],
  publisher: { category: 'coordinator', ...publisher },
  role: 'csaf_trusted_provider',
});

/** `security.txt` (RFC 9116) with the line by which providers are found (requirement 8). */
export const securityText = (publicUrl: string, base: Base, expires: string): string =>
  [
    `Contact: ${publicUrl}/`,
    `Expires: ${expires}`,
    `Canonical: ${publicUrl}/.well-known/security.txt`,
    `CSAF: ${base}/provider-metadata.json`,
    '',
  ].join('\n');

/** Providers that are looked at of one `security.txt`, at most. */
const PROVIDERS = 3;

/** Where a `security.txt` says that providers have their metadata. */
export const providersIn = (text: string): string[] =>
  [...text.matchAll(/^CSAF:[ \t]{0,20}(https:\/\/\S{1,2000})[ \t\r]*$/gim)]
    .flatMap(([, url = '']) => (URL.canParse(url) ? [url] : []))
    .slice(0, PROVIDERS);
