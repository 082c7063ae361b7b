import { mispUuid } from '../../src/formats/index.js';
import { organisationId } from './cast.js';
import { FEED, mispAttribute, mispEvent, uuid } from './misp.js';
import { type Ask, type Known, NOWHERE, read } from './twin-asks.js';
import type { Twin } from './twin.js';

/** Of version 5, as what the script names is. */
const fixed = (n: number): string => uuid(n).replace('-4000-', '-5000-');

const event = (n: number, value: string, more: Record<string, unknown> = {}) =>
  mispEvent([mispAttribute(n + 1, value, { uuid: fixed(n + 1), timestamp: '1615000000' })], {
    uuid: fixed(n),
    date: '2021-03-02',
    timestamp: '1615000000',
    Orgc: { name: 'CERT X', uuid: fixed(2) },
    ...more,
  });

/** Seen by all, and one with its uuid that others keep to themselves. */
export const handedIn = (by: string, hidden: boolean) => async (twin: Twin) => {
  const path = `/api/v1/misp/events${hidden ? '?audience=organisation' : ''}`;
  await twin.as(by)('POST', path, event(500, hidden ? 'h.example' : 'misp.example'));
  if (hidden) await twin.as(by)('POST', path, event(600, 'h.example'));
};

/** What others hand in by the viewer's own uuids says nothing to the viewer. */
const uuidsOf = ({ audiences, organisations }: Known): string[] => [
  ...[500, 600].map(fixed),
  ...organisations.map((by) => mispUuid('event', by, fixed(500))),
  ...[...organisations, organisationId('cert-c')].flatMap((by) =>
    audiences.map((ref) => mispUuid('day', by, ref, new Date().toISOString().slice(0, 10))),
  ),
  NOWHERE,
];

/** How each route of the MISP feed is asked. */
export const MISP_READS: Record<string, (known: Known) => Ask[]> = {
  'GET /misp/feed/manifest.json': () => [read(`${FEED}/manifest.json`, { made: true })],
  'GET /misp/feed/hashes.csv': () => [read(`${FEED}/hashes.csv`)],
  'GET /misp/feed/:file': (known) => uuidsOf(known).map((id) => read(`${FEED}/${id}.json`)),
  'GET /misp/servers/getVersion': () => [read('/misp/servers/getVersion')],
  'GET /misp/servers/getVersion.json': () => [read('/misp/servers/getVersion.json')],
  'GET /misp/users/view/me': () => [read('/misp/users/view/me')],
  'GET /misp/users/view/me.json': () => [read('/misp/users/view/me.json')],
  'GET /misp/events/view/:uuid': (known) => uuidsOf(known).map((id) => read(`/misp/events/view/${id}`)),
  'GET /misp/events/view/:uuid/:options': (known) =>
    uuidsOf(known).map((id) => read(`/misp/events/view/${id}/metadata:1`)),
};

/** The same event by each path that MISPs push to. */
const pushed = (path: string) => (): Ask[] => [
  { method: 'POST', path: `/misp/events/${path}`, body: event(700, 'h.example', { timestamp: '1616000000' }) },
];

export const MISP_WRITES: Record<string, (known: Known) => Ask[]> = {
  'POST /api/v1/misp/events': () =>
    [500, 600, 600].map((n): Ask => ({
      method: 'POST',
      path: '/api/v1/misp/events?audience=organisation',
      body: event(n, 'h.example', { timestamp: '1616000000' }),
    })),
  'POST /misp/servers/postTest': () => [{ method: 'POST', path: '/misp/servers/postTest', body: { testString: 'a' } }],
  'POST /misp/events/filterEventIdsForPush': (known) => [
    {
      method: 'POST',
      path: '/misp/events/filterEventIdsForPush',
      body: uuidsOf(known).map((id) => ({ Event: { uuid: id, timestamp: '1615000000' } })),
    },
  ],
  'POST /misp/events/index': () => [{ method: 'POST', path: '/misp/events/index', body: {} }],
  'POST /misp/events/add': pushed('add'),
  'POST /misp/events/add/:options': pushed('add/metadata:1'),
  'POST /misp/events/edit/:uuid': pushed(`edit/${fixed(700)}`),
  'POST /misp/events/edit/:uuid/:options': pushed(`edit/${fixed(700)}/metadata:1`),
};
