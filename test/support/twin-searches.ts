import { type Ask, each, type Known, NOWHERE, read } from './twin-asks.js';
import type { Twin } from './twin.js';

const QUERIES = ['', 'label:seen', '-from:cert-a', 'h.example', 'tlp>=amber+strict', 'is:active', 'no such ('];
const UNORDERED = { unordered: true }; // an object is told by whichever of its versions was met first

/** How each route of saved searches that reads is asked; those of others are like none. */
export const SEARCH_READS: Record<string, (known: Known) => Ask[]> = {
  'GET /api/v1/searches': () => [read('/api/v1/searches')],
  'GET /api/v1/searches/:id': ({ searches }) => each(['{search}', ...searches, 'x'], (id) => `/api/v1/searches/${id}`),
  'GET /api/v1/searches/preview': () => QUERIES.map((q) => read(`/api/v1/searches/preview?q=${encodeURIComponent(q)}`)),
  'GET /api/v1/searches/:id/mails': ({ searches }) => each(searches, (id) => `/api/v1/searches/${id}/mails`),
  'GET /api/v1/bell': ({ searches }) => [
    read('/api/v1/bell?limit=0'),
    read('/api/v1/bell?limit=200', UNORDERED),
    read('/api/v1/bell?search={search}&limit=200', UNORDERED),
    ...each(searches, (id) => `/api/v1/bell?search=${id}`),
  ],
};

const ofOthers =
  (method: string, end: string, body?: object) =>
  ({ searches }: Known): Ask[] =>
    searches.map((id) => ({ method, path: `/api/v1/searches/${id}${end}`, ...(body && { body }) }));

export const SEARCH_WRITES: Record<string, (known: Known) => Ask[]> = {
  'PATCH /api/v1/searches/:id': ofOthers('PATCH', '', { name: 'x' }),
  'DELETE /api/v1/searches/:id': ofOthers('DELETE', ''),
  'PUT /api/v1/searches/:id/watch': ofOthers('PUT', '/watch', { bell: true, mail: 'none', paused: false }),
  'POST /api/v1/searches/:id/test': ofOthers('POST', '/test'),
  'POST /api/v1/searches/:id/mails/:mail/again': ofOthers('POST', `/mails/${NOWHERE}/again`),
  'POST /api/v1/bell/read': ({ searches }) => [
    { method: 'POST', path: '/api/v1/bell/read', body: { through: 'nonsense' } },
    ...searches.map((search): Ask => ({
      method: 'POST',
      path: '/api/v1/bell/read',
      body: { through: 'A'.repeat(48), search },
    })),
  ],
};

export const SEARCH_NO_READ: Readonly<Record<string, string>> = {
  'POST /api/v1/searches': 'keeps one of the caller’s own; looks at nothing but the names of members',
};

/** Ana watches everything, and so does a colleague who may see less. */
export async function watched(twin: Twin): Promise<void> {
  const made = await twin.as('ana')('POST', '/api/v1/searches', { name: 'all', q: '', shared: true, bell: true });
  const id = String(made.body['id']);
  twin.made.set('search', id);
  await twin.as('al')('PUT', `/api/v1/searches/${id}/watch`, { bell: true, mail: 'daily', paused: false });
}

/** Others keep and watch searches, too. */
export async function watchedByOthers(twin: Twin): Promise<void> {
  await twin.as('bo')('POST', '/api/v1/searches', { name: 'h', q: 'h.example', bell: true, mail: 'instant' });
}
