import { type Ask, each, type Known, NOWHERE, read } from './twin-asks.js';

const FORMATS = ['stix', 'csv', 'ndjson', 'misp', 'txt', 'hosts', 'rpz', 'suricata'];

/** How each route by which things leave is asked. */
export const OUT_READS: Record<string, (known: Known) => Ask[]> = {
  'GET /api/v1/export': () =>
    FORMATS.flatMap((format) =>
      ['', 'label:seen', '-from:cert-a', 'is:active'].map((q) => read(`/api/v1/export?format=${format}&q=${q}`)),
    ),
  'GET /api/v1/statistics': () => [
    read('/api/v1/statistics'),
    read('/api/v1/statistics?days=90&step=week'),
    read('/api/v1/statistics?days=0'),
  ],
  'GET /api/v1/webhooks': () => [read('/api/v1/webhooks')],
  'GET /api/v1/webhooks/:id': () => each([NOWHERE, 'x'], (id) => `/api/v1/webhooks/${id}`),
  'GET /api/v1/webhooks/:id/deliveries': () => [read(`/api/v1/webhooks/${NOWHERE}/deliveries`)],
  'GET /api/v1/sources': () => [read('/api/v1/sources')],
  'GET /api/v1/sources/:id': () => each([NOWHERE, 'x'], (id) => `/api/v1/sources/${id}`),
  'GET /api/v1/sources/:id/refusals': () => [read(`/api/v1/sources/${NOWHERE}/refusals`)],
  'GET /api/v1/sources/:id/warnings': () => [read(`/api/v1/sources/${NOWHERE}/warnings`)],
};

const ofNone =
  (method: string, end: string, body?: object, of = 'webhooks') =>
  (): Ask[] => [{ method, path: `/api/v1/${of}/${NOWHERE}${end}`, ...(body && { body }) }];

export const OUT_WRITES: Record<string, (known: Known) => Ask[]> = {
  'DELETE /api/v1/webhooks/:id': ofNone('DELETE', ''),
  'POST /api/v1/webhooks/:id/secret': ofNone('POST', '/secret'),
  'POST /api/v1/webhooks/:id/pause': ofNone('POST', '/pause'),
  'POST /api/v1/webhooks/:id/replay': ofNone('POST', '/replay', {}),
  'POST /api/v1/webhooks/:id/test': ofNone('POST', '/test'),
  'PATCH /api/v1/sources/:id': ofNone('PATCH', '', { paused: true }, 'sources'),
  'DELETE /api/v1/sources/:id': ofNone('DELETE', '', undefined, 'sources'),
  'POST /api/v1/sources/:id/pull': ofNone('POST', '/pull', {}, 'sources'),
};
