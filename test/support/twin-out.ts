import { EXPORT_FORMATS } from '../../src/exports/exports.js';
import { type Ask, each, type Known, read } from './twin-asks.js';
import { SETTINGS } from './twin-owned.js';

/** How each route by which things leave is asked. */
export const OUT_READS: Record<string, (known: Known) => Ask[]> = {
  'GET /api/v1/export': () =>
    EXPORT_FORMATS.flatMap((format) =>
      ['', 'label:seen', '-from:cert-a', 'is:active'].map((q) => read(`/api/v1/export?format=${format}&q=${q}`)),
    ),
  'GET /api/v1/statistics': () => [
    read('/api/v1/statistics'),
    read('/api/v1/statistics?days=90&step=week'),
    read('/api/v1/statistics?days=0'),
  ],
  'GET /api/v1/statistics/count': ({ objects }) => [
    ...['', 'tlp:red', 'label:seen', '-from:cert-a', 'is:active', 'x:'].map((q) =>
      read(`/api/v1/statistics/count?q=${encodeURIComponent(q)}`),
    ),
    ...each(objects.slice(0, 6), (id) => `/api/v1/statistics/count?q=id:${id}`),
  ],
  'GET /api/v1/webhooks': () => [read('/api/v1/webhooks')],
  'GET /api/v1/webhooks/:id': ({ webhooks }) => each([...webhooks, 'x'], (id) => `/api/v1/webhooks/${id}`),
  'GET /api/v1/webhooks/:id/deliveries': ({ webhooks }) => each(webhooks, (id) => `/api/v1/webhooks/${id}/deliveries`),
  'GET /api/v1/sources': () => [read('/api/v1/sources')],
  'GET /api/v1/sources/:id': ({ sources }) => each([...sources, 'x'], (id) => `/api/v1/sources/${id}`),
  'GET /api/v1/sources/:id/refusals': ({ sources }) => each(sources, (id) => `/api/v1/sources/${id}/refusals`),
  'GET /api/v1/sources/:id/warnings': ({ sources }) => each(sources, (id) => `/api/v1/sources/${id}/warnings`),
};

/** Done to each of what others have set up, and to what is nowhere. */
const ofOthers =
  (of: 'webhooks' | 'sources', method: string, end: string, body?: object) =>
  (known: Known): Ask[] =>
    known[of].map((id) => ({ method, path: `/api/v1/${of}/${id}${end}`, ...(body && { body }) }));

/** Set up by the viewer as others have it already. */
const alike = (what: keyof typeof SETTINGS) => (): Ask[] => {
  const [path, body] = SETTINGS[what];
  return [{ method: 'POST', path, body, made: true }];
};

export const OUT_WRITES: Record<string, (known: Known) => Ask[]> = {
  'POST /api/v1/webhooks': alike('webhook'),
  'PATCH /api/v1/webhooks/:id': ofOthers('webhooks', 'PATCH', '', { name: 'mine', filter: 'type:domain' }),
  'DELETE /api/v1/webhooks/:id': ofOthers('webhooks', 'DELETE', ''),
  'POST /api/v1/webhooks/:id/secret': ofOthers('webhooks', 'POST', '/secret'),
  'POST /api/v1/webhooks/:id/pause': ofOthers('webhooks', 'POST', '/pause'),
  'POST /api/v1/webhooks/:id/replay': ofOthers('webhooks', 'POST', '/replay', {}),
  'POST /api/v1/webhooks/:id/test': ofOthers('webhooks', 'POST', '/test'),
  'POST /api/v1/sources': alike('source'),
  'PATCH /api/v1/sources/:id': ofOthers('sources', 'PATCH', '', { paused: true }),
  'DELETE /api/v1/sources/:id': ofOthers('sources', 'DELETE', ''),
  'POST /api/v1/sources/:id/pull': ofOthers('sources', 'POST', '/pull', {}),
  'POST /api/v1/csaf/providers': alike('provider'),
};
