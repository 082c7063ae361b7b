import { READS } from './twin-reads.js';

const AT_WORK = 'shown to those alone who write it or are asked to sign: test/advisory-rights';
const WHO = 'says who is who, and names no object';
const OWN = 'of the caller’s own, and no object of the scene is in it';
const SAME = 'the same for everybody';

/** What is read otherwise than by the matrix: routes that show none of its objects, and why. */
export const ELSEWHERE: Readonly<Record<string, string>> = {
  'GET /api/v1/advisories/open': 'a count of the list that the matrix reads; no member’s own answers are in the scene',
  ...Object.fromEntries(
    ['work', 'revisions', 'revisions/diff', 'revisions/:revision', 'steps', 'comments'].map((part) => [
      `GET /api/v1/advisories/:id/${part}`,
      AT_WORK,
    ]),
  ),
  'GET /api/v1/advisories/work': AT_WORK,
  'GET /api/v1/advisories/quotes': AT_WORK,
  'GET /api/v1/advisories/:id/signatures': AT_WORK,
  'GET /api/v1/advisories/:id/acknowledgements': 'the caller’s own answers alone: test/advisories',
  'GET /api/v1/advisories/:id/matrix': 'for those who wrote it: test/advisories',
  'GET /api/v1/objects/:id/origins': 'shows nothing of an object, and by its id there may be two: test/origins',
  'GET /api/v1/advisory-templates': 'no object: test/advisory-templates',
  'GET /api/v1/advisory-templates/:id': 'no object: test/advisory-templates',
  'GET /.well-known/security.txt': SAME,
  'GET /.well-known/csaf/provider-metadata.json': SAME,
  'GET /.well-known/csaf/service.json': 'names the labels that the caller may read, and no document',
  'GET /.well-known/csaf/openpgp/:file': SAME,
  'GET /api/v1/csaf/documents': OWN,
  'GET /api/v1/csaf/providers': OWN,
  'GET /api/v1/imports': OWN,
  'GET /api/v1/imports/:id': OWN,
  'GET /api/v1/imports/:id/outcomes.csv': OWN,
  'GET /api/v1/searches': OWN,
  'GET /api/v1/searches/:id': OWN,
  'GET /api/v1/searches/:id/mails': OWN,
  'GET /api/v1/webhooks': OWN,
  'GET /api/v1/webhooks/:id': OWN,
  'GET /api/v1/webhooks/:id/deliveries': OWN,
  'GET /api/v1/sources': OWN,
  'GET /api/v1/sources/:id': OWN,
  'GET /api/v1/sources/:id/refusals': OWN,
  'GET /api/v1/sources/:id/warnings': OWN,
  'GET /api/v1/me': OWN,
  'GET /api/v1/me/sessions': OWN,
  'GET /api/v1/me/notices': OWN,
  'GET /api/v1/notices/failures': 'mails that came back, without what was in them',
  'GET /api/v1/keys': OWN,
  'GET /api/v1/search/keys': SAME,
  'POST /api/v1/audience/preview': WHO,
  'GET /misp/servers/getVersion': OWN,
  'GET /misp/servers/getVersion.json': OWN,
  'GET /misp/users/view/me': OWN,
  'GET /misp/users/view/me.json': OWN,
  'GET /misp/events/view/:uuid': OWN,
  'GET /misp/events/view/:uuid/:options': OWN,
  'GET /taxii2': SAME,
  'GET /taxii2/alliance': SAME,
  'GET /taxii2/alliance/collections/:collection': 'the entry of the list that the matrix reads',
  'GET /taxii2/alliance/status/:id': OWN,
  'GET /api/v1/signing-keys': WHO,
  'GET /api/v1/organisations': WHO,
  'GET /api/v1/organisations/:id': WHO,
  'GET /api/v1/groups': WHO,
  'GET /api/v1/groups/:id': WHO,
  'GET /api/v1/people': WHO,
  'GET /api/v1/people/:id': WHO,
  'GET /api/v1/invitations': WHO,
  'GET /api/v1/audit': 'names objects by digest alone: test/audit',
  'GET /api/v1/audit/verify': 'a number and a digest',
  'GET /api/v1/warninglists': SAME,
  'GET /api/v1/warninglists/:id': SAME,
  'GET /health/live': SAME,
  'GET /metrics': 'figures of the process, for who has its token',
  'GET /api/docs/json': SAME,
};

const wordsOf = (route: string): string[] => route.split('/').filter((part) => part !== '');
const literals = (route: string): number => wordsOf(route).filter((word) => !word.startsWith(':')).length;

/** The route that a request went to: of those that fit, the one with the most words of its own. */
function routeOf(request: string): string | undefined {
  const asked = wordsOf(request);
  const fitting = Object.keys(READS).filter((route) => {
    const words = wordsOf(route);
    return words.length === asked.length && words.every((word, i) => word.startsWith(':') || word === asked[i]);
  });
  return fitting.toSorted((a, b) => literals(b) - literals(a))[0];
}

/** Routes that the two worlds read and that are in neither: the requests that the matrix sent, nor {@link ELSEWHERE}; or in both. */
export function amiss(requests: Iterable<string>): string[] {
  const taken = new Set([...requests].map(routeOf));
  return Object.keys(READS).filter((route) => taken.has(route) === route in ELSEWHERE);
}
