import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Fault } from '../../kernel/index.js';
import { AllowedMethods } from './allowed-methods.js';

const MAX_URL = 8_192;
const MAX_HEADERS = 100;
/** Keys that reach for prototypes; in bodies the parser refuses them. */
const FORBIDDEN = /(?:^|[[\]&.])(?:__proto__|constructor|prototype)(?:$|[[\]=&.])/;

/** Refuses, before anything is looked up or read, what no handler should ever meet. */
export function refuseEarly(fastify: FastifyInstance): void {
  const methods = new AllowedMethods(fastify);
  fastify.addHook('onRequest', (request, _reply, done) => {
    try {
      checkHead(request);
      checkEncoding(request);
      if (request.is404) methods.refuse(request);
      checkText(request);
      done();
    } catch (error) {
      done(error as Error);
    }
  });
}

function checkHead({ raw, headers }: FastifyRequest): void {
  if (headers.host === undefined && raw.httpVersion === '1.1')
    throw new Fault('bad_request', 'there is no Host', { headers: { connection: 'close' } });
  if ((raw.url?.length ?? 0) > MAX_URL) throw new Fault('uri_too_long', `at most ${MAX_URL} bytes`);
  if (raw.rawHeaders.length / 2 > MAX_HEADERS) throw new Fault('headers_too_large', `at most ${MAX_HEADERS} of them`);
}

/** Nothing is unpacked but where the route says that it takes it, up to its limit: what is small when packed may be huge when not. */
function checkEncoding({ headers, routeOptions }: FastifyRequest): void {
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding === 'identity' || (encoding === 'gzip' && (routeOptions.config as Unpacks).gzip)) return;
  throw new Fault('unsupported_media_type', 'send the body without Content-Encoding');
}

/** What a route's config says of packed bodies. */
interface Unpacks {
  readonly gzip?: boolean;
}

/** NUL, which Postgres can't hold; bytes that are not UTF-8; names that reach for prototypes. */
function checkText(request: FastifyRequest): void {
  const mark = request.raw.url?.indexOf('?') ?? -1;
  const query = mark === -1 ? '' : decoded(request.raw.url?.slice(mark + 1) ?? '');
  if (query.includes('\0')) throw new Fault('invalid_character', 'the query has U+0000');
  if (mark !== -1 && Object.keys(request.query as object).some((name) => FORBIDDEN.test(name)))
    throw new Fault('forbidden_key', 'the query has a name that is never allowed');
  for (const value of Object.values(request.params as Record<string, string>))
    if (value.includes('\0')) throw new Fault('not_found');
}

function decoded(query: string): string {
  try {
    return query.includes('%') ? decodeURIComponent(query) : query;
  } catch {
    throw new Fault('bad_request', 'the query is not percent-encoded UTF-8');
  }
}
