import { emailOf, organisationId } from './cast.js';
import { fixedUuid } from './fixed.js';
import { type Ask, each, type Known, read } from './twin-asks.js';
import { VALUES } from './twin-deeds.js';

const preview = (tlp: string, audience?: unknown): Ask => ({
  method: 'POST',
  path: '/api/v1/audience/preview',
  body: { tlp, ...(audience !== undefined && { audience }) },
});

/** How what helps to ask and to submit is asked, with each of the queries. */
export const askingReads = (queries: readonly string[]): Record<string, (known: Known) => Ask[]> => ({
  'GET /api/v1/search/facets': ({ objects }) => [
    ...queries.map((q) => read(`/api/v1/search/facets?q=${encodeURIComponent(q)}`)),
    ...each(objects.slice(0, 6), (id) => `/api/v1/search/facets?q=id:${id}`),
  ],
  'POST /api/v1/lookup': () => [
    {
      method: 'POST',
      path: '/api/v1/lookup',
      body: { values: [...VALUES, 'v2.example', 'red.example', 'nowhere.example'] },
    },
    ...VALUES.map((value): Ask => ({ method: 'POST', path: '/api/v1/lookup', body: { values: [value] } })),
  ],
  'POST /api/v1/extract': () => [
    {
      method: 'POST',
      path: '/api/v1/extract',
      body: { text: [...VALUES, 'v2.example', 'red.example', 'nowhere.example'].join('\n\n') },
    },
    ...VALUES.map((value): Ask => ({ method: 'POST', path: '/api/v1/extract', body: { text: `It asked ${value}.` } })),
  ],
  'GET /api/v1/search/keys': () => [read('/api/v1/search/keys')],
  'POST /api/v1/audience/preview': ({ groups }) => [
    ...['clear', 'green', 'amber', 'amber+strict', 'red', 'purple'].map((tlp) => preview(tlp)),
    preview('amber', 'organisation'),
    preview('amber', { organisations: ['cert-b'] }),
    preview('green', { rel_to: ['BEL'], except: ['cert-c'] }),
    preview('red', { people: [emailOf('bo', 'cert-b')] }),
    ...groups.flatMap((group) => [preview('amber', { group }), preview('amber', { group, except: ['cert-b'] })]),
  ],
});

/** Leaving groups that one is not in, and taking others out: the one that cert-a is in stays as it is. */
export const leaving: Record<string, (known: Known) => Ask[]> = {
  'DELETE /api/v1/groups/:id/members/:organisation': ({ groups, organisations }) =>
    groups
      .filter((id) => id !== fixedUuid('group shared'))
      .flatMap((id) =>
        [organisationId('cert-a'), ...organisations.slice(1)].map((member): Ask => ({
          method: 'DELETE',
          path: `/api/v1/groups/${id}/members/${member}`,
        })),
      ),
};
