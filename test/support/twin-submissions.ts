import { TLP_MARKING } from '../../src/kernel/index.js';
import { fixedIndicator, indicatorId } from './fixed.js';
import type { Ask, Known } from './twin-asks.js';

const PATH = '/api/v1/indicators';
const NOWHERE = '0b5b7f3e-58d3-5a3c-9d0c-3a3b6a0f5e11';

/**
 * Submissions whose outcome could tell of what is hidden: values and ids that others hold in secret, groups that one is
 * not in, an Idempotency-Key that somebody else used; alone, in an array, as lines.
 */
export function submissions({ objects, groups }: Known, viewer: string): Ask[] {
  const post = (body: unknown, headers: Record<string, string> = {}): Ask => ({
    method: 'POST',
    path: PATH,
    body,
    headers,
    made: true,
  });
  const value = (of: string, more: object = {}) => ({ value: of, tlp: 'green', ...more });
  const hidden = [...['h0', 'h1', 'h2', 'h3', 'r0', 'probe', 'refused'].map(indicatorId), ...objects];
  const taken = hidden.map((id) => ({
    ...fixedIndicator('probe', 'green', `by-${viewer}.example`),
    id,
    description: `of ${viewer}`,
  }));
  const lines = ['h.example', 'own.example', `line-${viewer}.example`]
    .map((of) => JSON.stringify(value(of)))
    .join('\n');
  return [
    ...['mine.example', 'h.example', 'mine.example', 'sub.v9.example', `fresh-${viewer}.example`].map((of) =>
      post(value(of)),
    ),
    post(value('h.example', { tlp: 'amber', audience: 'organisation' })),
    ...[...groups, NOWHERE].map((group) => post(value('h.example', { tlp: 'amber', audience: { group } }))),
    ...[...groups, NOWHERE].map((group) =>
      post(value('h.example', { tlp: 'amber', audience: { group, except: ['cert-c'] } })),
    ),
    post(value('h.example', { tlp: 'amber', audience: { organisations: ['cert-b', 'cert-c'] } })),
    ...taken.slice(0, 7).map((item) => post(item)),
    post({ items: [...taken, value('mine.example'), value('other.example'), { nonsense: 1 }] }),
    post(value('mine.example'), { 'idempotency-key': 'probe' }),
    post(value('mine.example'), { 'idempotency-key': 'probe' }),
    post(value('other.example'), { 'idempotency-key': 'probe' }),
    post(`${lines}\n`, { 'content-type': 'application/x-ndjson' }),
    {
      method: 'POST',
      path: '/api/v1/objects',
      body: JSON.stringify({ type: 'bundle', objects: [...taken, ...sightingsOf(hidden, viewer)] }),
      headers: { 'content-type': 'application/stix+json' },
      made: true,
    },
  ];
}

/** Sightings of what others hold in secret: that the audience would be wider than theirs must not tell that they are there. */
const sightingsOf = (ids: readonly string[], viewer: string) =>
  ids.map((id, i) => ({
    type: 'sighting',
    spec_version: '2.1',
    id: `sighting--00000000-0000-4000-8000-${String(i).padStart(11, '0')}${/[ab]/.exec(viewer)?.[0] ?? 'c'}`,
    created: '2026-01-01T00:00:00.000Z',
    modified: '2026-01-01T00:00:00.000Z',
    sighting_of_ref: id,
    object_marking_refs: [TLP_MARKING.green],
  }));

/** Asked again once something was written. */
export const AFTERWARDS: readonly Ask[] = [
  { method: 'GET', path: '/api/v1/search?limit=500', made: true },
  { method: 'GET', path: '/api/v1/audiences', made: true },
];
