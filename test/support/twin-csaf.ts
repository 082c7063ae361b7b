import { generateKey } from 'openpgp';
import { Secrets } from '../../src/platform/index.js';
import { csafDocument } from './csaf-document.js';
import { type Ask, each, type Known, read } from './twin-asks.js';
import type { Twin } from './twin.js';

const CSAF = '/.well-known/csaf';
const FOLDERS = ['white', 'green', 'amber'];
const YEAR = new Date().getUTCFullYear();

/** One OpenPGP key for all worlds of this process, as a hub would make it: what is signed by it is looked at elsewhere. */
const key = await generateKey({
  type: 'ecc',
  curve: 'ed25519Legacy',
  userIDs: [{ name: 'both worlds' }],
  format: 'object',
});

/** Gives a world that key. */
export async function keyed(twin: Twin): Promise<void> {
  const { publicKey, privateKey } = key;
  const sealed = twin.hub.app.get(Secrets).seal('csaf key', Buffer.from(privateKey.armor()), fingerprint);
  await twin.rows(
    `insert into csaf_key (fingerprint, public_key, sealed, created_at) values ($1, $2, $3, '2021-03-02T00:00:00Z')`,
    [fingerprint, publicKey.armor(), sealed],
  );
}

const fingerprint = key.publicKey.getFingerprint();

/** How each CSAF route that reads is asked. */
export const CSAF_READS: Record<string, (known: Known) => Ask[]> = {
  'GET /.well-known/security.txt': () => [read('/.well-known/security.txt')],
  'GET /.well-known/csaf/provider-metadata.json': () => [read(`${CSAF}/provider-metadata.json`)],
  'GET /.well-known/csaf/service.json': () => [read(`${CSAF}/service.json`)],
  'GET /.well-known/csaf/openpgp/:file': () => [
    read(`${CSAF}/openpgp/${fingerprint}.asc`),
    read(`${CSAF}/openpgp/x.asc`),
  ],
  'GET /.well-known/csaf/:label/:name': () =>
    FOLDERS.flatMap((folder) =>
      [`csaf-feed-tlp-${folder}.json`, 'changes.csv', 'index.txt', '', 'x'].map((file) =>
        read(`${CSAF}/${folder}/${file}`),
      ),
    ),
  'GET /.well-known/csaf/:label/:name/:file': ({ advisories }) =>
    FOLDERS.flatMap((folder) => [
      read(`${CSAF}/${folder}/${YEAR}/`),
      ...['', '.sha256', '.sha512', '.asc'].flatMap((end) =>
        each(advisories, (id) => `${CSAF}/${folder}/${YEAR}/${id}.json${end}`),
      ),
    ]),
  'GET /api/v1/csaf/documents': ({ advisories }) => [
    read('/api/v1/csaf/documents'),
    ...each(advisories, (id) => `/api/v1/csaf/documents?advisory=${id}`),
  ],
  'GET /api/v1/csaf/providers': () => [read('/api/v1/csaf/providers')],
};

/** A document that others hold in secret; handed in by the viewer it is the viewer's own. */
const document = csafDocument({ id: 'HIDDEN-1', label: 'AMBER', title: 'Of h.example' });

export const CSAF_WRITES: Record<string, (known: Known) => Ask[]> = {
  'POST /api/v1/csaf/documents': () =>
    [{ audience: 'organisation' }, { audience: 'organisation' }, { tlp: 'green', audience: 'organisation' }].map(
      (more): Ask => ({
        method: 'POST',
        path: '/api/v1/csaf/documents',
        body: { document, ...more },
        made: true,
      }),
    ),
  'DELETE /api/v1/csaf/providers/:id': ({ providers }) =>
    providers.map((id): Ask => ({ method: 'DELETE', path: `/api/v1/csaf/providers/${id}` })),
  'POST /api/v1/csaf/providers/:id/pull': ({ providers }) =>
    providers.map((id): Ask => ({ method: 'POST', path: `/api/v1/csaf/providers/${id}/pull` })),
};

/** Taken in by others, for others. */
export async function taken(twin: Twin): Promise<void> {
  await twin.as('b')('POST', '/api/v1/csaf/documents', { document, audience: { organisations: ['cert-b', 'cert-c'] } });
}
