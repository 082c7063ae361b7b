import { FORMATS } from '../../src/advisories/printing/formats.js';
import { indicatorId } from './fixed.js';
import { type Ask, each, type Known, NOWHERE, read } from './twin-asks.js';

const ASK = '0b5b7f3e-58d3-4a3c-9d0c-3a3b6a0f5e11';
/** In a path: the request for information that both worlds have, by the id that it has in each; and what was answered in secret. */
const REQUEST = '{request}';
const ADVISORY = { kind: 'alert', title: 't', body: 'b', tlp: 'green' };

/** How each route that reads advisories is asked. */
export const ADVISORY_READS: Record<string, (known: Known) => Ask[]> = {
  'GET /api/v1/advisories': () => [
    read('/api/v1/advisories'),
    read('/api/v1/advisories?open=true'),
    read('/api/v1/advisories?limit=1', { pages: 'cursor' }),
  ],
  'GET /api/v1/advisories/open': () => [read('/api/v1/advisories/open')],
  'GET /api/v1/advisories/work': () => [
    read('/api/v1/advisories/work'),
    read('/api/v1/advisories/work?state=draft,review,signing,published,withdrawn,discarded'),
  ],
  'GET /api/v1/advisories/quotes': () => [read('/api/v1/advisories/quotes')],
  'GET /api/v1/advisories/:id': ({ advisories }) => each(advisories, (id) => `/api/v1/advisories/${id}`),
  'GET /api/v1/advisories/:id/export': ({ advisories }) =>
    [...FORMATS, 'nothing'].flatMap((format) =>
      each(advisories, (id) => `/api/v1/advisories/${id}/export?format=${format}`),
    ),
  ...Object.fromEntries(
    ['work', 'revisions', 'revisions/:revision', 'steps', 'signatures', 'comments', 'acknowledgements', 'matrix'].map(
      (part) => [
        `GET /api/v1/advisories/:id/${part}`,
        ({ advisories }: Known) =>
          each(advisories, (id) => `/api/v1/advisories/${id}/${part.replace(':revision', '1')}`),
      ],
    ),
  ),
  'GET /api/v1/advisories/:id/answers': ({ advisories }) => [
    ...each([...advisories, REQUEST], (id) => `/api/v1/advisories/${id}/answers`, { made: true }),
    read(`/api/v1/advisories/${REQUEST}/answers?limit=1`, { pages: 'cursor', made: true }),
  ],
  'GET /api/v1/advisories/:id/diff': ({ advisories }) => [
    ...each([...advisories, REQUEST], (id) => `/api/v1/advisories/${id}/diff`),
    ...each(advisories, (id) => `/api/v1/advisories/${id}/diff?from=1&to=1`),
  ],
  'GET /api/v1/advisories/:id/revisions/diff': ({ advisories }) =>
    each(advisories, (id) => `/api/v1/advisories/${id}/revisions/diff?from=1&to=1`),
  'GET /api/v1/advisory-templates': () => [read('/api/v1/advisory-templates')],
  'GET /api/v1/advisory-templates/:id': ({ templates }) => each(templates, (id) => `/api/v1/advisory-templates/${id}`),
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

const write = (method: string, path: string, body?: unknown, headers?: Record<string, string>): Ask => ({
  method,
  path,
  ...(body !== undefined && { body }),
  ...(headers && { headers }),
  made: true,
});

/** Replies to answers that others gave in secret, and to what is nowhere; what is changed at others' places. */
const ANSWERED: Record<string, (known: Known) => Ask[]> = {
  'POST /api/v1/advisories/:id/answers': ({ advisories, answers }) => [
    ...advisories.map((id) => write('POST', `/api/v1/advisories/${id}/answers`, { content: 'x' })),
    ...answers.map((in_reply_to) =>
      write('POST', `/api/v1/advisories/${REQUEST}/answers`, { content: 'x', in_reply_to }),
    ),
  ],
  'PUT /api/v1/advisories/:id/answers/:answer': ({ answers }) =>
    answers.map((id) =>
      write('PUT', `/api/v1/advisories/${REQUEST}/answers/${id}`, { content: 'x' }, { 'if-match': '*' }),
    ),
  'DELETE /api/v1/advisories/:id/answers/:answer': ({ answers }) =>
    answers.map((id) => write('DELETE', `/api/v1/advisories/${REQUEST}/answers/${id}`)),
  'PUT /api/v1/advisory-templates/:id': ({ templates }) =>
    templates.map((id) =>
      write('PUT', `/api/v1/advisory-templates/${id}`, { name: 'x', body: {} }, { 'if-match': '*' }),
    ),
  'DELETE /api/v1/advisory-templates/:id': ({ templates }) =>
    templates.map((id) => write('DELETE', `/api/v1/advisory-templates/${id}`, undefined, { 'if-match': '*' })),
};

/** How each route that changes them is. */
export const ADVISORY_WRITES = { ...advised(), ...ANSWERED };
