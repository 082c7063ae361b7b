import type { FastifyInstance } from 'fastify';

/** What a page of ours may load: its own files. The API itself renders nothing. */
const CSP = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
/** The API documentation is the one page here; its scripts and styles are local, and its styles are set inline by it. */
const DOCS_CSP =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** Security headers (ASVS 5.0, 3.4), and the request's id. */
export const securityHeaders = (requestId: string, url: string): Record<string, string> => ({
  'x-request-id': requestId,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'content-security-policy': url.startsWith('/api/docs') ? DOCS_CSP : CSP,
  'cache-control': 'no-store',
});

/** Puts {@link securityHeaders} on every answer, errors included. */
export function registerHeaders(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.headers(securityHeaders(request.id, request.url));
    done();
  });
}
