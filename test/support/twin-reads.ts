import { fixedSession, indicatorId } from './fixed.js';
import { type Ask, each, type Known, NOWHERE, read } from './twin-asks.js';
import { ADVISORY_READS, ADVISORY_WRITES } from './twin-advisories.js';
import { CSAF_READS, CSAF_WRITES } from './twin-csaf.js';
import { TAXII_READS, TAXII_WRITES } from './twin-taxii.js';
import { IMPORT_NO_READ, IMPORT_READS, IMPORT_WRITES } from './twin-imports.js';
import { MISP_READS, MISP_WRITES } from './twin-misp.js';
import { SEARCH_NO_READ, SEARCH_READS, SEARCH_WRITES } from './twin-searches.js';
import { OUT_READS, OUT_WRITES } from './twin-out.js';
import { askingReads, leaving } from './twin-asking.js';
import { emailOf, organisationId } from './cast.js';

/** Changed by PATCH or revoked in the story: their time of change is the hub’s. */
const AMENDED = new Set(['v2', 'v3', 'v4'].map(indicatorId));
/** Objects with an id or a time of the hub’s own making. */
const made = (id: string): Partial<Ask> => ({ made: !id.startsWith('indicator') || AMENDED.has(id) });

const QUERIES = [
  '',
  'label:seen',
  'h.example',
  'mine.example',
  'domain:v9.example',
  'tlp:amber',
  'tlp>=amber+strict',
  'from:cert-b',
  '-from:cert-a',
  'type:sighting',
  'type:opinion',
  '"public words"',
  'is:active',
  'value:own.example',
  'confidence>=50',
  'seen>0',
  'seen:0 type:indicator',
  'seen>=2',
  'hash:d41d8cd9',
  'created<2022-01-01',
  'no such (',
];

/** How each route that reads is asked; the key is as the running hub names it. */
export const READS: Record<string, (known: Known) => Ask[]> = {
  'GET /api/v1/objects/:id': ({ objects }) => objects.flatMap((id) => [read(`/api/v1/objects/${id}`, made(id))]),
  'GET /api/v1/objects/:id/versions': ({ objects }) => each(objects, (id) => `/api/v1/objects/${id}/versions`),
  'GET /api/v1/objects/:id/audience': ({ objects }) => each(objects, (id) => `/api/v1/objects/${id}/audience`),
  'GET /api/v1/objects/:id/origins': ({ objects }) => each(objects, (id) => `/api/v1/objects/${id}/origins`),
  'GET /api/v1/objects/:id/bundle': ({ objects }) =>
    objects.flatMap((id) => [read(`/api/v1/objects/${id}/bundle`, made(id))]),
  'GET /api/v1/objects/:id/related': ({ objects }) =>
    each(objects, (id) => `/api/v1/objects/${id}/related?limit=1`, { pages: 'cursor' }),
  'GET /api/v1/search': ({ objects }) => [
    ...QUERIES.map((q) => read(`/api/v1/search?limit=500&q=${encodeURIComponent(q)}`)),
    ...['', 'label:seen', '-from:cert-a'].map((q) => read(`/api/v1/search?limit=2&q=${q}`, { pages: 'cursor' })),
    ...each(objects.slice(0, 6), (id) => `/api/v1/search?q=id:${id}`),
  ],
  'GET /api/v1/audiences': () => [read('/api/v1/audiences')],
  'GET /api/v1/audiences/:ref/ledger': ({ audiences }) => [
    ...each(audiences, (ref) => `/api/v1/audiences/${ref}/ledger`),
    ...each(audiences, (ref) => `/api/v1/audiences/${ref}/ledger?after=1&limit=1`),
  ],
  ...askingReads(QUERIES),
  ...ADVISORY_READS,
  ...CSAF_READS,
  ...TAXII_READS,
  ...IMPORT_READS,
  ...MISP_READS,
  ...OUT_READS,
  ...SEARCH_READS,
  'GET /api/v1/signing-keys': () => [read('/api/v1/signing-keys')],
  'GET /api/v1/organisations': () => [read('/api/v1/organisations')],
  'GET /api/v1/organisations/:id': ({ organisations }) => each(organisations, (id) => `/api/v1/organisations/${id}`),
  'GET /api/v1/groups': () => [read('/api/v1/groups')],
  'GET /api/v1/groups/:id': ({ groups }) => each(groups, (id) => `/api/v1/groups/${id}`),
  'GET /api/v1/people': () => [
    read('/api/v1/people'),
    read(`/api/v1/people?organisation_id=${organisationId('cert-b')}`),
  ],
  'GET /api/v1/people/:id': ({ people }) => each(people, (id) => `/api/v1/people/${id}`),
  'GET /api/v1/invitations': () => [read('/api/v1/invitations')],
  'GET /api/v1/keys': () => [read('/api/v1/keys')],
  'GET /api/v1/audit': () => [
    read('/api/v1/audit?limit=500', { unordered: true, pages: 'after' }),
    read('/api/v1/audit?limit=500&order=newest&action=key', { unordered: true, pages: 'after' }),
  ],
  'GET /api/v1/audit/verify': () => [read('/api/v1/audit/verify')],
  'GET /api/v1/me': () => [read('/api/v1/me')],
  'GET /api/v1/me/sessions': () => [read('/api/v1/me/sessions')],
  'GET /api/v1/me/notices': () => [read('/api/v1/me/notices')],
  'GET /api/v1/notices/failures': () => [read('/api/v1/notices/failures')],
  'GET /api/v1/warninglists': () => [read('/api/v1/warninglists')],
  'GET /api/v1/warninglists/:id': () => [
    read('/api/v1/warninglists/tocsin-must-work'),
    read('/api/v1/warninglists/nowhere'),
  ],
  'GET /health/live': () => [read('/health/live')],
  'GET /metrics': () => [read('/metrics'), read('/metrics', { headers: { 'x-forwarded-for': '127.0.0.1' } })],
  'GET /api/docs/json': () => [read('/api/docs/json')],
};

