import { indicatorId } from './fixed.js';
import { type Ask, each, type Known, NOWHERE, read } from './twin-asks.js';

const ASK = '0b5b7f3e-58d3-4a3c-9d0c-3a3b6a0f5e11';
const ADVISORY = { kind: 'alert', title: 't', body: 'b', tlp: 'green' };

/** How each route that reads advisories is asked. */
export const ADVISORY_READS: Record<string, (known: Known) => Ask[]> = {
  'GET /api/v1/advisories': () => [
    read('/api/v1/advisories'),
    read('/api/v1/advisories?open=true'),
    read('/api/v1/advisories?limit=1', { pages: 'cursor' }),
  ],
  'GET /api/v1/advisories/work': () => [
    read('/api/v1/advisories/work'),
    read('/api/v1/advisories/work?state=draft,review,signing,published,withdrawn,discarded'),
  ],
  'GET /api/v1/advisories/quotes': () => [read('/api/v1/advisories/quotes')],
  'GET /api/v1/advisories/:id': ({ advisories }) => each(advisories, (id) => `/api/v1/advisories/${id}`),
  ...Object.fromEntries(
    ['work', 'revisions', 'revisions/:revision', 'steps', 'signatures', 'comments', 'acknowledgements', 'matrix'].map(
      (part) => [
        `GET /api/v1/advisories/:id/${part}`,
        ({ advisories }: Known) =>
          each(advisories, (id) => `/api/v1/advisories/${id}/${part.replace(':revision', '1')}`),
      ],
    ),
  ),
};

/** What is done to an advisory by those who work on it, or whom it went to: nobody else can tell that it is there. */
function advised(): Record<string, (known: Known) => Ask[]> {
  const steps: readonly [method: string, path: string, body?: unknown, headers?: Record<string, string>][] = [
    ['PUT', 'work', ADVISORY, { 'if-match': '*' }],
    ...['review', 'rework', 'call', 'publish', 'revise', 'discard', 'quotes'].map(
      (step) => ['POST', step, {}] as [string, string, unknown],
    ),
    ['POST', 'withdraw', { reason: 'x' }],
    ['POST', 'signatures', { sha256: '0'.repeat(64) }],
    ['DELETE', 'signatures'],
    ['POST', 'comments', { body: 'x' }],
    ['PUT', 'comments/:comment', { resolved: true }],
    ['PUT', 'quotes/:object', { ask: ASK, answer: 'approved' }],
    ['POST', 'acknowledgements', { answer: 'received' }],
  ];
  return Object.fromEntries(
    steps.map(([method, part, body, headers]) => [
      `${method} /api/v1/advisories/:id/${part}`,
      ({ advisories }: Known) =>
        advisories.map((id): Ask => ({
          method,
          path: `/api/v1/advisories/${id}/${part.replace(':comment', NOWHERE).replace(':object', indicatorId('h0'))}`,
          ...(body !== undefined && { body }),
          ...(headers && { headers }),
        })),
    ]),
  );
}

/** How each route that changes them is. */
export const ADVISORY_WRITES = advised();
