import { type Ask, each, type Known, read } from './twin-asks.js';
import { credentialOf, type Twin } from './twin.js';
import { imported } from './importing.js';

/** How each route of imports that reads is asked; those of others are like none. */
export const IMPORT_READS: Record<string, (known: Known) => Ask[]> = {
  'GET /api/v1/imports': ({ imports }) => [
    read('/api/v1/imports'),
    ...each(imports, (id) => `/api/v1/imports?before=${id}`),
  ],
  'GET /api/v1/imports/:id': ({ imports }) => each(imports, (id) => `/api/v1/imports/${id}`),
  'GET /api/v1/imports/:id/outcomes.csv': ({ imports }) => each(imports, (id) => `/api/v1/imports/${id}/outcomes.csv`),
};

export const IMPORT_WRITES: Record<string, (known: Known) => Ask[]> = {
  'POST /api/v1/imports/:id/cancel': ({ imports }) =>
    imports.map((id): Ask => ({ method: 'POST', path: `/api/v1/imports/${id}/cancel` })),
};

export const IMPORT_NO_READ: Readonly<Record<string, string>> = {
  'POST /api/v1/imports':
    'takes a file; what becomes of its items is decided as for any submission, and told to its sender alone',
  'POST /api/v1/imports/preview': 'looks at nothing but what it is sent',
};

/** A file that others import, for others. */
export async function handedIn(twin: Twin): Promise<void> {
  const list = 'value,tlp,labels\nh.example,amber,seen\nv1.example,amber+strict,\nnonsense,amber,\n';
  const audience = JSON.stringify({ organisations: ['cert-b', 'cert-c'] });
  await imported(twin.hub, credentialOf('b')!, list, { audience, name: 'h.example.csv' });
}