/** An alliance administrator reads these of everybody by office; what he may not see is content. */
export const OFFICE = /^\/api\/v1\/(?:groups|people|invitations|audit)\b/;

/** Routes whose answers could tell as much as those that read: each asked for what is hidden, and for what is nowhere. */
export const WRITES: Record<string, (known: Known, viewer: string) => Ask[]> = {
  ...ADVISORY_WRITES,
  ...CSAF_WRITES,
  ...TAXII_WRITES,
  ...IMPORT_WRITES,
  ...MISP_WRITES,
  ...OUT_WRITES,
  ...leaving,
  ...SEARCH_WRITES,
  'POST /api/v1/indicators/:id/sightings': ({ telling }) => post(telling, 'sightings', { count: 3 }),
  'POST /api/v1/indicators/:id/opinions': ({ telling }) => post(telling, 'opinions', { opinion: 'agree' }),
  'POST /api/v1/indicators/:id/notes': ({ telling }) => post(telling, 'notes', { content: 'as I see it' }),
  'PATCH /api/v1/indicators/:id': ({ telling }) =>
    telling.flatMap((id) =>
      [{ confidence: 7 }, { audience: 'all', tlp: 'green' }].map((body): Ask => ({
        method: 'PATCH',
        path: `/api/v1/indicators/${id}`,
        body,
        made: true,
        headers: { 'if-match': '"0"' },
      })),
    ),
  'POST /api/v1/indicators/:id/revoke': ({ telling }) =>
    telling.map((id): Ask => ({
      method: 'POST',
      path: `/api/v1/indicators/${id}/revoke`,
      headers: { 'if-match': '"0"' },
    })),
  'DELETE /api/v1/invitations/:id': ({ invitations }) =>
    invitations.map((id): Ask => ({ method: 'DELETE', path: `/api/v1/invitations/${id}` })),
  'POST /api/v1/invitations': (_, viewer) =>
    [`hidden@cert-b.example`, emailOf('bo', 'cert-b'), `new-${viewer}@cert-a.example`].map((email): Ask => ({
      method: 'POST',
      path: '/api/v1/invitations',
      body: { email, role: 'analyst' },
    })),
  'POST /api/v1/people/:id/reset': ({ people }) =>
    people.map((id): Ask => ({ method: 'POST', path: `/api/v1/people/${id}/reset`, body: {} })),
  'DELETE /api/v1/people/:id/totp': ({ people }) =>
    people.map((id): Ask => ({ method: 'DELETE', path: `/api/v1/people/${id}/totp` })),
  'PATCH /api/v1/people/:id': ({ people }) =>
    people.slice(1).map((id): Ask => ({ method: 'PATCH', path: `/api/v1/people/${id}`, body: { name: 'x' } })),
  'DELETE /api/v1/keys/:id': ({ keys }) =>
    keys.slice(1).map((id): Ask => ({ method: 'DELETE', path: `/api/v1/keys/${id}` })),
  'POST /api/v1/keys/:id/rotate': ({ keys }) =>
    keys.slice(1).map((id): Ask => ({ method: 'POST', path: `/api/v1/keys/${id}/rotate`, body: {} })),
  'DELETE /api/v1/me/sessions/:id': () =>
    [fixedSession('bo').id, NOWHERE].map((id): Ask => ({ method: 'DELETE', path: `/api/v1/me/sessions/${id}` })),
  'GET /api/v1/feed': () => ['nonsense', 'A'.repeat(88)].map((after) => read(`/api/v1/feed?after=${after}`)),
  ...administered(),
};

