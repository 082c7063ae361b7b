/** A document as lists of a provider name it. */
export interface ListedDocument {
  readonly trackingId: string;
  readonly title: string;
  readonly fileName: string;
  /** Of the initial release, as its folder is called (requirement 11). */
  readonly year: number;
  /** RFC 3339: initial and current release. */
  readonly published: string;
  readonly updated: string;
}

/** Where a provider's files are, as a URL without a slash at its end. */
export type Base = string;

/** The folders by label: what is protected is under another path than what is not (requirement 5). */
export const CSAF_FOLDERS = ['white', 'green', 'amber'] as const;
export type CsafFolder = (typeof CSAF_FOLDERS)[number];

export const pathOf = ({ year, fileName }: Pick<ListedDocument, 'year' | 'fileName'>): string => `${year}/${fileName}`;
export const feedFile = (folder: CsafFolder): string => `csaf-feed-tlp-${folder}.json`;

const CATEGORY = { scheme: 'urn:ietf:params:rolie:category:information-type', term: 'csaf' };
const FORMAT = { schema: 'https://docs.oasis-open.org/csaf/csaf/v2.0/csaf_json_schema.json', version: '2.0' };

/** The ROLIE feed of a label (CSAF 2.0, requirement 15; RFC 8322). `since`: when it was begun, for an empty one. */
export function rolieFeed(base: Base, folder: CsafFolder, documents: readonly ListedDocument[], since: string): object {
  const updated = documents.reduce((last, one) => (one.updated > last ? one.updated : last), since);
  return {
    feed: {
      id: `csaf-feed-tlp-${folder}`,
      title: `CSAF feed (TLP:${folder.toUpperCase()})`,
      link: [
        { rel: 'self', href: `${base}/${folder}/${feedFile(folder)}` },
        { rel: 'service', href: `${base}/service.json` },
      ],
      category: [CATEGORY],
      updated,
      entry: documents.map((one) => entryOf(`${base}/${folder}/${pathOf(one)}`, one)),
    },
  };
}

function entryOf(url: string, { trackingId, title, published, updated }: ListedDocument): object {
  return {
    id: trackingId,
    title,
    link: [
      { rel: 'self', href: url },
      { rel: 'hash', href: `${url}.sha256` },
      { rel: 'hash', href: `${url}.sha512` },
      { rel: 'signature', href: `${url}.asc` },
    ],
    published,
    updated,
    content: { type: 'application/json', src: url },
    format: FORMAT,
  };
}

/** The ROLIE service document, which names the feeds (requirement 16). */
export const serviceDocument = (base: Base, folders: readonly CsafFolder[]): object => ({
  service: {
    workspace: [
      {
        title: 'CSAF feeds',
        collection: folders.map((folder) => ({
          title: `CSAF feed (TLP:${folder.toUpperCase()})`,
          href: `${base}/${folder}/${feedFile(folder)}`,
          categories: { category: [CATEGORY] },
        })),
      },
    ],
  },
});

/** `changes.csv` (requirement 13): path and current release, quoted, latest change first. */
export const changesCsv = (documents: readonly ListedDocument[]): string =>
  latestFirst(documents)
    .map((one) => `"${pathOf(one)}","${one.updated}"\r\n`)
    .join('');

/** `index.txt` (requirement 12): every file, by path. */
export const indexText = (documents: readonly ListedDocument[]): string =>
  documents
    .map((one) => `${pathOf(one)}\n`)
    .toSorted()
    .join('');

/** The listing of a label's folder (requirement 14): its lists, and a folder for each year. */
export const folderPage = (folder: CsafFolder, documents: readonly ListedDocument[]): string =>
  listing(`${folder}/`, [
    feedFile(folder),
    'changes.csv',
    'index.txt',
    ...[...new Set(documents.map(({ year }) => `${year}/`))].toSorted(),
  ]);

/** The listing of a year's folder (requirement 14): documents, each with what proves it. */
export const yearPage = (folder: CsafFolder, year: string, documents: readonly ListedDocument[]): string =>
  listing(
    `${folder}/${year}/`,
    documents
      .map(({ fileName }) => fileName)
      .toSorted()
      .flatMap((name) => ['', '.sha256', '.sha512', '.asc'].map((end) => `${name}${end}`)),
  );

// no name has a character that HTML would read otherwise
const listing = (path: string, names: readonly string[]): string =>
  [
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>${path}</title><h1>${path}</h1><ul>`,
    ...names.map((name) => `<li><a href="${name}">${name}</a>`),
    '</ul></html>\n',
  ].join('\n');

const latestFirst = (documents: readonly ListedDocument[]): ListedDocument[] =>
  documents.toSorted((a, b) => Date.parse(b.updated) - Date.parse(a.updated) || (a.fileName < b.fileName ? -1 : 1));