const post = (ids: readonly string[], what: string, body: object): Ask[] =>
  ids.map((id) => ({ method: 'POST', path: `/api/v1/indicators/${id}/${what}`, body, made: true }));

/** Refused to all but the alliance's administrators, alike for what is and what is not. */
function administered(): Record<string, (known: Known) => Ask[]> {
  const routes: [string, keyof Known][] = [
    ['PATCH /api/v1/groups/:id', 'groups'],
    ['POST /api/v1/groups/:id/close', 'groups'],
    ['PUT /api/v1/groups/:id/members/:organisation', 'groups'],
    ['PATCH /api/v1/organisations/:id', 'organisations'],
    ['POST /api/v1/organisations/:id/activate', 'organisations'],
    ['POST /api/v1/organisations/:id/suspend', 'organisations'],
    ['POST /api/v1/organisations/:id/reinstate', 'organisations'],
    ['POST /api/v1/organisations/:id/withdraw', 'organisations'],
  ];
  const asks =
    (route: string, of: keyof Known) =>
    (known: Known): Ask[] => {
      const [method = '', path = ''] = route.split(' ');
      return known[of].map((id) => ({
        method,
        path: path.replace(':id', id).replace(':organisation', organisationId('cert-a')),
        ...(method !== 'DELETE' && { body: { name: 'x' } }),
      }));
    };
  return Object.fromEntries(routes.map(([route, of]) => [route, asks(route, of)]));
}

/** Asked by other parts of the comparison. */
export const ELSEWHERE = ['POST /api/v1/indicators', 'POST /api/v1/objects'];

const OWN = 'speaks of the caller’s own proofs and sessions alone';
const ALLIANCE = 'of the alliance’s administrators, who may know; all others are refused before it looks at anything';
const STATIC = 'the same file for everybody';

/** Routes that can’t tell of what is hidden, and why. */
export const NO_READ: Readonly<Record<string, string>> = {
  'GET /health/ready':
    'whether this process has just heard of its database: on a busy machine one of the two may not have',
  'PATCH /api/v1/me': OWN,
  'PUT /api/v1/me/notices': OWN,
  'POST /api/v1/me/password': OWN,
  'POST /api/v1/me/totp': OWN,
  'POST /api/v1/me/totp/confirm': OWN,
  'POST /api/v1/me/totp/disable': OWN,
  'POST /api/v1/session': 'signing in; that it tells no account from none is what test/guessing shows',
  'DELETE /api/v1/session': OWN,
  'POST /api/v1/session/totp': OWN,
  'POST /api/v1/invitations/look': 'asks for a secret that only the invited person has',
  'POST /api/v1/invitations/accept': 'asks for a secret that only the invited person has',
  'POST /api/v1/keys': OWN,
  'POST /api/v1/advisories': 'begins one of the caller’s own; looks at nothing but the names of members',
  'POST /api/v1/advisory-templates': OWN,
  'POST /api/v1/signing-keys': OWN,
  'POST /api/v1/signing-keys/:id/retire': OWN,
  'POST /api/v1/signing-keys/:id/revoke': OWN,
  'POST /api/v1/organisations': ALLIANCE,
  'POST /api/v1/groups': ALLIANCE,
  ...IMPORT_NO_READ,
  ...SEARCH_NO_READ,
  'PUT /api/v1/warninglists/:id': ALLIANCE,
  'DELETE /api/v1/warninglists/:id': ALLIANCE,
  'GET /api/v1/health': ALLIANCE,
  'GET /api/docs': STATIC,
  'GET /api/docs/': STATIC,
  'GET /api/docs/*': STATIC,
  'GET /api/docs/swagger-ui-init.js': STATIC,
  'GET /api/docs/docs/swagger-ui-init.js': STATIC,
  'GET /api/docs/index.html': STATIC,
  'GET /api/docs/LICENSE': STATIC,
};
